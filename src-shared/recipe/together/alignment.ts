// A strip that changes little from one picture to the next: the objectives of one start, in their order, pay for what differs in a layer
// between neighbours (lucid's alignment, for interpolations).
import { z } from 'zod'
import { shapeOf, tap, tapWords } from '../objectives/kind.ts'
import type { TogetherKind } from './kind.ts'

const schema = z.strictObject({
  kind: z.literal('alignment'),
  layer: tap,
  weight: z.number().positive().max(1e6),
  /** A pair one farther apart counts so many times less. */
  ratio: z.number().min(1).max(100).default(2),
})
export const alignment = {
  schema,
  label: 'Neighbours that are alike',
  fields: {
    layer: tapWords,
    weight: { label: 'Weight', initial: 0.1 },
    ratio: { label: 'Ratio', help: 'How many times less a pair counts that is one farther apart.' },
  },
  words: ({ layer, weight }) => `neighbours kept alike in ${layer}, weight ${weight}`,
  among: 'objectives',
  taps({ layer }, of) {
    shapeOf(of, layer)
    return [layer]
  },
} satisfies TogetherKind<z.output<typeof schema>>
