// The marks of the groups on the map, as pixels of a canvas and as a drawing in the legend.

export type GlyphForm = 'circle' | 'square' | 'triangle' | 'line' | 'diamond' | 'cross'

/** In the order in which groups without a form of their own take them. */
export const defaultForms: readonly GlyphForm[] = ['circle', 'square', 'triangle', 'diamond', 'cross']

export interface Glyph {
  /** Times the radius of a circle: triangles and crosses have less area than a disc of their radius. */
  fair: number
  inside: (x: number, y: number, radius: number) => boolean
  /** An SVG path in a box from -7 to 7. */
  path: string
}

export const glyphs: Record<GlyphForm, Glyph> = {
  circle: { fair: 1, inside: (x, y, r) => x * x + y * y <= r * r, path: 'M-5 0 A5 5 0 1 0 5 0 A5 5 0 1 0 -5 0 Z' },
  square: { fair: 1, inside: (x, y, r) => Math.max(Math.abs(x), Math.abs(y)) <= r * 0.86, path: 'M-4.5 -4.5 H4.5 V4.5 H-4.5 Z' },
  triangle: { fair: 1.3, inside: (x, y, r) => y <= r * 0.8 && y >= 1.9 * Math.abs(x) - r, path: 'M-5 4 L5 4 L0 -5 Z' },
  line: { fair: 1.25, inside: (x, y, r) => Math.abs(x) <= r * 1.15 && Math.abs(y) <= r * 0.42, path: 'M-6 -2 H6 V2 H-6 Z' },
  diamond: { fair: 1.1, inside: (x, y, r) => Math.abs(x) + Math.abs(y) <= r * 1.2, path: 'M0 -6 L6 0 L0 6 L-6 0 Z' },
  cross: {
    fair: 1.25,
    inside: (x, y, r) => Math.abs(Math.abs(x) - Math.abs(y)) <= r * 0.42 && Math.max(Math.abs(x), Math.abs(y)) <= r,
    path: 'M-5 -3 L-3 -5 L0 -2 L3 -5 L5 -3 L2 0 L5 3 L3 5 L0 2 L-3 5 L-5 3 L-2 0 Z',
  },
}
