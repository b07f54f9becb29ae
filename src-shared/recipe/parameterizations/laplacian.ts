// A picture as the sum of pictures of several sizes: coarse forms move first.
import { z } from 'zod'
import { colour, colourChoice, colourWords } from './colour.ts'
import type { ParameterizationKind } from './kind.ts'
import { datasetStarts, startPicture, startPictureChoice, startValues, startWords } from './start.ts'

const { grey, black, mean, examples } = startValues
const schema = z.strictObject({
  kind: z.literal('laplacian'),
  /** Number of sizes, each half of the one before. */
  levels: z.int().min(1).max(8).default(4),
  colour: colour.optional(),
  /** Faint noise of every size on grey without it. */
  start: z.enum(['grey', 'black', ...datasetStarts]).optional(),
  picture: startPicture,
})
export const laplacian = {
  schema,
  label: 'Pictures of several sizes (Laplacian pyramid)',
  fields: {
    levels: { label: 'Sizes', help: 'Each is half as large as the one before.' },
    colour: colourChoice,
    start: { label: 'Start', values: { grey, black, mean, examples } },
    picture: startPictureChoice,
  },
  words: ({ levels, colour: together, ...from }) =>
    `in a pyramid of pictures of ${levels} sizes${colourWords(together)}, from ${startWords(from, 'faint noise')}`,
  starts: (spec) => `starts from ${startWords(spec, 'faint noise on grey')}`,
  parents: () => [],
  curves: true,
} satisfies ParameterizationKind<z.output<typeof schema>>
