// Laws of the dataset: same seed, same bytes; any picture by itself; balanced classes; settings that do what they say.
import { describe, expect, it } from 'vitest'
import { className, classFactors, classIndex, shapes, type Factors } from '../../src-shared/domains/shapes/classes.ts'
import {
  classOf,
  classSheet,
  drawDataset,
  factorNames,
  generateDataset,
  indicesOfClass,
  pictureSheet,
  samplePicture,
  splitOf,
} from '../../src-shared/domains/shapes/dataset.ts'
import { drawPicture, reach } from '../../src-shared/domains/shapes/raster.ts'
import { datasetSettings, type DatasetSettings } from '../../src-shared/recipe/recipe.ts'
import { firstPictures } from '../fixtures/dataset-hashes.ts'
import { all, small, factorsOf, picture, sha256 } from '../fixtures/drawn-pictures.ts'

describe('the bytes', () => {
  it('are the same on every platform: the first 600 pictures of seed 1 have this hash', () => {
    const dataset = generateDataset(small)
    expect(sha256(dataset.images)).toBe(firstPictures.images)
    expect(sha256(new Uint8Array(dataset.factors.buffer))).toBe(firstPictures.factors)
    expect(sha256(dataset.split)).toBe(firstPictures.split)
  })

  it('of a picture do not depend on what was drawn before it, nor on how many follow', () => {
    const dataset = generateDataset(small)
    const bytes = 48 * 48 * 3
    for (const index of [17, 599, 0, 301, 60]) {
      expect(picture(small, index)).toEqual(dataset.images.subarray(index * bytes, (index + 1) * bytes))
      expect(picture(all, index)).toEqual(picture(small, index))
    }
  })

  it('of a class stay the same when other classes are left out', () => {
    const kept = datasetSettings.parse({ count: 600, classes: [3, 17, 40] })
    for (const label of kept.classes) {
      const here = indicesOfClass(kept, label, 10)
      const there = indicesOfClass(small, label, 10)
      for (let at = 0; at < 10; at++) expect(picture(kept, here[at]!)).toEqual(picture(small, there[at]!))
    }
  })

  it('come from the stored factors', () => {
    const dataset = generateDataset(small)
    const bytes = 48 * 48 * 3
    for (let index = 0; index < small.count; index += 7) {
      const stored = Object.fromEntries(factorNames.map((name, at) => [name, dataset.factors[index * 7 + at]!])) as unknown as Factors
      expect(stored).toEqual(samplePicture(small, index))
      const out = new Uint8Array(bytes)
      drawPicture(small, stored, out, 0, 3)
      expect(out).toEqual(dataset.images.subarray(index * bytes, (index + 1) * bytes))
      expect(dataset.labels[index]).toBe(classIndex(stored.shape, stored.style, stored.colour))
    }
  })
})

describe('drawing in steps', () => {
  it('reports what is done, ends with all, and gives the same as in one go', () => {
    const steps = drawDataset(small, 100)
    const seen: number[] = []
    let step = steps.next()
    while (!step.done) {
      seen.push(step.value)
      step = steps.next()
    }
    expect(seen).toEqual([100, 200, 300, 400, 500, 600])
    const progress: [number, number][] = []
    expect(generateDataset(small, (done, total) => progress.push([done, total]))).toEqual(step.value)
    expect(progress.at(-1)).toEqual([600, 600])
  })

  it('stops when left off', () => {
    const steps = drawDataset(all, 60)
    expect(steps.next()).toEqual({ done: false, value: 60 })
    steps.return(undefined as never)
    expect(steps.next().done).toBe(true)
  })
})

describe('the classes', () => {
  it('take turns, so that their counts differ by one at most', () => {
    for (const settings of [small, datasetSettings.parse({ count: 1003 }), datasetSettings.parse({ count: 100, classes: [1, 5, 59] })]) {
      const counts = new Map<number, number>()
      for (let index = 0; index < settings.count; index++) {
        const label = classOf(settings, index)
        counts.set(label, (counts.get(label) ?? 0) + 1)
      }
      expect([...counts.keys()].sort((a, b) => a - b)).toEqual(settings.classes)
      expect(Math.max(...counts.values()) - Math.min(...counts.values())).toBeLessThanOrEqual(1)
      for (const label of settings.classes) expect(indicesOfClass(settings, label)).toHaveLength(counts.get(label)!)
    }
  })

  it('are what the picture shows', () => {
    for (let index = 0; index < 60; index++) {
      const { shape, style, colour } = samplePicture(small, index)
      expect({ shape, style, colour }).toEqual(classFactors(index))
      const lit = [0, 1, 2].map((channel) => picture(small, index).some((value, at) => at % 3 === channel && value > 0))
      // White, blue, green, red and rainbow, as bits of red, green and blue.
      expect(lit).toEqual([4, 2, 1].map((bit) => (([7, 1, 2, 4, 7][colour] ?? 0) & bit) !== 0))
    }
    expect(className(9)).toBe('rainbow double line')
  })
})

describe('the factors', () => {
  const drawn = factorsOf(datasetSettings.parse({ count: 12_000 }))

  it('are uniform over their ranges, by chi-square', () => {
    const unit = 48 / 200
    const shares: Record<string, number[]> = { radius: [], angle: [], x: [], y: [] }
    for (const { shape, style, x, y, angle, radius } of drawn) {
      const edge = (reach(all, shape, style, radius / unit) + 2) * unit
      shares['radius']!.push((radius / unit - 48) / 24)
      shares['angle']!.push(angle / (2 * Math.PI))
      shares['x']!.push((x - edge) / (48 - 2 * edge))
      shares['y']!.push((y - edge) / (48 - 2 * edge))
    }
    for (const values of Object.values(shares)) {
      const cells = new Uint32Array(20)
      for (const value of values) {
        expect(value).toBeGreaterThan(-1e-5)
        expect(value).toBeLessThan(1 + 1e-5)
        cells[Math.min(19, Math.max(0, Math.floor(value * 20)))]! += 1
      }
      // 19 degrees of freedom: 43.8 is passed once in a thousand times.
      expect(cells.reduce((sum, seen) => sum + (seen - 600) ** 2 / 600, 0)).toBeLessThan(43.8)
    }
  })

  it('are unrelated to each other and to the class', () => {
    const columns = factorNames.map((name) => drawn.map((one) => one[name]))
    const correlation = (a: number[], b: number[]): number => {
      const mean = (list: number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length
      const [ma, mb] = [mean(a), mean(b)]
      const spread = (list: number[], m: number): number => Math.sqrt(mean(list.map((value) => (value - m) ** 2)))
      return mean(a.map((value, at) => (value - ma) * (b[at]! - mb))) / (spread(a, ma) * spread(b, mb))
    }
    for (let i = 0; i < columns.length; i++) {
      for (let j = 0; j < i; j++) expect(Math.abs(correlation(columns[i]!, columns[j]!))).toBeLessThan(4.5 / Math.sqrt(drawn.length))
    }
  })

  it('keep the shape inside the margin', () => {
    const settings = datasetSettings.parse({ count: 300, margin: 25, radius: [40, 60], filledLineWidth: 40 })
    const edge = (25 * 48) / 200
    for (let index = 0; index < settings.count; index++) {
      const seen = picture(settings, index)
      let outside = 0
      for (let at = 0; at < 48 * 48; at++) {
        const x = (at % 48) + 0.5,
          y = Math.floor(at / 48) + 0.5
        // An edge is spread over one pixel, half of it outwards; at a sharp corner that is one pixel outwards.
        if (Math.min(x, y, 48 - x, 48 - y) < edge - 1) outside += seen[at * 3]! + seen[at * 3 + 1]! + seen[at * 3 + 2]!
      }
      expect(outside).toBe(0)
    }
  })

  it('put a shape that is too large for its margin in the middle', () => {
    const settings = datasetSettings.parse({ count: 60, radius: [98, 98], margin: 50 })
    for (const { x, y } of factorsOf(settings)) expect([x, y]).toEqual([24, 24])
  })

  it('exist for the pictures of the dataset only', () => {
    for (const bad of [-1, 600, 0.5]) expect(() => samplePicture(small, bad)).toThrow(RangeError)
  })
})

describe('every setting changes what it says', () => {
  const change = (settings: object): DatasetSettings => datasetSettings.parse({ count: 600, ...settings })
  const differs = (settings: DatasetSettings, index: number): boolean => sha256(picture(settings, index)) !== sha256(picture(small, index))

  it('seed: every picture and the split', () => {
    const other = change({ seed: 2 })
    for (let index = 0; index < 120; index++) expect(differs(other, index)).toBe(true)
    expect(splitOf(other)).not.toEqual(splitOf(small))
  })

  it('size: the pixels, not the composition', () => {
    const large = factorsOf(change({ size: 96 }))
    for (const [index, one] of factorsOf(small).entries()) {
      for (const name of ['x', 'y', 'radius'] as const) expect(large[index]![name]).toBeCloseTo(2 * one[name], 4)
      expect(large[index]!.angle).toBe(one.angle)
    }
    expect(generateDataset(change({ size: 16 })).images).toHaveLength(600 * 16 * 16 * 3)
  })

  it('radius, rotation and position: their factor', () => {
    for (const one of factorsOf(change({ radius: [50, 50] }))) expect(one.radius).toBe(12)
    for (const one of factorsOf(change({ rotation: [0, 0] }))) expect(one.angle).toBe(0)
    for (const one of factorsOf(change({ rotation: [360, 360] }))) expect(one.angle).toBe(0)
    for (const one of factorsOf(change({ rotation: [90, 180] }))) {
      expect(one.angle).toBeGreaterThan(Math.PI / 2 - 1e-6)
      expect(one.angle).toBeLessThan(Math.PI + 1e-6)
    }
    for (const one of factorsOf(change({ position: [0.5, 0.5] }))) expect([one.x, one.y]).toEqual([24, 24])
    for (const one of factorsOf(change({ position: [0, 0] }))) {
      expect(one.x).toBeCloseTo(((reach(all, one.shape, one.style, (one.radius * 200) / 48) + 2) * 48) / 200, 4)
      expect(one.y).toBe(one.x)
    }
    for (const { x, y } of factorsOf(change({ margin: 20 }))) {
      expect(Math.min(x, y, 48 - x, 48 - y)).toBeGreaterThanOrEqual(((20 + 48) * 48) / 200 - 1e-4)
    }
  })

  it('line widths: the styles they belong to, and no other', () => {
    const outlines = change({ lineWidth: 6, position: [0.5, 0.5] })
    const fills = change({ filledLineWidth: 20, position: [0.5, 0.5] })
    const still = change({ position: [0.5, 0.5] })
    for (let index = 0; index < 60; index++) {
      const { shape, style } = classFactors(index)
      expect(sha256(picture(outlines, index)) !== sha256(picture(still, index))).toBe(style !== 2)
      expect(sha256(picture(fills, index)) !== sha256(picture(still, index))).toBe(style === 2 && shapes[shape] === 'line')
    }
  })
})

describe('sheets', () => {
  it('show the first pictures of a class, opaque, in reading order', () => {
    const sheet = classSheet(small, 34, 4, 3)
    expect([sheet.width, sheet.height]).toEqual([192, 144])
    for (const [place, index] of indicesOfClass(small, 34, 10).entries()) {
      const alone = picture(small, index)
      let same = 0
      for (let at = 0; at < 48 * 48; at++) {
        const there = ((Math.floor(place / 4) * 48 + Math.floor(at / 48)) * 192 + (place % 4) * 48 + (at % 48)) * 4
        if ([0, 1, 2].every((channel) => sheet.data[there + channel] === alone[at * 3 + channel]) && sheet.data[there + 3] === 255) same++
      }
      expect(same).toBe(48 * 48)
    }
    // Ten pictures in twelve places: the last two are left empty.
    expect(sheet.data.at(-1)).toBe(0)
  })

  it('are empty for a class that is not in use, and take any list of pictures', () => {
    const kept = datasetSettings.parse({ count: 60, classes: [0, 1] })
    expect(classSheet(kept, 5, 2, 2).data.every((value) => value === 0)).toBe(true)
    const wall = pictureSheet(
      small,
      Array.from({ length: 60 }, (_, index) => index),
      15,
    )
    expect([wall.width, wall.height]).toEqual([720, 192])
  })
})
