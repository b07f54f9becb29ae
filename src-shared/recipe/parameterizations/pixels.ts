// Every pixel is free, clipped to [0, 1] after each step.
import { z } from 'zod'
import type { ParameterizationKind } from './kind.ts'
import { datasetStarts, startPicture, startPictureChoice, startValues, startWords } from './start.ts'

const schema = z.strictObject({
  kind: z.literal('pixels'),
  start: z.enum(['noise', 'grey', 'black', ...datasetStarts]).default('noise'),
  picture: startPicture,
})
export const pixels = {
  schema,
  label: 'Pixels',
  fields: { start: { label: 'Start', values: startValues }, picture: startPictureChoice },
  words: (spec) => `in pixels from ${startWords(spec)}`,
  starts: (spec) => `starts from ${startWords(spec)}`,
  parents: () => [],
  curves: false,
} satisfies ParameterizationKind<z.output<typeof schema>>
