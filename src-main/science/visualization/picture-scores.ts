// What finished pictures score, as anyone who opens them would find.
import { size } from '../../../src-shared/network/layer-shapes.ts'
import { tf } from '../../tensorflow/tf.ts'
import { tidied } from '../../tensorflow/tidied.ts'
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
