// What every way to attribute a number to pixels is given, and gives back.
import type { ObjectiveSpec } from '../../../src-shared/recipe/objective.ts'
import { pictureShape } from '../../../src-shared/network/network-info.ts'
import { tf } from '../../tensorflow/tf.ts'
import { tidied } from '../../tensorflow/tidied.ts'
import { picturesWithin } from '../networks/memory.ts'
import type { Network, RunOptions } from '../networks/network.ts'
import { tapsRead } from '../visualization/objective.ts'
import { scoresOf } from '../visualization/scoring.ts'

export interface AskedAttribution {
  readonly network: Network
  /** [height, width, channels] of the picture. */
  readonly shape: readonly [number, number, number]
  /** The picture, in [0, 1]. */
  readonly picture: Float32Array
  /** The taps that the number is worked out from. */
  readonly wanted: readonly string[]
  /** The number of each picture, [batch]. Differentiable. */
  score(pictures: tf.Tensor4D, options?: RunOptions): tf.Tensor1D
}

export interface AttributionMap {
  /** One number a pixel, height x width. */
  readonly map: Float32Array
  readonly reference: number | null
  readonly places: [number, number]
  readonly layer: string | null
}

/** Carries a method out a batch at a time, and yields how many pictures it has asked the network about. */
export type AttributionWay<S> = (method: S, of: AskedAttribution) => Generator<number, AttributionMap>

/** Pictures that a method asks about at once, where they fit into memory. */
const mostTogether = 32

/** Throws a RangeError that names what exists when the objective names what the network does not have. */
export function askedAttribution(network: Network, spec: ObjectiveSpec, picture: Float32Array): AskedAttribution {
  const wanted = tapsRead([spec], network.info)
  const scores = scoresOf([spec], network.info)
  return {
    network,
    picture,
    shape: pictureShape(network.info),
    wanted,
    score: (pictures, options) => scores(network.run(pictures, wanted, options)).squeeze<tf.Tensor1D>([1]),
  }
}

export const together = ({ network: { info }, wanted }: AskedAttribution, gradient: boolean): number =>
  picturesWithin({ info, wanted, gradient }, mostTogether)

/** The number of each of some pictures, one after the other in one array. */
export function scoresOfPictures(of: AskedAttribution, pictures: Float32Array): Float32Array {
  const count = pictures.length / of.picture.length
  return tidied(() => of.score(tf.tensor4d(pictures, [count, ...of.shape])).dataSync<'float32'>())
}

/** Sum over the channels of each pixel. */
export function overChannels(values: ArrayLike<number>, [height, width, channels]: readonly [number, number, number]): Float32Array {
  const map = new Float32Array(height * width)
  for (let at = 0; at < values.length; at++) map[Math.floor(at / channels)]! += values[at]!
  return map
}
