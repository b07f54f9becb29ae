// Every way to attribute a number of a network to the pixels of a picture.
import type { AttributionMethod } from '../../../src-shared/network/attribution.ts'
import type { AskedAttribution, AttributionMap, AttributionWay } from './kind.ts'
import { gradCam } from './grad-cam.ts'
import { gradientInput } from './gradient-input.ts'
import { integratedGradients } from './integrated-gradients.ts'
import { occlusion } from './occlusion.ts'

const ways: { readonly [K in AttributionMethod['kind']]: AttributionWay<Extract<AttributionMethod, { kind: K }>> } = {
  'integrated-gradients': integratedGradients,
  'grad-cam': gradCam,
  occlusion,
  'gradient-input': gradientInput,
}

/** Which pixels the number of `of` rests on. Yields after each batch; throws a RangeError, in words, for what the network does not have. */
export const attribute = (method: AttributionMethod, of: AskedAttribution): Generator<number, AttributionMap> =>
  (ways[method.kind] as AttributionWay<AttributionMethod>)(method, of)
