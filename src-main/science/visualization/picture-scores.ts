// What finished pictures score, as anyone who opens them would find.
import { size } from '../../../src-shared/network/layer-shapes.ts'
import { tf } from '../../tensorflow/tf.ts'
import { tidied } from '../../tensorflow/tidied.ts'
import { atContrast, contrastOf } from '../../image/contrast.ts'
import { unitRange } from '../../image/unit-range.ts'
import { picturesWithin } from '../networks/memory.ts'
import { pictureShape } from '../../../src-shared/network/network-info.ts'
import type { AscentSpec } from './ascent-spec.ts'
import { tapsRead } from './objective.ts'
import { scoringOf } from './scoring.ts'

/** Pictures scored in one call. */
const scoredTogether = 64

/** Score of each 8-bit picture of the network's size for the objective at its place in the list, without any transform. */
export function scoreOfEach(
  { network, objectives, given }: Pick<AscentSpec, 'network' | 'objectives' | 'given'>,
  pictures: Uint8Array,
): Float32Array {
  const scoring = scoringOf(objectives, network.info, { given })
  const wanted = tapsRead(objectives, network.info)
  const shape = pictureShape(network.info)
  const each = size(shape)
  const scores = new Float32Array(pictures.length / each)
  const batch = picturesWithin({ info: network.info, wanted }, scoredTogether)
  for (let first = 0; first < scores.length; first += batch) {
    const count = Math.min(batch, scores.length - first)
    const specs = Array.from({ length: count }, (_, at) => objectives[(first + at) % objectives.length]!)
    const values = tidied(() => {
      const image = tf.tensor4d(unitRange(pictures.subarray(first * each, (first + count) * each)), [count, ...shape])
      return scoring.each(network.run(image, wanted), tf.tensor2d(scoring.parameters(specs), [count, scoring.width])).dataSync<'float32'>()
    })
    scores.set(values, first)
  }
  return scores
}

/**
 * The contrast of each such picture, and its score after it was brought to `contrast`, one for all, so that more contrast cannot be what
 * makes a score higher; null where a picture cannot have it.
 */
export function scoresAtContrast(
  climb: Parameters<typeof scoreOfEach>[0],
  pictures: Uint8Array,
  contrast: number,
): { contrast: number; score: number | null }[] {
  const each = size(pictureShape(climb.network.info))
  const own = Array.from({ length: pictures.length / each }, (_, at) => pictures.subarray(at * each, (at + 1) * each))
  const brought = own.map((picture) => atContrast(picture, contrast))
  const together = new Uint8Array(pictures.length)
  brought.forEach((picture, at) => together.set(picture ?? own[at]!, at * each))
  const scores = scoreOfEach(climb, together)
  return own.map((picture, at) => ({ contrast: contrastOf(picture), score: brought[at] ? scores[at]! : null }))
}
