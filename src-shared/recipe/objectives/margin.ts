// The logit of a class less the highest logit of the others: above 0 where the network names the class, by how much it leads.
import { z } from 'zod'
import { type Asked, classTapOf, classWords, type FunctionalKind } from './kind.ts'

const schema = z.strictObject({ kind: z.literal('margin'), class: z.int().min(0) })
export const margin = {
  schema,
  label: 'Margin over the next class',
  fields: { class: classWords },
  key: (spec) => `margin:${spec.class}`,
  name: (spec, classOf) => `margin of ${classOf(spec.class)} over the next class`,
  value: 'score',
  taps(spec, of: Asked) {
    const tap = classTapOf(of, spec.class)
    if (of.shapes[tap]!.at(-1) === 1) throw new RangeError('This network has one class, which has no next one. Ask for its logit.')
    return [tap]
  },
} satisfies FunctionalKind<z.output<typeof schema>>
