// A drawing made by hand: strokes of a round pen on black, and their pixels at the size of a network's pictures.
//
// Lengths are in units of the dataset's canvas, of which a picture has 200 whatever its size in pixels. A pixel is covered by a stroke by
// the rule of the dataset's own rasteriser (src-shared/domains/shapes/raster.ts): an edge is spread over one pixel. So a line drawn by hand
// has the edges that the network knows; only its ends are round, where those of the dataset are square.
import { paint, rainbow } from '../../../src-shared/domains/shapes/colour.ts'
import { canvasWidth } from '../../../src-shared/domains/shapes/raster.ts'

/** A place on the canvas: x to the right and y down, 0 to 200 inside the picture. */
export interface Point {
  readonly x: number
  readonly y: number
}
export interface Stroke {
  /** One of the dataset's colours, by its number; null takes away what is there. */
  readonly colour: number | null
  /** Width of the pen. */
  readonly width: number
  /** Where it went; a single place is a dot. */
  readonly points: readonly Point[]
}

/** Coverage of a pixel whose centre lies `depth` pixels inside an edge. */
const step = (depth: number): number => Math.min(1, Math.max(0, depth + 0.5))

/** Distance from (x, y) to the line from (ax, ay) to (bx, by). */
function distanceTo(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const [dx, dy] = [bx - ax, by - ay]
  const square = dx * dx + dy * dy
  const along = square === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / square))
  return Math.hypot(x - ax - along * dx, y - ay - along * dy)
}

/** How far a stroke covers each pixel of a picture of size x size pixels, 0 to 1, row by row. */
export function coverageOf({ width, points }: Stroke, size: number): Float32Array {
  const covered = new Float32Array(size * size)
  const unit = size / canvasWidth
  const half = (width * unit) / 2
  for (const [at, to] of points.entries()) {
    // A stroke of one place is a line from there to itself.
    if (at === 0 && points.length > 1) continue
    const from = points[at - 1] ?? to
    const [ax, ay, bx, by] = [from.x * unit, from.y * unit, to.x * unit, to.y * unit]
    const edge = half + 1
    const top = Math.max(0, Math.floor(Math.min(ay, by) - edge))
    const bottom = Math.min(size - 1, Math.floor(Math.max(ay, by) + edge))
    const left = Math.max(0, Math.floor(Math.min(ax, bx) - edge))
    const right = Math.min(size - 1, Math.floor(Math.max(ax, bx) + edge))
    for (let row = top; row <= bottom; row++) {
      for (let column = left; column <= right; column++) {
        const away = distanceTo(column + 0.5, row + 0.5, ax, ay, bx, by)
        // Both edges of the pen, as in the rasteriser: a pen narrower than a pixel keeps its area.
        const share = step(half - away) - step(-half - away)
        const place = row * size + column
        if (share > covered[place]!) covered[place] = share
      }
    }
  }
  return covered
}

/**
 * RGB bytes, size x size x 3, of strokes on black, each over those before it. The rainbow's hue depends on the place, as in the dataset.
 */
export function drawStrokes(strokes: readonly Stroke[], size: number): Uint8Array {
  const light = new Float32Array(size * size * 3)
  for (const stroke of strokes) {
    const covered = coverageOf(stroke, size)
    const flat = stroke.colour === null ? ([0, 0, 0] as const) : paint(stroke.colour)
    const hues = flat ? null : rainbow(size)
    for (const [place, share] of covered.entries()) {
      if (share === 0) continue
      for (let channel = 0; channel < 3; channel++) {
        const at = place * 3 + channel
        light[at] = light[at]! * (1 - share) + share * (flat ? flat[channel]! : hues![at]!)
      }
    }
  }
  return Uint8Array.from(light, (value) => Math.floor(255 * value + 0.5))
}
