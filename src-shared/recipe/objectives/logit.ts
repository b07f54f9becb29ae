// The activation of one class before the softmax, where one class can rise without pushing the others down.
import { z } from 'zod'
import { type ObjectiveKind, shapeWith } from './kind.ts'

const schema = z.strictObject({ kind: z.literal('logit'), class: z.int().min(0) })
export const logit = {
  schema,
  label: 'Logit of a class',
  fields: { class: { label: 'Class', names: 'class' } },
  key: (spec) => `logit:${spec.class}`,
  name: (spec, classOf) => `logit of ${classOf(spec.class)}`,
  value: 'logit',
  read(spec, of) {
    if (of.classTap === null) throw new RangeError('This network has no classes. Ask for a channel of one of its layers.')
    const shape = shapeWith(of, of.classTap, spec.class)
    return [{ tap: of.classTap, place: shape.length === 3 ? 'mean' : 'unit', channel: spec.class, weight: 1 }]
  },
} satisfies ObjectiveKind<z.output<typeof schema>>
