// How good a network is, by pictures it has not learnt from. Each measurement is a generator that yields after every batch the number of
// pictures done, so that a job can let messages in; `finish` runs one to its end.
import { invalid } from '../../../src-shared/rpc/fault.ts'
import type { LoadedDataset } from '../../../src-shared/domains/dataset.ts'
import { indicesOf } from '../../../src-shared/domains/shapes/dataset.ts'
import type { Split } from '../../../src-shared/recipe/recipe.ts'
import { compileStep } from '../../tensorflow/compile.ts'
import { tf } from '../../tensorflow/tf.ts'
import { type GeneratorNetwork, reconstruct, redrawn } from '../generators/generator.ts'
import { batches, type Pictures } from '../training/batches.ts'
import { crossEntropies, squaredErrors } from '../training/losses.ts'
import { compileWithNetwork, type StepWithNetwork } from '../networks/compile-with-network.ts'
import { picturesWithin } from '../networks/memory.ts'
import { classTap, pictureShape } from '../../../src-shared/network/network-info.ts'
import type { Network } from '../networks/network.ts'
import type { WeightSpec } from '../networks/sequential.ts'

/** Pictures in one call: large enough for speed, and some 20 ms of work of the lab's networks. */
const batchSize = 120

export interface Mistake {
  index: number
  truth: number
  said: number
}

export interface ClassifierEvaluation {
  count: number
  correct: number
  /** correct / count; 0 without pictures. */
  accuracy: number
  /** Mean cross-entropy in nats. */
  loss: number
  /** [classes, classes]: how many pictures of class `truth` were called `said`, at truth * classes + said. */
  confusion: Uint32Array
  classes: number
  /** The pictures that were called something else, by their index in the dataset. */
  wrong: Mistake[]
}

export interface ReconstructionEvaluation {
  count: number
  /** Mean squared error of the reconstructions as they are shown, clipped to [0, 1]. */
  error: number
  /**
   * The same as the decoder gives them, not clipped: what training makes small. Equal to `error` where the last layer cannot leave [0, 1].
   */
  loss: number
  /** Mean square of the pictures: the error of answering every picture with black. */
  blackError: number
}

export interface Evaluator<E> {
  evaluate(weights: readonly tf.Tensor[], data: Pictures, indices: Uint32Array): Generator<number, E>
  dispose(): void
}

/** Runs a measurement to its end. */
export function finish<E>(steps: Generator<number, E>): E {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** A compiled forward pass that takes weights and a batch of pictures, 0 to 255. */
function compilePass(
  specs: readonly Pick<WeightSpec, 'shape'>[],
  pass: (weights: tf.Tensor[], pictures: tf.Tensor, labels: tf.Tensor) => tf.Tensor[],
  shape: number[],
  name: string,
) {
  const examples = [...specs.map((one) => tf.zeros(one.shape)), tf.zeros([batchSize, ...shape]), tf.zeros([batchSize], 'int32')]
  try {
    return compileStep(
      (...inputs) => pass(inputs.slice(0, specs.length), inputs[specs.length]!.div(255), inputs[specs.length + 1]!),
      examples,
      { name, uint8Inputs: [specs.length] },
    )
  } finally {
    tf.dispose(examples)
  }
}

/** Measures a network with classes, or others of its form: the weights may change between measurements. */
export function createClassifierEvaluator(network: Network): Evaluator<ClassifierEvaluation> {
  const tap = classTap(network.info)
  const classes = network.info.classes!.names.length
  const together = picturesWithin({ info: network.info, wanted: [tap] }, batchSize)
  const compiled = classifying(network, together)
  return {
    *evaluate(weights, data, indices) {
      const confusion = new Uint32Array(classes * classes)
      const wrong: Mistake[] = []
      let loss = 0
      let done = 0
      for (const batch of batches(data, indices, together)) {
        const outputs = compiled.run([batch.pictures, batch.labels], weights)
        const [said, losses] = outputs.map((one) => one.dataSync()) as [Int32Array, Float32Array]
        tf.dispose(outputs)
        for (const [at, index] of batch.indices.entries()) {
          const truth = batch.labels[at]!
          confusion[truth * classes + said[at]!]!++
          loss += losses[at]!
          if (said[at] !== truth) wrong.push({ index, truth, said: said[at]! })
        }
        done += batch.indices.length
        yield done
      }
      const correct = done - wrong.length
      const share = (sum: number): number => (done > 0 ? sum / done : 0)
      return { count: done, correct, accuracy: share(correct), loss: share(loss), confusion, classes, wrong }
    },
    dispose: () => compiled.dispose(),
  }
}

/** (pictures 0 to 255, labels) => [class that is said, cross-entropy in nats], for each of `count` pictures. */
function classifying(network: Network, count: number): StepWithNetwork {
  const tap = classTap(network.info)
  const examples = [tf.zeros([count, ...pictureShape(network.info)]), tf.zeros([count], 'int32')]
  try {
    return compileWithNetwork(
      network,
      (look, pictures, labels) => {
        const logits = look(pictures.div<tf.Tensor4D>(255), [tap])[tap]!
        return [logits.argMax(1).cast('int32'), crossEntropies(logits, labels)]
      },
      examples,
      { name: 'classifier evaluation', uint8Inputs: [0], weights: 'inputs' },
    )
  } finally {
    tf.dispose(examples)
  }
}

/** Measures a generator that has an encoder, or others of its form: the weights may change between measurements. */
export function createReconstructionEvaluator(generator: GeneratorNetwork): Evaluator<ReconstructionEvaluation> {
  const compiled = compilePass(
    generator.weights,
    (weights, pictures) => {
      const again = redrawn(generator, pictures, { weights })
      return [
        squaredErrors(again.clipByValue(0, 1), pictures),
        squaredErrors(tf.zerosLike(pictures), pictures),
        squaredErrors(again, pictures),
      ]
    },
    [...generator.image],
    'reconstruction evaluation',
  )
  return {
    *evaluate(weights, data, indices) {
      let [error, black, loss] = [0, 0, 0]
      let done = 0
      for (const batch of batches(data, indices, batchSize)) {
        const outputs = compiled.run([...weights, batch.pictures, batch.labels])
        const [errors, blacks, losses] = outputs.map((one) => one.dataSync()) as [Float32Array, Float32Array, Float32Array]
        tf.dispose(outputs)
        for (let at = 0; at < batch.indices.length; at++) {
          error += errors[at]!
          black += blacks[at]!
          loss += losses[at]!
        }
        done += batch.indices.length
        yield done
      }
      return { count: done, error: done > 0 ? error / done : 0, loss: done > 0 ? loss / done : 0, blackError: done > 0 ? black / done : 0 }
    },
    dispose: () => compiled.dispose(),
  }
}

/**
 * Errors of two answers that do not look at the picture, in mean squared error: `baseline` of the mean of the pictures named, which is the
 * best such answer, and `blackError` of black.
 */
export function blindErrors({ pictures, shape }: Pictures, indices: Uint32Array): { baseline: number; blackError: number } {
  const size = shape[0] * shape[1] * shape[2]
  const sums = new Float64Array(size)
  let squares = 0
  for (const index of indices) {
    for (let at = 0; at < size; at++) {
      const byte = pictures[index * size + at]!
      sums[at]! += byte
      squares += byte * byte
    }
  }
  const count = Math.max(1, indices.length)
  const blackError = squares / (count * size * 255 ** 2)
  return { baseline: blackError - sums.reduce((sum, one) => sum + (one / count / 255) ** 2, 0) / size, blackError }
}

export interface GeneratorQuality extends Omit<ReconstructionEvaluation, 'loss'> {
  /** How many reconstructions the classifier still calls by the class of their original, and the share of all. */
  correct: number
  accuracy: number
  /** Mistakes on the reconstructions, by index in the dataset. */
  wrong: Mistake[]
}

/**
 * How good a generator is: the error of its reconstructions of one split, or of the pictures named, and whether a classifier still
 * recognizes them.
 */
export function* generatorQuality(
  classifier: Network,
  generator: GeneratorNetwork,
  dataset: LoadedDataset,
  which: Split | Uint32Array = 'test',
): Generator<number, GeneratorQuality> {
  const shape = pictureShape(classifier.info)
  if (generator.image.join() !== shape.join()) {
    throw invalid(
      `The classifier looks at pictures of ${shape.join(' x ')} and the generator draws ` +
        `${generator.image.join(' x ')}: choose two that were trained on pictures of one size.`,
    )
  }
  const tap = classTap(classifier.info)
  const compiled = compilePass(
    [...classifier.weights, ...generator.weights],
    (inputs, pictures) => {
      const weights = inputs.slice(0, classifier.weights.length)
      const again = reconstruct(generator, pictures, { weights: inputs.slice(classifier.weights.length) })
      const logits = classifier.run(again, [tap], { weights })[tap]!
      return [logits.argMax(1).cast('int32'), squaredErrors(again, pictures), squaredErrors(tf.zerosLike(pictures), pictures)]
    },
    shape,
    'generator evaluation',
  )
  const weights = [...classifier.weights, ...generator.weights]
  try {
    const wrong: Mistake[] = []
    let [done, error, black] = [0, 0, 0]
    for (const batch of batches(
      { pictures: dataset.images, labels: dataset.labels, shape },
      typeof which === 'string' ? indicesOf(dataset.split, which) : which,
      batchSize,
    )) {
      const outputs = compiled.run([...weights, batch.pictures, batch.labels])
      const [said, errors, blacks] = outputs.map((one) => one.dataSync()) as [Int32Array, Float32Array, Float32Array]
      tf.dispose(outputs)
      for (const [at, index] of batch.indices.entries()) {
        error += errors[at]!
        black += blacks[at]!
        const truth = batch.labels[at]!
        if (said[at] !== truth) wrong.push({ index, truth, said: said[at]! })
      }
      done += batch.indices.length
      yield done
    }
    const correct = done - wrong.length
    const share = (sum: number) => (done > 0 ? sum / done : 0)
    return { count: done, error: share(error), blackError: share(black), correct, accuracy: share(correct), wrong }
  } finally {
    compiled.dispose()
  }
}

/** The same at once: the share of a split's reconstructions that the classifier still calls by the class of the original. */
export function reconstructionAccuracy(
  classifier: Network,
  generator: GeneratorNetwork,
  dataset: LoadedDataset,
  which: Split = 'test',
): GeneratorQuality {
  return finish(generatorQuality(classifier, generator, dataset, which))
}

/** The pairs of classes taken for each other most often, most frequent first. */
export function mostConfused(
  { confusion, classes }: Pick<ClassifierEvaluation, 'confusion' | 'classes'>,
  most: number,
): { truth: number; said: number; count: number }[] {
  const pairs: { truth: number; said: number; count: number }[] = []
  confusion.forEach((count, at) => {
    const truth = Math.floor(at / classes)
    const said = at % classes
    if (count > 0 && truth !== said) pairs.push({ truth, said, count })
  })
  return pairs.sort((a, b) => b.count - a.count || a.truth - b.truth || a.said - b.said).slice(0, most)
}
