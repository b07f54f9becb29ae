// The training loop, for any learner: a compiled step, batches in seeded order, and a state that can be kept and gone on from.
import { invalid } from '../../../src-shared/rpc/fault.ts'
import { type Random, random } from '../../../src-shared/math/random.ts'
import { decodeTrainingState, encodeTrainingState, trainingStateHeader } from '../../../src-shared/run/training-state.ts'
import { compileStep, type CompiledStep } from '../../tensorflow/compile.ts'
import { tf } from '../../tensorflow/tf.ts'
import { batchOf, type Pictures } from './batches.ts'
import type { Learner } from './learner.ts'
import { oneCycles } from './one-cycle.ts'

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
  /** Names of the loss and of the measures that each step reports. */
  readonly series: readonly string[]
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
 * The step of a learner as a function of tensors alone, to be compiled or called eagerly. Inputs: the state, the step (from 1), the
 * learning rate, pictures (0 to 255, float32), labels (int32), the noise. Outputs: the new state, and the vector of the report.
 */
export function trainingStep({ state, step }: Learner): (...inputs: tf.Tensor[]) => tf.Tensor[] {
  return (...inputs) => {
    const [number, rate, bytes, labels, ...noise] = inputs.slice(state.length) as [tf.Tensor, tf.Tensor, tf.Tensor4D, tf.Tensor1D]
    const next = step(inputs.slice(0, state.length), { pictures: bytes.div(255), labels }, noise, { step: number, rate })
    return [...next.state, next.report]
  }
}

/**
 * Sets up a training; nothing is learnt before `advance`. With `snapshot` it goes on where that one was taken: the result is the same,
 * byte for byte, as without the break. Throws when there is nothing to learn from, or when the snapshot belongs to another network.
 */
export function startTraining(learner: Learner, data: TrainingData, plan: TrainingPlan, snapshot?: Uint8Array): Training {
  const batchSize = Math.min(plan.batchSize, data.indices.length)
  if (batchSize === 0)
    throw invalid('There is no picture to learn from: the training split of this dataset is empty. Choose more pictures.')
  const stepsPerEpoch = Math.floor(data.indices.length / batchSize)
  const steps = stepsPerEpoch * plan.epochs
  const cycles = (plan.phases ?? [plan.epochs]).map((epochs) => epochs * stepsPerEpoch)
  const shapes = learner.state.map(({ shape }) => shape)
  const kept =
    snapshot === undefined ? { step: 0, arrays: learner.state.map(({ initial }) => initial) } : decodeTrainingState(snapshot, shapes)
  let step = kept.step
  let state: tf.Tensor[] = shapes.map((shape, at) => tf.tensor(kept.arrays[at]!, shape))
  const compiled = compileTraining(learner, state, [batchSize, ...data.shape])
  const noise = stepNoise(learner, batchSize, plan.seed)
  const weights = (): tf.Tensor[] => state.filter((_, at) => learner.state[at]!.part === 'weights')
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
    series: learner.series,
    weights,
    values: () => weights().map((one) => one.dataSync<'float32'>().slice()),
    advance() {
      const epoch = Math.floor(step / stepsPerEpoch)
      if (epoch !== ordered) {
        order = orderOf(data.indices, random(plan.seed, 'order', epoch))
        ordered = epoch
      }
      const first = (step % stepsPerEpoch) * batchSize
      const { pictures, labels } = batch.fill(order.subarray(first, first + batchSize))
      const learningRate = oneCycles(step, cycles, plan.learningRate)
      const outputs = compiled.run([...state, Float32Array.of(step + 1), Float32Array.of(learningRate), pictures, labels, ...noise(step)])
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

function compileTraining(learner: Learner, state: tf.Tensor[], pictures: number[]): CompiledStep {
  const [batch] = pictures as [number]
  const noise = learner.noise.map(({ shape }) => tf.zeros([batch, ...shape]))
  const examples = [tf.scalar(1), tf.scalar(0), tf.zeros(pictures), tf.zeros([batch], 'int32'), ...noise]
  try {
    return compileStep(trainingStep(learner), [...state, ...examples], { name: 'training', uint8Inputs: [state.length + 2] })
  } finally {
    tf.dispose(examples)
  }
}

/**
 * The noise of a step, counted from 0, for a batch of `size`: each kind from the stream "noise", the step, its name. It goes by the place
 * in the batch, so it does not depend on which picture lies there. The arrays are used again for the next step.
 */
export function stepNoise({ noise }: Pick<Learner, 'noise'>, size: number, seed: number): (step: number) => Float32Array[] {
  const arrays = noise.map(({ shape }) => new Float32Array(shape.reduce((product, one) => product * one, size)))
  return (step) =>
    noise.map(({ name, kind }, at) => {
      const stream = random(seed, 'noise', step, name)
      return kind === 'normal' ? stream.fillNormal(arrays[at]!) : stream.fillUniform(arrays[at]!)
    })
}

/** The pictures of one epoch in its order. The last ones, if they do not fill a batch, wait for another epoch. */
function orderOf(indices: Uint32Array, order: Random): Uint32Array<ArrayBuffer> {
  return order.shuffle(Uint32Array.from(indices))
}

/** The notes that were put into a snapshot. */
export function snapshotNotes(bytes: Uint8Array): Record<string, number[]> {
  return trainingStateHeader(bytes).header.notes
}
