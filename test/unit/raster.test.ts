// Laws of the rasteriser: symmetries, colours, the buffer it writes to, and where a shape lies.
import { describe, expect, it } from 'vitest'
import { colours } from '../../src-shared/domains/shapes/classes.ts'
import { rainbowAt } from '../../src-shared/domains/shapes/colour.ts'
import { drawPicture, reach } from '../../src-shared/domains/shapes/raster.ts'
import { settings, unit, white, base, everyShape, draw, coverage, area, largestDifference } from '../fixtures/drawn-shape.ts'

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
