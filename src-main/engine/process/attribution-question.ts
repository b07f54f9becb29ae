// Which pixels of a picture a number of a network rests on, answered at once: other questions get their turn between its batches.
import type { Attribution, AttributionMethod } from '../../../src-shared/network/attribution.ts'
import { pictureShape } from '../../../src-shared/network/network-info.ts'
import { invalid } from '../../../src-shared/rpc/fault.ts'
import type { ObjectiveSpec } from '../../../src-shared/recipe/objective.ts'
import { unitRange } from '../../image/unit-range.ts'
import { attribute } from '../../science/attribution/index.ts'
import { askedAttribution, scoresOfPictures } from '../../science/attribution/kind.ts'
import type { Network } from '../../science/networks/network.ts'
import { turn } from './cooperative.ts'

/** Throws `invalid`, in words, for a picture of another size, and for what the network does not have. */
export async function attributionOf(
  network: Network,
  picture: Uint8Array,
  objective: ObjectiveSpec,
  method: AttributionMethod,
  signal: AbortSignal,
): Promise<Attribution> {
  const [height, width, channels] = pictureShape(network.info)
  if (picture.length !== height * width * channels)
    throw invalid(
      `This network looks at pictures of ${height} x ${width} pixels in ${channels === 1 ? 'grey' : 'RGB'}, ` +
        `${height * width * channels} bytes; ${picture.length} bytes are not one of them.`,
    )
  try {
    const of = askedAttribution(network, objective, unitRange(picture))
    const steps = attribute(method, of)
    for (;;) {
      const step = steps.next()
      if (step.done) {
        const { map, reference, places, layer } = step.value
        return { height, width, map: [...map], score: scoresOfPictures(of, of.picture)[0]!, reference, places, layer }
      }
      await turn()
      if (signal.aborted) throw invalid('Nobody waits for this answer any more.')
    }
  } catch (error) {
    throw error instanceof RangeError ? invalid(error.message) : error
  }
}
