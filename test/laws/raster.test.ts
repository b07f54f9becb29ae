// Laws of the rasteriser: areas, symmetries and colours against closed forms and against plain supersampling.
import { describe, expect, it } from 'vitest'
import { colours, shapes, styles, type Factors } from '../../src-shared/domains/shapes/classes.ts'
import { rainbowAt } from '../../src-shared/domains/shapes/colour.ts'
import { canvasWidth, drawPicture, reach, type RasterSettings } from '../../src-shared/domains/shapes/raster.ts'

const settings: RasterSettings = { size: 48, lineWidth: 8, filledLineWidth: 32 }
const unit = settings.size / canvasWidth
const white = colours.indexOf('white')
const base: Factors = { shape: 2, style: 2, colour: white, x: 24, y: 24, angle: 0.7, radius: 15 }
const everyShape = shapes.flatMap((_, shape) => styles.map((_name, style) => ({ shape, style })))

function draw(factors: Partial<Factors> = {}, how: Partial<RasterSettings> = {}): Uint8Array {
  const all = { ...settings, ...how }
  const out = new Uint8Array(all.size * all.size * 3)
  drawPicture(all, { ...base, ...factors }, out, 0, 3)
  return out
}

/** Lit share of each pixel of a white picture. */
function coverage(picture: Uint8Array): Float64Array {
  return Float64Array.from({ length: picture.length / 3 }, (_, at) => picture[at * 3]! / 255)
}

function area(picture: Uint8Array): number {
  return coverage(picture).reduce((sum, share) => sum + share, 0)
}

function largestDifference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((worst, value, at) => Math.max(worst, Math.abs(value - b[at]!)), 0)
}

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

describe('symmetry', () => {
  it('turns by the period of the shape without a change', () => {
    for (const { shape, style } of everyShape) {
      const period = [Math.PI, Math.PI / 2, 1, (2 * Math.PI) / 3][shape]!
      for (const angle of [0, 0.4, 2]) {
        const one = { shape, style, radius: 15.3, x: 22.1, y: 25.2 }
        expect(largestDifference(draw({ ...one, angle }), draw({ ...one, angle: angle + period }))).toBeLessThanOrEqual(1)
        const halfway = largestDifference(draw({ ...one, angle }), draw({ ...one, angle: angle + period / 2 }))
        if (shape !== 2) expect(halfway).toBeGreaterThan(100)
      }
    }
  })

  it('shifts by whole pixels exactly', () => {
    for (const { shape, style } of everyShape) {
      const here = draw({ shape, style, radius: 12, x: 20.25, y: 25.625 })
      const there = draw({ shape, style, radius: 12, x: 25.25, y: 22.625 })
      for (let row = 5; row < 43; row++) {
        const from = row * 48 * 3,
          to = from + 38 * 3,
          shift = (5 - 3 * 48) * 3
        expect(there.subarray(from + shift, to + shift)).toEqual(here.subarray(from, to))
      }
    }
  })

  it('turns clockwise on the screen, from x towards y, and mirrors nothing', () => {
    const seen = coverage(draw({ shape: 3, angle: Math.PI / 2, radius: 17 }))
    // The corner points down, so the widest row is above the centre.
    const row = (at: number): number => seen.subarray(at * 48, at * 48 + 48).reduce((sum, share) => sum + share, 0)
    expect(row(17)).toBeGreaterThan(row(31))
    expect(seen[39 * 48 + 24]).toBeGreaterThan(0.3)
  })

  it('looks the same at every size, but for detail', () => {
    for (const { shape, style } of everyShape) {
      const small = coverage(draw({ shape, style }))
      const large = coverage(draw({ shape, style, x: 48, y: 48, radius: 30 }, { size: 96 }))
      let off = 0
      for (let at = 0; at < small.length; at++) {
        const corner = Math.floor(at / 48) * 2 * 96 + (at % 48) * 2
        off += Math.abs(small[at]! - (large[corner]! + large[corner + 1]! + large[corner + 96]! + large[corner + 97]!) / 4)
      }
      expect(off / small.length).toBeLessThan(0.006)
    }
  })
})

describe('colour', () => {
  it('is exact for the four paints', () => {
    const seen = [...draw({ shape: 3, style: 1 }).filter((_, at) => at % 3 === 0)]
    const on: Record<string, number[]> = { white: [1, 1, 1], blue: [0, 0, 1], green: [0, 1, 0], red: [1, 0, 0] }
    for (const [name, rgb] of Object.entries(on)) {
      const picture = draw({ shape: 3, style: 1, colour: colours.indexOf(name as (typeof colours)[number]) })
      expect([...picture]).toEqual(seen.flatMap((value) => rgb.map((bit) => bit * value)))
    }
  })

  it('has the hues of the rainbow at known places', () => {
    const close = (seen: number[], rgb: number[]): void => {
      for (const [at, value] of seen.entries()) expect(value).toBeCloseTo(rgb[at]!, 12)
    }
    close(rainbowAt(0, -1), [1, 0, 0])
    close(rainbowAt(-1, 0), [0.5, 1, 0])
    close(rainbowAt(0, 1), [0, 1, 1])
    close(rainbowAt(1, 0), [0.5, 0, 1])
    close(rainbowAt(0, -0.25), [1, 0.5, 0.5])
    close(rainbowAt(0, 0), [1, 1, 1])
  })

  it("follows the angle about the picture's centre, wherever the shape is", () => {
    const rainbow = colours.indexOf('rainbow')
    for (const one of [
      { x: 24, y: 24, radius: 23 },
      { x: 12.5, y: 30.5, radius: 12 },
      { x: 33, y: 15, radius: 14 },
    ]) {
      const picture = draw({ ...one, colour: rainbow })
      const light = coverage(draw({ ...one, colour: white }))
      let worst = 0
      for (let at = 0; at < light.length; at++) {
        const x = ((at % 48) + 0.5) / 24 - 1,
          y = (Math.floor(at / 48) + 0.5) / 24 - 1
        // HSV to RGB by sectors, the textbook way.
        const hue = (Math.atan2(x, y) / (2 * Math.PI) + 0.5) * 6
        const saturation = Math.min(1, 2 * Math.hypot(x, y))
        const rest = hue - Math.floor(hue)
        const p = 1 - saturation,
          q = 1 - saturation * rest,
          t = 1 - saturation * (1 - rest)
        const rgb = [
          [1, t, p],
          [q, 1, p],
          [p, 1, t],
          [p, q, 1],
          [t, p, 1],
          [1, p, q],
        ][Math.floor(hue) % 6]!
        for (const [channel, value] of rgb.entries()) {
          worst = Math.max(worst, Math.abs(picture[at * 3 + channel]! - 255 * value * light[at]!))
        }
      }
      expect(worst).toBeLessThan(1.01)
    }
  })
})

describe('the buffer', () => {
  it('is written for one picture only, whatever was there', () => {
    for (const channels of [3, 4] as const) {
      const length = 48 * 48 * channels
      const out = new Uint8ClampedArray(length * 3).fill(77)
      drawPicture(settings, base, out, length, channels)
      expect(out.subarray(0, length).every((value) => value === 77)).toBe(true)
      expect(out.subarray(2 * length).every((value) => value === 77)).toBe(true)
      const written = [...out.subarray(length, 2 * length)]
      expect(written.filter((_, at) => at % channels < 3)).toEqual([...draw()])
      if (channels === 4) expect(written.filter((_, at) => at % 4 === 3).every((alpha) => alpha === 255)).toBe(true)
    }
  })

  it('is refused when too short, and so is a shape that does not exist', () => {
    expect(() => {
      drawPicture(settings, base, new Uint8Array(48 * 48 * 3), 1, 3)
    }).toThrow(RangeError)
    expect(() => {
      drawPicture(settings, base, new Uint8Array(48 * 48 * 3), -1, 3)
    }).toThrow(RangeError)
    for (const bad of [{ shape: 4 }, { style: 3 }, { colour: 5 }, { shape: 0.5 }]) expect(() => draw(bad)).toThrow(RangeError)
  })
})

describe('position', () => {
  it('is read back from the picture: the centroid of the filled shapes', () => {
    for (const shape of [0, 1, 2, 3]) {
      const one = { shape, x: 21.37, y: 27.81, radius: 14.2, angle: 1.234 }
      const seen = coverage(draw(one))
      let mass = 0,
        x = 0,
        y = 0
      for (let at = 0; at < seen.length; at++) {
        mass += seen[at]!
        x += seen[at]! * ((at % 48) + 0.5)
        y += seen[at]! * (Math.floor(at / 48) + 0.5)
      }
      expect(Math.abs(x / mass - one.x)).toBeLessThan(0.05)
      expect(Math.abs(y / mass - one.y)).toBeLessThan(0.05)
    }
  })

  it('reaches no farther than said, but for the pixel over which an edge is spread', () => {
    for (const { shape, style } of everyShape) {
      for (let angle = 0; angle < 6; angle += 0.37) {
        const seen = coverage(draw({ shape, style, angle, x: 24.3, y: 23.8, radius: 13 }))
        const farthest = reach(settings, shape, style, 13 / unit) * unit
        const distances = seen.map((share, at) => (share > 0 ? Math.hypot((at % 48) + 0.5 - 24.3, Math.floor(at / 48) + 0.5 - 23.8) : 0))
        expect(Math.max(...distances)).toBeLessThan(farthest + 1)
      }
    }
  })

  it('may be anywhere: what lies outside the picture is cut off', () => {
    for (const { shape, style } of everyShape) {
      expect(area(draw({ shape, style, x: -100, y: 24 }))).toBe(0)
      expect(area(draw({ shape, style, x: 0, y: 48 }))).toBeLessThan(area(draw({ shape, style })))
    }
  })
})
