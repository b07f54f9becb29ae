// Another size of a picture.
import type { Resize } from '../../../../../src-shared/network/operations/arrangement.ts'
import { cannot, integer, integers, optional, picture, type Reader, type Site, text } from '../site.ts'
import { channelsLast } from '../value.ts'

const places = new Map<string, Resize['places']>([
  ['half_pixel', 'centers'],
  ['pytorch_half_pixel', 'centers'],
  ['align_corners', 'corners'],
  ['asymmetric', 'origin'],
])
const roundings = new Map<string, Resize['rounding']>([
  ['round_prefer_floor', 'half-down'],
  ['round_prefer_ceil', 'half-up'],
  ['floor', 'floor'],
  ['ceil', 'ceil'],
])

interface Asked {
  sides: [number, number]
  place: string
  rounding: string
}

/** Operators Resize from opset 11 on, and Resize-10 and Upsample, which have no words for places and rounding. */
export const resize: Reader = (site) => {
  const given = picture(site)
  const from = given.dims.slice(2) as [number, number]
  const { sides, place, rounding } = site.opset >= 11 && site.node.op === 'Resize' ? asked(site, from) : askedBefore(site, from)
  const mode = text(site, 'mode', 'nearest')
  const method = mode === 'nearest' ? 'nearest' : mode === 'linear' || mode === 'bilinear' ? 'linear' : null
  const put = places.get(place)
  const way = roundings.get(rounding)
  if (!method || !put || !way) throw cannot(site, `works in a way that cannot be read here (${mode}, ${place}, ${rounding})`.slice(0, 200))
  if (place === 'pytorch_half_pixel' && sides.some((side, at) => side === 1 && from[at] !== 1))
    throw cannot(site, 'makes a side of one pixel in a way that cannot be read here')
  if (integer(site, 'antialias', 0) !== 0 && sides.some((side, at) => side < from[at]!))
    throw cannot(site, 'smooths what it makes smaller (antialias), which cannot be read here')
  const id = site.draft.add({ op: 'resize', inputs: [given.id], sides, method, places: put, rounding: way }, site.origin)
  return [{ id, dims: [...given.dims.slice(0, 2), ...sides], order: channelsLast(4) }]
}

function asked(site: Site, from: [number, number]): Asked {
  const axes = integers(site, 'axes') ?? [0, 1, 2, 3]
  const list = (at: number): number[] | null => {
    const numbers = optional(site, at)?.values
    if (!numbers || numbers.length === 0) return null
    if (numbers.length !== axes.length) throw cannot(site, 'does not say which size it makes')
    return [0, 1, 2, 3].map((axis) => numbers[axes.findIndex((one) => (one + 4) % 4 === axis)] ?? -1)
  }
  const [sizes, scales] = [list(3), list(2)]
  if (sizes && text(site, 'keep_aspect_ratio_policy', 'stretch') !== 'stretch')
    throw cannot(site, 'keeps proportions, which cannot be read here')
  const place = text(site, 'coordinate_transformation_mode', 'half_pixel')
  const sides = sizes
    ? (sizes.slice(2).map((side, at) => (side === -1 ? from[at]! : side)) as [number, number])
    : scaled(site, scales, from)
  return { sides, place, rounding: text(site, 'nearest_mode', 'round_prefer_floor') }
}

function askedBefore(site: Site, from: [number, number]): Asked {
  const scales = site.node.attributes.get('scales')?.floats ?? Array.from(optional(site, 1)?.values ?? [])
  return { sides: scaled(site, scales, from), place: 'asymmetric', rounding: 'floor' }
}

/** Sizes by a factor, whose answer must be whole: else the factor and the sizes would tell different places. */
function scaled(site: Site, scales: number[] | null, from: [number, number]): [number, number] {
  if (scales?.length !== 4) throw cannot(site, 'does not say which size it makes')
  return from.map((side, at) => {
    const exact = side * (scales[at + 2] === -1 ? 1 : scales[at + 2]!)
    const whole = Math.floor(exact + 1e-3)
    if (!(whole >= 1 && whole <= 4096 && Math.abs(exact - whole) <= 1e-3)) throw cannot(site, `makes ${exact.toFixed(2)} pixels of ${side}`)
    return whole
  }) as [number, number]
}
