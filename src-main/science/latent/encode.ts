// Where a dataset lies in the latent space of a generator.
import type { LatentStatistics } from '../../../src-shared/network/model-file.ts'
import { compileStep } from '../../tensorflow/compile.ts'
import { tf } from '../../tensorflow/tf.ts'
import { batches, type Pictures } from '../training/batches.ts'
import type { GeneratorNetwork } from '../generators/generator.ts'

/** Pictures in one call. */
const batchSize = 120

/**
 * Encodes with one compiled graph, with the generator's weights or others of its form. `encode` gives what the encoder answers, row by row:
 * latent vectors [indices.length, latent]; it yields how many are done after each batch. Throws where the generator has no encoder.
 */
export function createEncoder(generator: GeneratorNetwork): {
  encode(weights: readonly tf.Tensor[], data: Pictures, indices: Uint32Array): Generator<number, Float32Array>
  dispose(): void
} {
  const { encode: codes } = generator
  if (!codes) throw new TypeError('This generator has no encoder: it gives no latent vectors of pictures.')
  const example = tf.zeros([batchSize, ...generator.image])
  const compiled = compileStep(
    (...inputs) => [codes(inputs.at(-1)!.div(255), { weights: inputs.slice(0, -1) })],
    [...generator.weights, example],
    { name: 'encoder', uint8Inputs: [generator.weights.length] },
  )
  example.dispose()
  return {
    *encode(weights, data, indices) {
      let out = new Float32Array(0)
      let done = 0
      for (const batch of batches(data, indices, batchSize)) {
        const [z] = compiled.run([...weights, batch.pictures])
        const values = z!.dataSync<'float32'>()
        z!.dispose()
        const row = values.length / batchSize
        if (done === 0) out = new Float32Array(indices.length * row)
        out.set(values.subarray(0, batch.indices.length * row), done * row)
        done += batch.indices.length
        yield done
      }
      return out
    },
    dispose: () => compiled.dispose(),
  }
}

/** The same once, with the generator's own weights. */
export function* encode(generator: GeneratorNetwork, data: Pictures, indices: Uint32Array): Generator<number, Float32Array> {
  const encoder = createEncoder(generator)
  try {
    return yield* encoder.encode(generator.weights, data, indices)
  } finally {
    encoder.dispose()
  }
}

/** Mean, covariance (divided by n), and the box of latent vectors [n, latent]. Throws a RangeError when there are none. */
export function latentStatistics(z: Float32Array, latent: number): LatentStatistics {
  const count = z.length / latent
  if (count === 0 || !Number.isInteger(count)) throw new RangeError(`${z.length} numbers are not one or more latent vectors of ${latent}.`)
  const mean = new Array<number>(latent).fill(0)
  const low = new Array<number>(latent).fill(Infinity)
  const high = new Array<number>(latent).fill(-Infinity)
  for (let at = 0; at < z.length; at++) {
    const axis = at % latent
    const value = z[at]!
    mean[axis]! += value / count
    low[axis] = Math.min(low[axis]!, value)
    high[axis] = Math.max(high[axis]!, value)
  }
  const covariance = mean.map(() => new Array<number>(latent).fill(0))
  for (let first = 0; first < z.length; first += latent) {
    for (let a = 0; a < latent; a++) {
      const away = z[first + a]! - mean[a]!
      for (let b = 0; b <= a; b++) covariance[a]![b]! += (away * (z[first + b]! - mean[b]!)) / count
    }
  }
  for (let a = 0; a < latent; a++) for (let b = 0; b < a; b++) covariance[b]![a] = covariance[a]![b]!
  return { mean, covariance, low, high }
}
