// The phases of the waves that a picture is made of, each wave as strong as in real pictures: contrast cannot stand for structure.
import { z } from 'zod'
import { colour, colourChoice, colourWords } from './colour.ts'
import type { ParameterizationKind } from './kind.ts'

const schema = z.strictObject({
  kind: z.literal('maco'),
  /**
   * "dataset": the mean strength of each wave in training pictures of the network; only where the lab has them. "natural": 1 / frequency,
   * as in photographs on average.
   */
  magnitude: z.enum(['dataset', 'natural']).default('dataset'),
  colour: colour.optional(),
})
export const maco = {
  schema,
  label: 'Phases of waves (MaCo)',
  fields: {
    magnitude: { label: 'Strength of the waves', values: { dataset: 'as in the dataset', natural: '1 / frequency, as in photographs' } },
    colour: colourChoice,
  },
  words: ({ magnitude, colour: together }) =>
    `in the phases of waves that are as strong as in ${magnitude === 'dataset' ? 'the dataset' : 'photographs'} (MaCo)` +
    `${colourWords(together)}, from random phases`,
  starts: () => 'starts from random phases',
  parents: () => [],
  curves: true,
} satisfies ParameterizationKind<z.output<typeof schema>>
