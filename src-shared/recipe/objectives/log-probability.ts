// The logarithm of a class's softmax probability: the logit less the soft maximum of all, so that the other classes are pushed down too.
import { z } from 'zod'
import { classTapOf, classWords, type FunctionalKind } from './kind.ts'

const schema = z.strictObject({ kind: z.literal('log-probability'), class: z.int().min(0) })
export const logProbability = {
  schema,
  label: 'Log-probability of a class',
  fields: { class: classWords },
  key: (spec) => `log-probability:${spec.class}`,
  name: (spec, classOf) => `log-probability of ${classOf(spec.class)}`,
  value: 'score',
  taps: (spec, of) => [classTapOf(of, spec.class)],
} satisfies FunctionalKind<z.output<typeof schema>>
