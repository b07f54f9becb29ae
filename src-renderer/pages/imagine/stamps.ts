// Tens of thousands of points drawn at once: glyphs prepared as lists of pixels, stamped into one buffer, shown by one call.

import { type GlyphForm, glyphs } from './glyphs.ts'

/** What part of the plane is seen: the point in the middle, and CSS pixels per unit along each axis. */
export interface View {
  x: number
  y: number
  kx: number
  ky: number
}
/** Positions of the points, their group and the order in which they are drawn. */
export interface Cloud {
  xs: Float32Array
  ys: Float32Array
  groups: Uint8Array
  order: Uint32Array | null
}
export interface Frame {
  width: number
  height: number
  ratio: number
}
export interface Ink {
  /** Colour of each group as little-endian RGBA. */
  fills: Uint32Array
  /** Colour of the edge of each group's glyph; equal to the fill where there is none. */
  edges: Uint32Array
  background: number
  /** How much larger than usual a group's glyphs are. */
  sizes: readonly number[]
  /** Form of each group's glyph. */
  forms: readonly GlyphForm[]
}

type Stamp = { fill: Int32Array; edge: Int32Array; reach: number }
/** Pixels of a glyph around its middle, as steps in a buffer `stride` pixels wide. */
function stampOf(form: GlyphForm, radius: number, stride: number): Stamp {
  const { fair, inside: within } = glyphs[form]
  const own = radius * fair
  const reach = Math.ceil(own * 1.2)
  const inside = (x: number, y: number): boolean => within(x, y, own)
  const fill: number[] = []
  const edge: number[] = []
  for (let y = -reach; y <= reach; y++) {
    for (let x = -reach; x <= reach; x++) {
      if (!inside(x, y)) continue
      const rim = !inside(x - 1, y) || !inside(x + 1, y) || !inside(x, y - 1) || !inside(x, y + 1)
      ;(rim ? edge : fill).push(y * stride + x)
    }
  }
  return { fill: Int32Array.from(fill), edge: Int32Array.from(edge), reach }
}

/** Radius of a glyph in CSS pixels: small while all are seen, larger close by. */
export const glyphRadius = (zoom: number): number => Math.min(5, 1.7 * Math.max(1, zoom) ** 0.4)

export class ScatterPainter {
  #image: ImageData | null = null
  #pixels = new Uint32Array(0)
  #glyphs: { key: string; list: Stamp[] } = { key: '', list: [] }

  /**
   * Draws the cloud over the whole canvas, whose size in device pixels is frame.width x frame.height times the ratio. Points of hidden
   * groups are left out, and so are those whose glyph would cross the border. Returns how many were drawn.
   */
  draw(
    context: CanvasRenderingContext2D,
    { xs, ys, groups, order }: Cloud,
    view: View,
    frame: Frame,
    ink: Ink,
    shown: readonly boolean[],
    zoom: number,
  ): number {
    const width = context.canvas.width
    const height = context.canvas.height
    if (width === 0 || height === 0) return 0
    if (this.#image?.width !== width || this.#image.height !== height) {
      this.#image = context.createImageData(width, height)
      this.#pixels = new Uint32Array(this.#image.data.buffer)
    }
    const pixels = this.#pixels
    pixels.fill(ink.background)
    const radius = glyphRadius(zoom) * frame.ratio
    const key = `${radius.toFixed(2)} ${width} ${ink.sizes.join()} ${ink.forms.join()}`
    if (this.#glyphs.key !== key)
      this.#glyphs = { key, list: Array.from(ink.fills, (_, group) => stampOf(ink.forms[group]!, radius * ink.sizes[group]!, width)) }
    const stamps = this.#glyphs.list
    const { ratio } = frame
    const [kx, ky] = [view.kx * ratio, view.ky * ratio]
    const [left, top] = [width / 2 - view.x * kx, height / 2 + view.y * ky]
    const reach = Math.max(...stamps.map((one) => one.reach))
    const [right, bottom] = [width - reach - 1, height - reach - 1]
    let drawn = 0
    for (let at = 0; at < xs.length; at++) {
      const point = order === null ? at : order[at]!
      const group = groups[point]!
      if (!shown[group]) continue
      // Up is where the second coordinate grows.
      const x = (left + xs[point]! * kx) | 0
      const y = (top - ys[point]! * ky) | 0
      if (x < reach || y < reach || x > right || y > bottom) continue
      drawn++
      const place = y * width + x
      const { fill, edge } = stamps[group]!
      const colour = ink.fills[group]!
      const rim = ink.edges[group]!
      for (let k = 0; k < fill.length; k++) pixels[place + fill[k]!] = colour
      for (let k = 0; k < edge.length; k++) pixels[place + edge[k]!] = rim
    }
    context.putImageData(this.#image, 0, 0)
    return drawn
  }
}

export const toScreen = (view: View, frame: Frame, x: number, y: number): [number, number] => [
  frame.width / 2 + (x - view.x) * view.kx,
  frame.height / 2 - (y - view.y) * view.ky,
]
export const toPlane = (view: View, frame: Frame, x: number, y: number): [number, number] => [
  view.x + (x - frame.width / 2) / view.kx,
  view.y - (y - frame.height / 2) / view.ky,
]

/** The view that holds all points with some room around them; `even` keeps both axes at one scale. */
export function fitView({ xs, ys }: Pick<Cloud, 'xs' | 'ys'>, { width, height }: Pick<Frame, 'width' | 'height'>, even: boolean): View {
  const [lowX, highX] = extent(xs)
  const [lowY, highY] = extent(ys)
  const kx = (0.92 * width) / (highX - lowX)
  const ky = (0.92 * height) / (highY - lowY)
  const k = Math.min(kx, ky)
  return { x: (lowX + highX) / 2, y: (lowY + highY) / 2, kx: even ? k : kx, ky: even ? k : ky }
}
function extent(values: Float32Array): [number, number] {
  let low = Infinity
  let high = -Infinity
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    if (value < low) low = value
    if (value > high) high = value
  }
  if (low > high) return [-1, 1]
  // Below this share of their size places are told apart by the rounding of 32-bit numbers alone.
  const least = 1e-5 * Math.max(Math.abs(low), Math.abs(high)) || 1
  return high - low > least ? [low, high] : [low - least, high + least]
}

/** "rgb(1, 2, 3)", as a browser computes colours, as little-endian RGBA. */
export function packed(colour: string): number {
  const [r = 0, g = 0, b = 0] = (/\(([^)]+)\)/.exec(colour)?.[1] ?? '').split(/[ ,/]+/).map(Number)
  return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0
}
