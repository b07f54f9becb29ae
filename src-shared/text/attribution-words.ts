// What an attribution says, in words: what was done, what its numbers add up to, and how much of it lies where it should.
import type { MapShare } from '../math/map-share.ts'
import type { Attribution, AttributionMethod } from '../network/attribution.ts'
import { patchOf } from '../network/attribution.ts'
import { measured, percent } from './numbers.ts'

const plain: Record<'black' | 'grey' | 'mean', string> = {
  black: 'a black picture',
  grey: 'a grey picture',
  mean: 'a picture of this one’s mean colour',
}

/** What was worked out, with the numbers that it rests on. `what` is the number that is explained, such as "logit of red filled circle". */
export function attributionWords(method: AttributionMethod, found: Attribution, what: string): string {
  const { height, width, places, layer, score } = found
  switch (method.kind) {
    case 'integrated-gradients': {
      const reference = found.reference ?? 0
      const difference = score - reference
      const sum = found.map.reduce((total, one) => total + one, 0)
      const begin = `The ${what} is ${measured(score)} for this picture and ${measured(reference)} for ${plain[method.baseline]}.`
      return `${begin} Together the pixels give ${measured(sum)} of the difference of ${measured(difference)}.`
    }
    case 'grad-cam':
      return (
        `Read in ${layer ?? 'a layer'} at ${places[1]} × ${places[0]} places and enlarged to ${width} × ${height} pixels: nothing finer ` +
        `can be seen. Grad-CAM shows only what raises the ${what}.`
      )
    case 'occlusion': {
      const { patch } = patchOf(method, height, width)
      const cover = method.fill === 'blur' ? 'is blurred' : `turns ${method.fill}`
      return (
        `How far the ${what}, ${measured(score)}, falls when a square of ${patch} × ${patch} pixels ${cover}, in ` +
        `${places[0] * places[1]} places; each pixel has the mean of the squares over it.`
      )
    }
    case 'gradient-input':
      return (
        `The gradient of the ${what} at each pixel, times the pixel. This is the plainest method, for comparison: it knows only how the ` +
        'number would change with very small changes.'
      )
  }
}

/** Whether black pixels get nothing by the method itself, whatever the network does with them. */
export const leavesBlackOut = (method: AttributionMethod): boolean =>
  method.kind === 'gradient-input' || (method.kind === 'integrated-gradients' && method.baseline === 'black')

/** How much lies in a part of the picture, and whether that is more than by luck. `part` is such as "the shape". */
export function shareWords({ inside, area, moved }: MapShare, part: string, method: AttributionMethod): string {
  const size = `which takes up ${percent(area, 0)} of the picture`
  const share = `${percent(inside, 0)} of all that counts, up or down, lies on ${part}, ${size}.`
  if (leavesBlackOut(method))
    return (
      `${share} That says little: by this method black pixels get nothing, whatever the network does with them, and here everything but ` +
      'the shape is black. Another method, or a grey baseline, can tell.'
    )
  const usual = `The same map moved elsewhere has ${percent(area, 0)} there on average`
  const others = `${usual}, and less than ${percent(moved, 0)} in 95 of 100 places.`
  const conclusion =
    inside > moved ? `So the answer rests on ${part} more than on the rest.` : `So this map does not show that the answer rests on ${part}.`
  return `${share} ${others} ${conclusion}`
}
