// softmax(logits) at the class.
import { tf } from '../../../tensorflow/tf.ts'
import { classFunctional } from './class-logits.ts'
import type { FunctionalMaker } from './kind.ts'

export const probability: FunctionalMaker<{ class: number }> = (spec, of) =>
  classFunctional('probability', spec.class, of, (logits, asked) => tf.softmax(logits).mul(asked).sum(1))
