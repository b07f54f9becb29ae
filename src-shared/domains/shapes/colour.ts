// The five colours: four paints and the rainbow, whose hue depends on where in the picture a pixel is, not on the shape.
import { colours } from './classes.ts'
import { arcTangent2, pi } from '../../math/elementary.ts'

/** Red, green and blue of a colour, 0 or 1. */
export type Paint = readonly [number, number, number]

const paints: readonly (Paint | undefined)[] = colours.map((name): Paint | undefined => {
  switch (name) {
    case 'white':
      return [1, 1, 1]
    case 'blue':
      return [0, 0, 1]
    case 'green':
      return [0, 1, 0]
    case 'red':
      return [1, 0, 0]
    case 'rainbow':
      return undefined
  }
})

/** The paint of a colour index, or undefined for the rainbow. */
export function paint(colour: number): Paint | undefined {
  return paints[colour]
}

/** Red, green or blue of a full-value colour (HSV with V = 1): `start` is 5, 3 or 1. Hue in turns, all in [0, 1]. */
function channel(start: number, hue: number, saturation: number): number {
  const raw = start + hue * 6
  const k = raw >= 6 ? raw - 6 : raw
  const part = k < 4 - k ? k : 4 - k
  return 1 - saturation * (part < 0 ? 0 : part > 1 ? 1 : part)
}

/**
 * Red, green and blue in [0, 1] at the point (x, y), measured from the picture's centre in half-widths, y down. The hue runs from
 * red (above) through yellow-green (left), cyan (below) and violet (right); white in the middle, full saturation from a quarter of
 * the picture's width on. As in the paper's code (M. Clarke, comp421-project, data.py).
 */
export function rainbowAt(x: number, y: number): [number, number, number] {
  const hue = arcTangent2(x, y) / (2 * pi) + 0.5
  const distance = 2 * Math.sqrt(x * x + y * y)
  const saturation = distance < 1 ? distance : 1
  return [channel(5, hue, saturation), channel(3, hue, saturation), channel(1, hue, saturation)]
}

const tables = new Map<number, Float64Array>()

/** The rainbow at the centre of every pixel of a picture: [size, size, 3]. Kept for each size, as drawing asks for each picture. */
export function rainbow(size: number): Float64Array {
  const kept = tables.get(size)
  if (kept) return kept
  const table = new Float64Array(size * size * 3)
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      table.set(rainbowAt(((column + 0.5) / size) * 2 - 1, ((row + 0.5) / size) * 2 - 1), (row * size + column) * 3)
    }
  }
  // Sizes are few in practice; the bound only keeps a caller who tries them all from filling the memory.
  if (tables.size >= 16) tables.clear()
  tables.set(size, table)
  return table
}
