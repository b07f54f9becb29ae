// What happens to the number when a part of the picture is covered (Zeiler and Fergus, Visualizing and Understanding Convolutional
// Networks, 2014).
import { type AttributionMethod, patchOf } from '../../../src-shared/network/attribution.ts'
import { type AttributionWay, scoresOfPictures, together } from './kind.ts'

type Method = Extract<AttributionMethod, { kind: 'occlusion' }>

/** How far the number falls with a patch covered, f(x) - f(x covered), averaged at each pixel over all patches that cover it. */
export const occlusion: AttributionWay<Method> = function* (method, of) {
  const { picture, shape } = of
  const [height, width, channels] = shape
  const { patch, stride } = patchOf(method, height, width)
  const rows = startsOf(height, patch, stride)
  const columns = startsOf(width, patch, stride)
  const places = rows.flatMap((top) => columns.map((left) => [top, left] as const))
  const cover = coverOf(method.fill, picture, shape, patch)
  const whole = scoresOfPictures(of, picture)[0]!
  const sum = new Float64Array(height * width)
  const times = new Uint32Array(height * width)
  const count = together(of, false)
  for (let first = 0; first < places.length; first += count) {
    const batch = places.slice(first, first + count)
    const pictures = new Float32Array(batch.length * picture.length)
    batch.forEach(([top, left], at) => {
      const own = pictures.subarray(at * picture.length, (at + 1) * picture.length)
      own.set(picture)
      for (let row = top; row < top + patch; row++) {
        const [from, to] = [(row * width + left) * channels, (row * width + left + patch) * channels]
        own.set(cover.subarray(from, to), from)
      }
    })
    const scores = scoresOfPictures(of, pictures)
    batch.forEach(([top, left], at) => {
      for (let row = top; row < top + patch; row++)
        for (let column = left; column < left + patch; column++) {
          sum[row * width + column]! += whole - scores[at]!
          times[row * width + column]! += 1
        }
    })
    yield first + batch.length
  }
  return {
    map: Float32Array.from(sum, (one, at) => one / times[at]!),
    reference: null,
    places: [rows.length, columns.length],
    layer: null,
  }
}

/** Where patches begin along a side: `stride` apart, and the last one at the end. */
function startsOf(side: number, patch: number, stride: number): number[] {
  const starts: number[] = []
  for (let at = 0; at < side - patch; at += stride) starts.push(at)
  return [...starts, side - patch]
}

/** What stands under a patch: one colour, or the picture blurred so far that nothing of a patch's size is left. */
function coverOf(fill: Method['fill'], picture: Float32Array, shape: readonly [number, number, number], patch: number): Float32Array {
  if (fill !== 'blur') return new Float32Array(picture.length).fill(fill === 'grey' ? 0.5 : 0)
  return blurred(blurred(picture, shape, patch / 2, 0), shape, patch / 2, 1)
}

/** A Gaussian of this deviation in pixels along one side; the edge goes on as it is. */
function blurred(values: Float32Array, [height, width, channels]: readonly [number, number, number], deviation: number, axis: 0 | 1) {
  const reach = Math.ceil(3 * deviation)
  const weights = Array.from({ length: 2 * reach + 1 }, (_, at) => Math.exp(-(((at - reach) / deviation) ** 2) / 2))
  const total = weights.reduce((sum, one) => sum + one, 0)
  const sides = [height, width]
  const steps = [width * channels, channels]
  return values.map((_, at) => {
    const place = Math.floor(at / steps[axis]!) % sides[axis]!
    const base = at - place * steps[axis]!
    let sum = 0
    for (let by = -reach; by <= reach; by++) {
      const from = Math.min(sides[axis]! - 1, Math.max(0, place + by))
      sum += weights[by + reach]! * values[base + from * steps[axis]!]!
    }
    return sum / total
  })
}
