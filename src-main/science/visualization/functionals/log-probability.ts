// log softmax(logits) at the class: a - log(sum(exp(a_j))).
import { tf } from '../../../tensorflow/tf.ts'
import { classFunctional } from './class-logits.ts'
import type { FunctionalMaker } from './kind.ts'

export const logProbability: FunctionalMaker<{ class: number }> = (spec, of) =>
  classFunctional('log-probability', spec.class, of, (logits, asked) => tf.logSoftmax(logits).mul(asked).sum(1))
