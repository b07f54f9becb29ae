// The training loop, for any network and loss: a compiled step, batches in seeded order, and a state that can be kept and gone on from.
import { invalid } from '../../../src-shared/rpc/fault.ts'
import { type Random, random } from '../../../src-shared/math/random.ts'
import { decodeTrainingState, encodeTrainingState, trainingStateHeader } from '../../../src-shared/run/training-state.ts'
import { compileStep, type CompiledStep } from '../../tensorflow/compile.ts'
import { tf } from '../../tensorflow/tf.ts'
import { batchOf, type Pictures } from './batches.ts'
import type { WeightSpec } from '../networks/sequential.ts'
import { adam, initialSlots } from './adam.ts'
import { oneCycles } from './one-cycle.ts'

/**
 * Loss of a batch of pictures, [batch, height, width, 3] in [0, 1], with class numbers [batch] (int32); `measures` are scalars to report.
 */
export type Loss = (weights: tf.Tensor[], pictures: tf.Tensor4D, labels: tf.Tensor1D) => { loss: tf.Scalar; measures: tf.Scalar[] }

export interface TrainingData extends Pictures {
  /** The pictures to learn from. */
  indices: Uint32Array
}

export interface TrainingPlan {
  epochs: number
  /** With fewer pictures than this, all of them are one batch. */
  batchSize: number
  /** Peak of the one-cycle learning rate. */
  learningRate: number
  /** Epochs of each stretch, which has a cycle of its own; together they are `epochs`. Absent: one cycle over all. */
  phases?: readonly number[] | undefined
  /** Decides the order of the pictures. */
  seed: number
}

export interface StepReport {
  loss: number
  measures: number[]
  /** Length of the whole gradient. */
  gradient: number
  learningRate: number
}

export interface Training {
  /** Steps taken. */
  readonly step: number
  readonly steps: number
  readonly stepsPerEpoch: number
  /** The step at which the last stretch begins: 0 if there is only one. */
  readonly lastPhase: number
  readonly batchSize: number
  /** The present weights; they belong to the training and are replaced by each step. */
  weights(): readonly tf.Tensor[]
  values(): Float32Array[]
  /** Takes one step. The tensors it makes are freed or kept as the new state. */
  advance(): StepReport
  /** Weights, slots and step as bytes, with `notes` of the caller's own. */
  snapshot(notes: Record<string, number[]>): Uint8Array
  dispose(): void
}

/**
 * The step itself, as a pure function to be compiled or called eagerly. Inputs: weights, slots, step (from 1), learning rate, pictures
 * (0 to 255, float32), labels (int32). Outputs: new weights, new slots, and one vector of the loss, the gradient's length and the measures.
 */
export function trainingStep(loss: Loss, weightCount: number): (...inputs: tf.Tensor[]) => tf.Tensor[] {
  return (...inputs) => {
    const weights = inputs.slice(0, weightCount)
    const slots = inputs.slice(weightCount, 3 * weightCount)
    const [step, rate, bytes, labels] = inputs.slice(3 * weightCount) as [tf.Tensor, tf.Tensor, tf.Tensor4D, tf.Tensor1D]
    const pictures = bytes.div(255) as tf.Tensor4D
    let measures: tf.Tensor[] = []
    const { value, grads } = tf.valueAndGrads((...variables: tf.Tensor[]) => {
      const result = loss(variables, pictures, labels)
      measures = result.measures.map((one) => tf.keep(one))
      return result.loss
    })(weights)
    const next = adam(weights, grads, slots, step, rate)
    const length = tf.addN(grads.map((one) => one.square().sum())).sqrt()
    const report = tf.stack([value, length, ...measures])
    tf.dispose(measures)
    return [...next.parameters, ...next.slots, report]
  }
}

/**
 * Sets up a training; nothing is learnt before `advance`. With `snapshot` it goes on where that one was taken: the result is the same,
 * byte for byte, as without the break. Throws when there is nothing to learn from, or when the snapshot belongs to another network.
 */
export function startTraining(
  loss: Loss,
  specs: readonly WeightSpec[],
  initial: readonly Float32Array[],
  data: TrainingData,
  plan: TrainingPlan,
  snapshot?: Uint8Array,
): Training {
  const batchSize = Math.min(plan.batchSize, data.indices.length)
  if (batchSize === 0)
    throw invalid('There is no picture to learn from: the training split of this dataset is empty. Choose more pictures.')
  const stepsPerEpoch = Math.floor(data.indices.length / batchSize)
  const steps = stepsPerEpoch * plan.epochs
  const cycles = (plan.phases ?? [plan.epochs]).map((epochs) => epochs * stepsPerEpoch)
  const shapes = [...specs, ...specs, ...specs].map(({ shape }) => shape)
  const kept = snapshot === undefined ? { step: 0, arrays: [...initial, ...initialSlots(initial)] } : decodeTrainingState(snapshot, shapes)
  let step = kept.step
  let state: tf.Tensor[] = shapes.map((shape, at) => tf.tensor(kept.arrays[at]!, shape))
  const compiled = compileTraining(loss, state, specs.length, [batchSize, ...data.shape])
  const batch = batchOf(data, batchSize)
  let order = new Uint32Array(0)
  let ordered = -1

  return {
    get step() {
      return step
    },
    steps,
    stepsPerEpoch,
    lastPhase: steps - cycles.at(-1)!,
    batchSize,
    weights: () => state.slice(0, specs.length),
    values: () => state.slice(0, specs.length).map((one) => one.dataSync<'float32'>().slice()),
    advance() {
      const epoch = Math.floor(step / stepsPerEpoch)
      if (epoch !== ordered) {
        order = orderOf(data.indices, random(plan.seed, 'order', epoch))
        ordered = epoch
      }
      const first = (step % stepsPerEpoch) * batchSize
      const { pictures, labels } = batch.fill(order.subarray(first, first + batchSize))
      const learningRate = oneCycles(step, cycles, plan.learningRate)
      const outputs = compiled.run([...state, Float32Array.of(step + 1), Float32Array.of(learningRate), pictures, labels])
      const report = outputs.pop()!
      const [value, gradient, ...measures] = report.dataSync()
      report.dispose()
      tf.dispose(state)
      state = outputs
      step++
      return { loss: value!, measures, gradient: gradient!, learningRate }
    },
    snapshot: (notes) =>
      encodeTrainingState(
        { step, notes },
        state.map((one) => one.dataSync<'float32'>()),
      ),
    dispose() {
      tf.dispose(state)
      state = []
      compiled.dispose()
    },
  }
}

function compileTraining(loss: Loss, state: tf.Tensor[], weightCount: number, pictures: number[]): CompiledStep {
  const examples = [tf.scalar(1), tf.scalar(0), tf.zeros(pictures), tf.zeros([pictures[0]!], 'int32')]
  try {
    return compileStep(trainingStep(loss, weightCount), [...state, ...examples], { name: 'training', uint8Inputs: [state.length + 2] })
  } finally {
    tf.dispose(examples)
  }
}

/** The pictures of one epoch in its order. The last ones, if they do not fill a batch, wait for another epoch. */
function orderOf(indices: Uint32Array, order: Random): Uint32Array<ArrayBuffer> {
  return order.shuffle(Uint32Array.from(indices))
}

/** The notes that were put into a snapshot. */
export function snapshotNotes(bytes: Uint8Array): Record<string, number[]> {
  return trainingStateHeader(bytes).header.notes
}
