// The rasteriser: draws one picture of the synthetic dataset from its factors, to the same bytes on every platform.
//
// A shape is a depth: for each point, how far inside the shape it lies. A style is one or two bands of that depth. A pixel is
// covered by a band to the degree that the band's two edges, each spread over one pixel, leave it: no supersampling is needed, and
// bands narrower than a pixel keep their area. Only + - * / and sqrt touch the numbers (see elementary.ts).
//
// How the shapes are drawn follows the paper's code (M. Clarke, comp421-project, data.py): a square and a triangle have their
// corners at the radius; a line reaches the radius at both ends; an outline is one line width inwards from the edge; the second
// outline of a double shape has a radius one unit and two line widths smaller; a double line is two lines, each moved aside by its width.
import { colours, shapes, styles, type Factors } from './classes.ts'
import { paint, rainbow } from './colour.ts'
import { cosine, sine } from '../../math/elementary.ts'

/** Width of the paper's canvas: the lengths in the settings are in these units. */
export const canvasWidth = 200

/** What the rasteriser needs to know; any dataset settings will do. Line widths in units of the canvas, size in pixels. */
export interface RasterSettings {
  readonly size: number
  readonly lineWidth: number
  readonly filledLineWidth: number
}

/** Where the pixels go: bytes of 3 (RGB) or 4 (RGBA, opaque) channels. */
export type Pixels = Uint8Array | Uint8ClampedArray

const line = 0,
  square = 1,
  circle = 2
const single = 0,
  double = 1,
  filled = 2
const sqrtHalf = 0.7071067811865476
const sqrtThreeQuarters = 0.8660254037844386

/** Coverage of a pixel whose centre lies `depth` pixels inside an edge. */
function step(depth: number): number {
  return depth <= -0.5 ? 0 : depth >= 0.5 ? 1 : depth + 0.5
}

/**
 * Distance from the centre to the farthest point of a shape of this radius, in the unit of its arguments. More than the radius only
 * for lines, whose square ends have corners.
 */
export function reach(settings: RasterSettings, shape: number, style: number, radius: number): number {
  if (shape !== line) return radius
  const half = style === single ? settings.lineWidth * 0.5 : style === double ? settings.lineWidth * 1.5 : settings.filledLineWidth * 0.5
  return Math.sqrt(radius * radius + half * half)
}

/**
 * Draws a picture of size x size pixels, row by row from the top, over whatever was in `out` from `offset` on. Factors in pixels and
 * radians; x to the right, y down, the angle from x towards y. Throws a RangeError for a shape, style or colour that does not exist,
 * or if the picture does not fit.
 */
export function drawPicture(settings: RasterSettings, factors: Factors, out: Pixels, offset: number, channels: 3 | 4): void {
  const { size } = settings
  const { shape, style, x, y, radius } = factors
  if (shapes[shape] === undefined || styles[style] === undefined || colours[factors.colour] === undefined) {
    throw new RangeError(`There is no shape ${shape} with style ${style} and colour ${factors.colour}.`)
  }
  const length = size * size * channels
  if (!(offset >= 0 && offset + length <= out.length)) {
    throw new RangeError(`A picture of ${size} x ${size} needs ${length} bytes from position ${offset}; the buffer has ${out.length}.`)
  }
  if (channels === 3) out.fill(0, offset, offset + length)
  else
    for (let at = offset; at < offset + length; at += 4) {
      out[at] = 0
      out[at + 1] = 0
      out[at + 2] = 0
      out[at + 3] = 255
    }

  const unit = size / canvasWidth
  const width = settings.lineWidth * unit
  // Depth gained for each unit that the radius shrinks: how far the edges of a polygon come in when its corners do.
  const inset = shape === square ? sqrtHalf : shape === circle ? 1 : 0.5
  // The bands [low, high] of depth that are lit; for a line, of the distance from its axis, with a sign.
  let low = 0,
    high = Infinity,
    low2 = 0,
    high2 = 0
  if (shape === line) {
    high = style === filled ? (settings.filledLineWidth * unit) / 2 : style === double ? width * 1.5 : width / 2
    low = style === double ? width / 2 : -high
    if (style === double) {
      low2 = -high
      high2 = -low
    }
  } else if (style !== filled) {
    high = width
    if (style === double) {
      low2 = 2 * width + inset * unit
      high2 = low2 + width
    }
  }

  const c = cosine(factors.angle),
    s = sine(factors.angle)
  const extent = reach(settings, shape, style, radius / unit) * unit + 1
  const top = Math.max(0, Math.floor(y - extent)),
    bottom = Math.min(size - 1, Math.floor(y + extent))
  const left = Math.max(0, Math.floor(x - extent)),
    right = Math.min(size - 1, Math.floor(x + extent))
  const flat = paint(factors.colour)
  const hues = rainbow(size)
  for (let row = top; row <= bottom; row++) {
    const py = row + 0.5 - y
    for (let column = left; column <= right; column++) {
      const px = column + 0.5 - x
      // Coordinates along the shape's own axis and across it.
      const along = px * c + py * s,
        across = py * c - px * s
      const a = Math.abs(along),
        b = Math.abs(across)
      let depth = across,
        cap = 1
      if (shape === line) cap = step(radius - a)
      else if (shape === circle) depth = radius - Math.sqrt(px * px + py * py)
      else if (shape === square) depth = (radius - a - b) * sqrtHalf
      else depth = radius * 0.5 - Math.max(-along, along * 0.5 + b * sqrtThreeQuarters)
      if (cap === 0) continue
      const light = cap * (step(depth - low) - step(depth - high) + step(depth - low2) - step(depth - high2))
      if (light <= 0) continue
      const at = offset + (row * size + column) * channels
      if (flat) {
        const value = Math.floor(255 * light + 0.5)
        out[at] = value * flat[0]
        out[at + 1] = value * flat[1]
        out[at + 2] = value * flat[2]
      } else {
        const hue = (row * size + column) * 3
        out[at] = Math.floor(255 * light * hues[hue]! + 0.5)
        out[at + 1] = Math.floor(255 * light * hues[hue + 1]! + 0.5)
        out[at + 2] = Math.floor(255 * light * hues[hue + 2]! + 0.5)
      }
    }
  }
}
