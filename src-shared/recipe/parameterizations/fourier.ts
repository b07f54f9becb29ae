// The waves that a picture is made of: an ascent moves their strengths, coarse ones as easily as their share in natural pictures is large.
import { z } from 'zod'
import { colour, colourChoice, colourWords } from './colour.ts'
import type { ParameterizationKind } from './kind.ts'
import { datasetStarts, startPicture, startPictureChoice, startValues, startWords } from './start.ts'

const schema = z.strictObject({
  kind: z.literal('fourier'),
  /** Gain of a wave: 1 / frequency to this power. 1 is that of natural pictures; with 0 all waves move alike, as pixels do. */
  power: z.number().min(0).max(2).default(1),
  /**
   * Waves of at most so many cycles across the picture, along each side; all of them without it. Few numbers to move, for a search without
   * gradients.
   */
  finest: z.int().min(1).max(512).optional(),
  /** How its colours vary together; each by itself without it. */
  colour: colour.optional(),
  /** Faint waves on grey without it. */
  start: z.enum(['grey', 'black', ...datasetStarts]).optional(),
  picture: startPicture,
})
const { grey, black, mean, examples } = startValues
export const fourier = {
  schema,
  label: 'Waves (Fourier)',
  fields: {
    power: {
      label: 'Power of 1 / frequency',
      help: 'At 1, coarse waves move as easily as they are strong in natural pictures; at 0 all move alike.',
      step: 0.1,
    },
    finest: { label: 'Finest waves', unit: 'cycles', help: 'Across the picture. Empty: as fine as its pixels.' },
    colour: colourChoice,
    start: { label: 'Start', values: { grey, black, mean, examples } },
    picture: startPictureChoice,
  },
  words: ({ power, finest, colour: together, ...from }) =>
    `in waves${finest === undefined ? '' : ` of at most ${finest} cycles`}, each with 1 / frequency to the power of ${power} ` +
    `as its gain${colourWords(together)}, from ${startWords(from, 'grey')}`,
  starts: (spec) => `starts from ${startWords(spec, 'faint waves on grey')}`,
  parents: () => [],
  curves: true,
} satisfies ParameterizationKind<z.output<typeof schema>>
