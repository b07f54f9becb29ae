// Laws of the coverage of a pixel: areas in closed form, and plain supersampling of the shapes by their corners.
import { describe, expect, it } from 'vitest'
import type { Factors } from '../../src-shared/domains/shapes/classes.ts'
import type { RasterSettings } from '../../src-shared/domains/shapes/raster.ts'
import { settings, unit, base, everyShape, draw, coverage, area } from '../fixtures/drawn-shape.ts'

/** Radii at which the light of a double shape goes on and off, as in the paper's code, with its 1.41 taken as the square root of 2. */
function radii(shape: number, style: number, radius: number, lineWidth: number): number[] {
  const width = lineWidth * unit * ([0, Math.SQRT2, 1, 2][shape] ?? 0)
  if (style === 2) return [radius]
  return style === 0 ? [radius, radius - width] : [radius, radius - width, radius - 2 * width - unit, radius - 3 * width - unit]
}

/** The area in square pixels, in closed form. */
function closedForm({ shape, style, radius }: Factors, how: RasterSettings): number {
  if (shape === 0) return 2 * radius * unit * (style === 2 ? how.filledLineWidth : how.lineWidth * (style + 1))
  const factor = [0, 2, Math.PI, (3 * Math.sqrt(3)) / 4][shape]!
  return radii(shape, style, radius, how.lineWidth).reduce((sum, r, at) => sum + (at % 2 === 0 ? 1 : -1) * factor * Math.max(0, r) ** 2, 0)
}

type Inside = (px: number, py: number) => boolean

/** Inside a convex polygon: on the same side of all its sides. */
function inPolygon(corners: [number, number][]): Inside {
  return (px, py) => {
    let sign = 0
    for (const [at, [ax, ay]] of corners.entries()) {
      const [bx, by] = corners[(at + 1) % corners.length]!
      const side = Math.sign((bx - ax) * (py - ay) - (by - ay) * (px - ax))
      if (side * sign < 0) return false
      sign ||= side
    }
    return true
  }
}

/** Inside the shape, by its corners: an account of the shapes that shares nothing with depths and bands. */
function inShape(one: Factors): Inside {
  const corner = (r: number, angle: number): [number, number] => [one.x + r * Math.cos(angle), one.y + r * Math.sin(angle)]
  if (one.shape === 0) {
    const half = (unit * (one.style === 2 ? settings.filledLineWidth : settings.lineWidth)) / 2
    const shifts = one.style === 1 ? [-settings.lineWidth * unit, settings.lineWidth * unit] : [0]
    const bars = shifts.map((shift) =>
      inPolygon(
        (
          [
            [1, 1],
            [-1, 1],
            [-1, -1],
            [1, -1],
          ] as const
        ).map(([end, side]): [number, number] => {
          const [x, y] = corner(end * one.radius, one.angle)
          return [x - (shift + side * half) * Math.sin(one.angle), y + (shift + side * half) * Math.cos(one.angle)]
        }),
      ),
    )
    return (px, py) => bars.some((inside) => inside(px, py))
  }
  const corners = one.shape === 1 ? 4 : 3
  const layers = radii(one.shape, one.style, one.radius, settings.lineWidth)
    .filter((r) => r > 0)
    .map(
      (r): Inside =>
        one.shape === 2
          ? (px, py) => Math.hypot(px - one.x, py - one.y) <= r
          : inPolygon(Array.from({ length: corners }, (_, at) => corner(r, one.angle + (2 * Math.PI * at) / corners))),
    )
  return (px, py) => layers.filter((inside) => inside(px, py)).length % 2 === 1
}

describe('coverage', () => {
  it.each(everyShape)('has the closed-form area: $shape $style', ({ shape, style }) => {
    for (const radius of [11.52, 14, 17.28]) {
      for (const angle of [0, 0.3, 1.1, 2.5]) {
        const one = { ...base, shape, style, radius, angle, x: 23.3, y: 24.6 }
        const expected = closedForm(one, settings)
        expect(Math.abs(area(draw(one)) - expected)).toBeLessThan(0.5 + 0.008 * expected)
      }
    }
  })

  it.each(everyShape)('keeps the area of outlines narrower than a pixel: $shape $style', ({ shape, style }) => {
    const how = { ...settings, lineWidth: 2, filledLineWidth: 3 }
    const one = { ...base, shape, style, radius: 16, angle: 0.4 }
    const expected = closedForm(one, how)
    expect(Math.abs(area(draw(one, how)) - expected)).toBeLessThan(0.5 + 0.02 * expected)
  })

  it.each(everyShape)('agrees with 8 x 8 points in each pixel: $shape $style', ({ shape, style }) => {
    const one = { ...base, shape, style, radius: 16.1, angle: 0.9, x: 22.4, y: 25.7 }
    const seen = coverage(draw(one))
    const inside = inShape(one)
    let worst = 0,
      sum = 0
    for (let at = 0; at < seen.length; at++) {
      const column = at % 48,
        row = Math.floor(at / 48)
      let hits = 0
      if (Math.hypot(column - one.x, row - one.y) < 21) {
        for (let sub = 0; sub < 64; sub++) if (inside(column + ((sub % 8) + 0.5) / 8, row + (Math.floor(sub / 8) + 0.5) / 8)) hits++
      }
      const off = Math.abs(seen[at]! - hits / 64)
      worst = Math.max(worst, off)
      sum += off
    }
    // The largest differences are in the one pixel of a sharp corner, which a depth cannot resolve.
    expect(worst).toBeLessThan(0.3)
    expect(sum / seen.length).toBeLessThan(0.006)
  })

  it('grows with the shape at every pixel', () => {
    for (const shape of [1, 2, 3]) {
      let before = draw({ shape, radius: 10 })
      for (let radius = 10.1; radius < 18; radius += 0.1) {
        const after = draw({ shape, radius })
        expect(after.every((value, at) => value >= before[at]!)).toBe(true)
        before = after
      }
    }
    let before = draw({ shape: 0 }, { filledLineWidth: 1 })
    for (let filledLineWidth = 2; filledLineWidth <= 80; filledLineWidth++) {
      const after = draw({ shape: 0 }, { filledLineWidth })
      expect(after.every((value, at) => value >= before[at]!)).toBe(true)
      before = after
    }
  })

  it('spreads an edge over one pixel: a vertical edge at a quarter of a pixel lights a quarter', () => {
    // A square turned by an eighth of a turn has vertical sides at a distance of radius / sqrt 2 from its centre.
    const seen = coverage(draw({ shape: 1, angle: Math.PI / 4, x: 24, y: 24, radius: 10.25 * Math.SQRT2 }))
    expect(Array.from(seen.subarray(24 * 48 + 33, 24 * 48 + 36))).toEqual([1, Math.round(255 * 0.25) / 255, 0])
  })

  it('shows two outlines with black between them', () => {
    for (const shape of [1, 2, 3]) {
      const seen = coverage(draw({ shape, style: 1, angle: Math.PI, radius: 17, x: 20.5, y: 24.5 }))
      // From the centre outwards along an edge's normal: dark, light, dark, light, dark.
      const normal = shape === 1 ? Math.PI / 4 : 0
      let flips = 0,
        lit = false
      for (let r = 0; r < 21; r += 0.25) {
        const value = seen[Math.floor(24.5 + r * Math.sin(normal)) * 48 + Math.floor(20.5 + r * Math.cos(normal))]!
        if (lit ? value < 0.35 : value > 0.65) {
          flips++
          lit = !lit
        }
      }
      expect(flips).toBe(4)
    }
  })
})
