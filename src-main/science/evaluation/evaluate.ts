// How good a network is, by pictures it has not learnt from. Each measurement is a generator that yields after every batch the number of
// pictures done, so that a job can let messages in; `finish` runs one to its end.
import { invalid } from '../../../src-shared/rpc/fault.ts'
import { classCount } from '../../../src-shared/domains/shapes/classes.ts'
import { type Dataset, indicesOf } from '../../../src-shared/domains/shapes/dataset.ts'
import type { AutoencoderHeader, ClassifierHeader, Model } from '../../../src-shared/network/model-file.ts'
import type { Architecture, Split } from '../../../src-shared/recipe/recipe.ts'
import { compileStep } from '../../tensorflow/compile.ts'
import { tf } from '../../tensorflow/tf.ts'
import { type AutoencoderArchitecture, autoencoderSpecs } from '../networks/presets.ts'
import { batches, type Pictures } from '../training/batches.ts'
import { crossEntropies, squaredErrors } from '../training/losses.ts'
import { forward, outputTap, weightSpecs, type WeightSpec } from '../networks/sequential.ts'

/** Pictures in one call: large enough for speed, and some 20 ms of work. */
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
  /** [60, 60]: how many pictures of class `truth` were called `said`, at truth * 60 + said. */
  confusion: Uint32Array
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
  specs: readonly WeightSpec[],
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

/** Measures classifiers of one architecture; the weights may change between measurements. */
export function createClassifierEvaluator(architecture: Architecture): Evaluator<ClassifierEvaluation> {
  const compiled = compilePass(
    weightSpecs(architecture),
    (weights, pictures, labels) => {
      const logits = forward(architecture, weights, pictures, 'logits').logits!
      return [logits.argMax(1).cast('int32'), crossEntropies(logits, labels)]
    },
    architecture.input,
    'classifier evaluation',
  )
  return {
    *evaluate(weights, data, indices) {
      const confusion = new Uint32Array(classCount * classCount)
      const wrong: Mistake[] = []
      let loss = 0
      let done = 0
      for (const batch of batches(data, indices, batchSize)) {
        const outputs = compiled.run([...weights, batch.pictures, batch.labels])
        const [said, losses] = outputs.map((one) => one.dataSync()) as [Int32Array, Float32Array]
        tf.dispose(outputs)
        for (const [at, index] of batch.indices.entries()) {
          const truth = batch.labels[at]!
          confusion[truth * classCount + said[at]!]!++
          loss += losses[at]!
          if (said[at] !== truth) wrong.push({ index, truth, said: said[at]! })
        }
        done += batch.indices.length
        yield done
      }
      const correct = done - wrong.length
      return { count: done, correct, accuracy: done > 0 ? correct / done : 0, loss: done > 0 ? loss / done : 0, confusion, wrong }
    },
    dispose: () => compiled.dispose(),
  }
}

/** The picture of a batch as the autoencoder redraws it, clipped to [0, 1] as for the eye. */
export function reconstruct(architecture: AutoencoderArchitecture, weights: readonly tf.Tensor[], pictures: tf.Tensor): tf.Tensor {
  return redrawn(architecture, weights, pictures).clipByValue(0, 1)
}

/** As the decoder gives it; values may leave [0, 1]. */
function redrawn({ encoder, decoder }: AutoencoderArchitecture, weights: readonly tf.Tensor[], pictures: tf.Tensor): tf.Tensor {
  const split = weightSpecs(encoder).length
  const z = forward(encoder, weights.slice(0, split), pictures)[outputTap(encoder)]!
  return forward(decoder, weights.slice(split), z)[outputTap(decoder)]!
}

/** Measures autoencoders of one architecture. Weights: the encoder's, then the decoder's. */
export function createReconstructionEvaluator(architecture: AutoencoderArchitecture): Evaluator<ReconstructionEvaluation> {
  const compiled = compilePass(
    autoencoderSpecs(architecture),
    (weights, pictures) => {
      const again = redrawn(architecture, weights, pictures)
      return [
        squaredErrors(again.clipByValue(0, 1), pictures),
        squaredErrors(tf.zerosLike(pictures), pictures),
        squaredErrors(again, pictures),
      ]
    },
    architecture.encoder.input,
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
  classifier: Model<ClassifierHeader>,
  autoencoder: Model<AutoencoderHeader>,
  dataset: Dataset,
  which: Split | Uint32Array = 'test',
): Generator<number, GeneratorQuality> {
  const { architecture } = classifier.header
  const shape = architecture.input as [number, number, number]
  if (autoencoder.header.encoder.input.join() !== shape.join()) {
    throw invalid(
      `The classifier looks at pictures of ${shape.join(' x ')} and the generator draws ` +
        `${autoencoder.header.encoder.input.join(' x ')}: choose two that were trained on pictures of one size.`,
    )
  }
  const specs = [...weightSpecs(architecture), ...autoencoderSpecs(autoencoder.header)]
  const split = classifier.weights.length
  const compiled = compilePass(
    specs,
    (weights, pictures) => {
      const again = reconstruct(autoencoder.header, weights.slice(split), pictures)
      const logits = forward(architecture, weights.slice(0, split), again, 'logits').logits!
      return [logits.argMax(1).cast('int32'), squaredErrors(again, pictures), squaredErrors(tf.zerosLike(pictures), pictures)]
    },
    shape,
    'generator evaluation',
  )
  const weights = [...classifier.weights, ...autoencoder.weights].map((values, at) => tf.tensor(values, specs[at]!.shape))
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
    tf.dispose(weights)
    compiled.dispose()
  }
}

/** The same at once: the share of a split's reconstructions that the classifier still calls by the class of the original. */
export function reconstructionAccuracy(
  classifier: Model<ClassifierHeader>,
  autoencoder: Model<AutoencoderHeader>,
  dataset: Dataset,
  which: Split = 'test',
): GeneratorQuality {
  return finish(generatorQuality(classifier, autoencoder, dataset, which))
}

/** The pairs of classes taken for each other most often, most frequent first. */
export function mostConfused(confusion: Uint32Array, most: number): { truth: number; said: number; count: number }[] {
  const pairs: { truth: number; said: number; count: number }[] = []
  confusion.forEach((count, at) => {
    const truth = Math.floor(at / classCount)
    const said = at % classCount
    if (count > 0 && truth !== said) pairs.push({ truth, said, count })
  })
  return pairs.sort((a, b) => b.count - a.count || a.truth - b.truth || a.said - b.said).slice(0, most)
}
