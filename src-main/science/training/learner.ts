// What the training loop carries out: the arrays that change, the random numbers of a step, and the step itself. A network that is trained
// by one loss is a learner by `adamLearner`; one with two losses that take turns, as a GAN has, would fill in the interface itself.
import { tf } from '../../tensorflow/tf.ts'
import type { WeightSpec } from '../networks/sequential.ts'
import { adam, initialSlots } from './adam.ts'

/** An array that a training changes and a checkpoint keeps. */
export interface StateArray extends WeightSpec {
  initial: Float32Array
  /** "weights" become the network, "slots" are an optimizer's memory, "moving" are running means. */
  part: 'weights' | 'slots' | 'moving'
}

/**
 * Random numbers of a step, of `shape` for each picture of the batch. They are drawn outside of the graph, from the seed and the step, so
 * that a replay and a training that was interrupted see the same ones.
 */
export interface NoiseSpec {
  name: string
  shape: readonly number[]
  /** "normal": N(0, 1). "uniform": U[0, 1). */
  kind: 'normal' | 'uniform'
}

/** [batch, height, width, channels] in [0, 1], and class numbers [batch] (int32). */
export interface PictureBatch {
  pictures: tf.Tensor4D
  labels: tf.Tensor1D
}

/** Scalars (float32) that depend on the step alone: its number, counted from 1, and the learning rate. */
export interface StepClock {
  step: tf.Tensor
  rate: tf.Tensor
}

export interface Learner {
  /** The weights first, in the order of the model file; then the rest. */
  readonly state: readonly StateArray[]
  readonly noise: readonly NoiseSpec[]
  /** Names of the running curves: of the loss, and of each measure that a step reports. */
  readonly series: readonly string[]
  /**
   * One step, as a pure function that can be compiled. `noise` has [batch, ...shape] for each of the specs. Returns the new state, in its
   * order, and one vector: the loss, the length of the whole gradient, and the measures.
   */
  step(
    state: readonly tf.Tensor[],
    batch: PictureBatch,
    noise: readonly tf.Tensor[],
    clock: StepClock,
  ): { state: tf.Tensor[]; report: tf.Tensor }
}

/** Loss of a batch; `measures` are scalars to report. `noise` is that of the learner's specs. */
export type Loss = (
  weights: tf.Tensor[],
  pictures: tf.Tensor4D,
  labels: tf.Tensor1D,
  noise: readonly tf.Tensor[],
) => { loss: tf.Scalar; measures: tf.Scalar[] }

/** Adam on one loss, for weights that begin as `initial`. `series`: the names of the loss and of its measures. */
export function adamLearner(
  loss: Loss,
  specs: readonly WeightSpec[],
  initial: readonly Float32Array[],
  series: readonly string[],
  noise: readonly NoiseSpec[] = [],
): Learner {
  const count = specs.length
  const moments = ['first moment', 'second moment'].flatMap((moment) =>
    specs.map(({ name, shape }) => ({ name: `${name}, ${moment}`, shape })),
  )
  return {
    state: [
      ...specs.map((spec, at) => ({ ...spec, initial: initial[at]!, part: 'weights' as const })),
      ...initialSlots(initial).map((values, at) => ({ ...moments[at]!, initial: values, part: 'slots' as const })),
    ],
    noise,
    series,
    step(state, { pictures, labels }, drawn, { step, rate }) {
      const weights = state.slice(0, count)
      let measures: tf.Tensor[] = []
      const { value, grads } = tf.valueAndGrads((...variables: tf.Tensor[]) => {
        const result = loss(variables, pictures, labels, drawn)
        measures = result.measures.map((one) => tf.keep(one))
        return result.loss
      })(weights)
      const next = adam(weights, grads, state.slice(count), step, rate)
      const length = tf.addN(grads.map((one) => one.square().sum())).sqrt()
      const report = tf.stack([value, length, ...measures])
      tf.dispose(measures)
      return { state: [...next.parameters, ...next.slots], report }
    },
  }
}
