// The activation of one class before the softmax, where one class can rise without pushing the others down.
import { z } from 'zod'
import { classTapOf, classWords, type ObjectiveKind } from './kind.ts'

const schema = z.strictObject({ kind: z.literal('logit'), class: z.int().min(0) })
export const logit = {
  schema,
  label: 'Logit of a class',
  fields: { class: classWords },
  key: (spec) => `logit:${spec.class}`,
  name: (spec, classOf) => `logit of ${classOf(spec.class)}`,
  value: 'logit',
  read(spec, of) {
    const tap = classTapOf(of, spec.class)
    return [{ tap, place: of.shapes[tap]!.length === 3 ? 'mean' : 'unit', channel: spec.class, weight: 1 }]
  },
} satisfies ObjectiveKind<z.output<typeof schema>>
