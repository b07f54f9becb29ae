// Pools over windows, and over the whole picture.
import { windowSides } from '../../../../../src-shared/network/operations/kind.ts'
import { along, padsAlong, padsOf, type Pair } from './window.ts'
import { cannot, integer, integers, picture, type Reader, type Site, text, value, within } from '../site.ts'
import { channelsLast, onPlane, type Value } from '../value.ts'

interface Windows {
  axes: readonly [number, number?]
  size: Pair
  strides: Pair
  /** Above, below, left, right. */
  pads: readonly [number, number, number, number]
}

/** Over the sides along which something happens; a pool over channels alone, as in some normalizations, has one. */
function windowsOf(site: Site, { dims }: Value): Windows {
  const sides = dims.length - 2
  const lengths = integers(site, 'kernel_shape')
  if (sides < 1 || lengths?.length !== sides) throw cannot(site, 'has a window that does not fit what it is given')
  const size = along(site, 'kernel_shape', sides)
  const strides = along(site, 'strides', sides)
  if (along(site, 'dilations', sides).some((one) => one !== 1))
    throw cannot(site, 'spreads its window (dilations), which cannot be read here')
  if (sides === 2) {
    const window = { size: size as Pair, strides: strides as Pair }
    return { axes: [2, 3], ...window, pads: padsOf(site, [dims[2]!, dims[3]!], window) }
  }
  const { before, after } = padsAlong(site, sides)
  if (text(site, 'auto_pad', 'NOTSET') !== 'NOTSET') throw cannot(site, `pads ${sides} sides by a word, which cannot be read here`)
  const busy = size.flatMap((one, at) => (one === 1 && strides[at] === 1 && before[at] === 0 && after[at] === 0 ? [] : [at]))
  if (busy.length > 2) throw cannot(site, `works on ${busy.length} sides; up to two can be read`)
  const [down = 0, across] = busy
  return {
    axes: across === undefined ? [down + 2] : [down + 2, across + 2],
    size: [size[down]!, across === undefined ? 1 : size[across]!],
    strides: [strides[down]!, across === undefined ? 1 : strides[across]!],
    pads: [before[down]!, after[down]!, across === undefined ? 0 : before[across]!, across === undefined ? 0 : after[across]!],
  }
}

/**
 * How many pixels more below and on the right make room for a last window that is not whole; it must begin on the picture or on the pixels
 * before it.
 */
function roundedUp(site: Site, sides: readonly [number, number], { size, strides, pads }: Windows): Pair {
  if (integer(site, 'ceil_mode', 0) === 0) return [0, 0]
  return sides.map((side, at) => {
    const [before, after] = [pads[2 * at]!, pads[2 * at + 1]!]
    let last = Math.ceil((side + before + after - size[at]!) / strides[at]!)
    if (last * strides[at]! >= side + before) last--
    return Math.max(0, last * strides[at]! + size[at]! - side - before - after)
  }) as Pair
}

const pool =
  (mode: 'max' | 'average'): Reader =>
  (site) => {
    if (site.node.outputs.filter((name) => name !== '').length > 1)
      throw cannot(site, 'also answers with places, which cannot be read here')
    const given = value(site)
    const windows = windowsOf(site, given)
    const { size, strides, pads } = windows
    const counts = mode === 'average' && integer(site, 'count_include_pad', 0) !== 0
    const made = onPlane(site, given, windows.axes, (id, sides) => {
      const [below, right] = roundedUp(site, sides, windows)
      // Only the pixels of the file are counted as zeros, never those that make room for a last window.
      const apart = counts && below + right > 0
      const padded = [pads[0], pads[1], pads[2], pads[3]] as [number, number, number, number]
      const before = apart
        ? site.draft.add({ op: 'pad', inputs: [id], pads: padded, mode: 'constant', value: 0 }, { ...site.origin, helps: true })
        : id
      const inner = apart ? ([sides[0] + pads[0] + pads[1], sides[1] + pads[2] + pads[3]] as const) : sides
      const around: [number, number, number, number] = apart ? [0, below, 0, right] : [pads[0], pads[1] + below, pads[2], pads[3] + right]
      const answer = within(site, () => windowSides(inner, { size, strides, pads: around }))
      const node = { op: 'pool', inputs: [before] as [string], mode, size, strides, pads: around, countsPads: counts && !apart } as const
      return { id: site.draft.add(node, site.origin), sides: answer }
    })
    return [made]
  }

export const maxPool = pool('max')
export const averagePool = pool('average')

export const globalPool =
  (mode: 'max' | 'average'): Reader =>
  (site) => {
    const given = picture(site)
    const id = site.draft.add({ op: 'global-pool', inputs: [given.id], mode, keeps: true }, site.origin)
    return [{ id, dims: [given.dims[0]!, given.dims[1]!, 1, 1], order: channelsLast(4) }]
  }
