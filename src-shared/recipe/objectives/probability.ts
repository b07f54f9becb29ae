// A class's probability after the softmax. Near 0 and near 1 it is flat, so that a picture far from its class is hardly moved: it is here
// to be compared with the logit. Simonyan, Vedaldi and Zisserman (Deep Inside Convolutional Networks, 2014) climb the logit, since a
// probability also rises when the other classes fall.
import { z } from 'zod'
import { classTapOf, classWords, type FunctionalKind } from './kind.ts'

const schema = z.strictObject({ kind: z.literal('probability'), class: z.int().min(0) })
export const probability = {
  schema,
  label: 'Probability of a class',
  fields: { class: classWords },
  key: (spec) => `probability:${spec.class}`,
  name: (spec, classOf) => `probability of ${classOf(spec.class)}`,
  value: 'score',
  taps: (spec, of) => [classTapOf(of, spec.class)],
} satisfies FunctionalKind<z.output<typeof schema>>
