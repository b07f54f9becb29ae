// Which pixels of a picture a number of a network rests on: the ways to ask, and what is answered.
import { z } from 'zod'
import { tap } from '../recipe/objectives/kind.ts'

/**
 * The picture that the asked one is compared with: all black, all grey (0.5), or all of the asked picture's own mean colour. A pixel that
 * is the same in both gets nothing, whatever the network does with it: on a black ground, black says nothing of the ground.
 */
const baseline = z.enum(['black', 'grey', 'mean'])

/**
 * - "integrated-gradients": the gradient at each pixel, averaged along the straight way from a baseline picture to the asked one, times the
 *   difference of the two (Sundararajan, Taly and Yan, Axiomatic Attribution for Deep Networks, 2017). All pixels together give what the
 *   number differs by between the two pictures, up to the error of the sum over `steps` points.
 * - "grad-cam": the channels of a layer, each weighted by the mean over space of the number's gradient there; what is below zero is left
 *   out (Selvaraju et al., Grad-CAM, 2017). `layer` is a layer with space; without it the last one that the number is worked out from.
 * - "occlusion": how far the number falls when a square patch is covered; each pixel has the mean of all patches over it (Zeiler and
 *   Fergus 2014). Sides and strides in pixels; without them a sixth of the shorter side, and half a patch.
 * - "gradient-input": the gradient at each pixel times the pixel: the control that all others should do better than.
 */
export const attributionMethod = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('integrated-gradients'),
    baseline: baseline.default('grey'),
    steps: z.int().min(4).max(1024).default(64),
  }),
  z.strictObject({ kind: z.literal('grad-cam'), layer: tap.optional() }),
  z.strictObject({
    kind: z.literal('occlusion'),
    patch: z.int().min(1).max(1024).optional(),
    stride: z.int().min(1).max(1024).optional(),
    fill: z.enum(['black', 'grey', 'blur']).default('grey'),
  }),
  z.strictObject({ kind: z.literal('gradient-input') }),
])
export type AttributionMethod = z.output<typeof attributionMethod>
export type AttributionKind = AttributionMethod['kind']

export const attribution = z.object({
  height: z.int(),
  width: z.int(),
  /** height x width numbers, row by row: above zero where a pixel raises the number, below where it lowers it. */
  map: z.array(z.number()),
  /** The number itself, of the asked picture; and of the baseline, null where there is none. */
  score: z.number(),
  reference: z.number().nullable(),
  /** How many places, [height, width], were told apart; the map is enlarged from them. */
  places: z.tuple([z.int(), z.int()]),
  /** The layer that was read, of Grad-CAM. */
  layer: z.string().nullable(),
})
export type Attribution = z.output<typeof attribution>

/** A sixth of the shorter side, and half a patch: about 121 patches for any size. */
export function patchOf(
  { patch, stride }: Extract<AttributionMethod, { kind: 'occlusion' }>,
  height: number,
  width: number,
): { patch: number; stride: number } {
  const side = Math.min(patch ?? Math.max(1, Math.round(Math.min(height, width) / 6)), height, width)
  return { patch: side, stride: Math.min(stride ?? Math.max(1, Math.floor(side / 2)), side) }
}
