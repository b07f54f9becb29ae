// Laws of the Data page's helpers: the cache of drawn pictures, the way of the arrow keys, drafts, counts, crops and answers.
import { describe, expect, it } from 'vitest'
import { classCount, classFactors } from '../../src-shared/domains/shapes/classes.ts'
import { classOf, drawDatasetPicture, indicesOf, splitOf } from '../../src-shared/domains/shapes/dataset.ts'
import { datasetSettings, newDataset } from '../../src-shared/recipe/recipe.ts'
import { strongest, verdicts } from '../../src-renderer/visualization/answer-rows.ts'
import { cropOf, wholeZoom } from '../../src-renderer/pages/data/crop.ts'
import { candidateOf, classesOf, offers, problemsOf, defaultDraft } from '../../src-renderer/dataset/dataset-choice.ts'
import { lengthWords, meaningOf, splitCounts, warningsOf } from '../../src-renderer/pages/data/meaning.ts'
import { Lru } from '../../src-renderer/dataset/lru.ts'
import { picturesOf, scaleFor } from '../../src-renderer/dataset/pictures.ts'
import { pixelAt, pixelWords } from '../../src-renderer/pages/data/pixel.ts'
import { neighbour } from '../../src-renderer/components/roving-focus.ts'
import { filterOf, usedBy } from '../../src-renderer/pages/data/words.ts'

const settings = datasetSettings.parse({ count: 300, seed: 5 })

describe('the cache', () => {
  it('makes a value once, and drops the one not asked for longest', () => {
    const made: number[] = []
    const cache = new Lru<number, string>(3)
    const get = (key: number): string =>
      cache.get(key, () => {
        made.push(key)
        return `v${key}`
      })
    for (const key of [1, 2, 3, 1, 4, 1, 2]) expect(get(key)).toBe(`v${key}`)
    expect(made).toEqual([1, 2, 3, 4, 2])
    expect(cache.size).toBe(3)
  })
  it('hands out the very bytes that the rasteriser draws, and the same object for the same settings', () => {
    const pictures = picturesOf(settings)
    expect(picturesOf(structuredClone(settings))).toBe(pictures)
    expect(picturesOf({ ...settings, seed: 6 })).not.toBe(pictures)
    const rgba = new Uint8ClampedArray(48 * 48 * 4)
    const rgb = new Uint8Array(2 * 48 * 48 * 3)
    for (const [at, index] of [7, 299].entries()) {
      drawDatasetPicture(settings, index, rgba, 0, 4)
      expect(pictures.rgba(index)).toEqual(rgba)
      drawDatasetPicture(settings, index, rgb, at * 48 * 48 * 3, 3)
    }
    expect(pictures.rgb([7, 299])).toEqual(rgb)
  })
  it('knows the pictures of a class and their splits', () => {
    const pictures = picturesOf(settings)
    const split = splitOf(settings)
    expect(pictures.counts).toEqual({
      train: indicesOf(split, 'train').length,
      validation: indicesOf(split, 'validation').length,
      test: indicesOf(split, 'test').length,
    })
    const all = (['train', 'validation', 'test'] as const).flatMap((name) => pictures.ofClass(24, name).map((index) => ({ index, name })))
    expect(all.map((one) => one.index).sort((a, b) => a - b)).toEqual(pictures.ofClass(24))
    for (const { index, name } of all) {
      expect(classOf(settings, index)).toBe(24)
      expect(pictures.split(index)).toBe(name)
    }
  })
  it('shows pictures of every size about as large, at a whole number of pixels', () => {
    for (const size of [16, 32, 48, 64, 80, 96])
      for (const scale of [1, 2, 3, 4, 8]) {
        const zoom = scaleFor(size, scale)
        expect(Number.isInteger(zoom)).toBe(true)
        expect(Math.abs(size * zoom - 48 * scale)).toBeLessThanOrEqual(Math.max(size / 2, size - 48 * scale))
      }
  })
})

describe('arrow keys', () => {
  const box = (column: number, row: number, width = 50) => ({ left: column * 60, top: row * 70, width, height: 60 })
  it('move in a grid as in a table', () => {
    const boxes = Array.from({ length: 15 }, (_, at) => box(at % 5, Math.floor(at / 5)))
    for (let from = 0; from < 15; from++) {
      expect(neighbour(boxes, from, 'ArrowRight')).toBe(from < 14 ? from + 1 : null)
      expect(neighbour(boxes, from, 'ArrowLeft')).toBe(from > 0 ? from - 1 : null)
      expect(neighbour(boxes, from, 'ArrowDown')).toBe(from < 10 ? from + 5 : null)
      expect(neighbour(boxes, from, 'ArrowUp')).toBe(from >= 5 ? from - 5 : null)
    }
    expect(neighbour(boxes, 7, 'Home')).toBe(0)
    expect(neighbour(boxes, 7, 'End')).toBe(14)
    expect(neighbour(boxes, 7, 'a')).toBeNull()
  })
  it('find the nearest where rows are of unequal length', () => {
    const boxes = [box(0, 0), box(1, 0), box(2, 0), box(0, 1)]
    expect(neighbour(boxes, 2, 'ArrowDown')).toBe(3)
    expect(neighbour(boxes, 3, 'ArrowUp')).toBe(0)
  })
  it('go straight on over a gap before they go aside', () => {
    const boxes = [box(0, 0), box(4, 1), box(0, 2)]
    expect(neighbour(boxes, 0, 'ArrowDown')).toBe(2)
  })
})

describe('a draft', () => {
  it('has every class as long as nothing is left out, and its settings are the usual ones', () => {
    const draft = defaultDraft()
    expect(classesOf(draft)).toEqual(Array.from({ length: classCount }, (_, label) => label))
    expect(datasetSettings.parse(candidateOf(draft, classesOf(draft)))).toEqual(newDataset())
    expect(problemsOf(candidateOf(draft, classesOf(draft)))).toEqual([])
  })
  it('has the classes whose factors are all in use, but for those left out', () => {
    const draft = { ...defaultDraft(), shapes: [1, 3], colours: [0, 4], without: [15, 59] }
    const classes = classesOf(draft)
    expect(classes).toEqual(
      Array.from({ length: classCount }, (_, label) => label).filter((label) => {
        const { shape, colour } = classFactors(label)
        return [1, 3].includes(shape) && [0, 4].includes(colour) && label !== 15 && label !== 59
      }),
    )
    expect(offers(draft, 15)).toBe(true)
    expect(offers(draft, 0)).toBe(false)
    expect(problemsOf(candidateOf(draft, classes))).toEqual([])
  })
  it('is told in words when it cannot be drawn', () => {
    const none = { ...defaultDraft(), styles: [] }
    expect(problemsOf(candidateOf(none, classesOf(none)))).toEqual([
      { field: 'classes', words: expect.stringMatching(/^No class is left/) as string },
    ])
    const crossed = { ...defaultDraft(), radius: [90, 20] as [number, number], rotation: [180, 0] as [number, number] }
    const problems = problemsOf(candidateOf(crossed, classesOf(crossed)))
    expect(problems.map((one) => one.field)).toEqual(['radius', 'rotation'])
    for (const { words } of problems) expect(words).toMatch(/smaller to the larger/)
  })
})

describe('what settings mean', () => {
  it('tells how many pictures go into each split, by either rule', () => {
    for (const count of [60, 61, 68, 69, 70, 299, 300, 1009, 6000]) {
      for (const settings of [datasetSettings.parse({ count }), newDataset({ count })]) {
        const { train, validation, test } = splitCounts(settings)
        expect(train + validation + test).toBe(count)
        expect(meaningOf(settings)[1]).toContain(`${train.toLocaleString('en-US')} to learn from, ${validation}`)
        expect(Math.abs(test - count / 10)).toBeLessThan(7)
      }
    }
  })
  it('tells a length as it is set and in pixels, and whose dataset it is', () => {
    expect(
      [
        [24, 48],
        [200, 96],
        [1, 16],
      ].map(([units, size]) => lengthWords(units!, size!).replaceAll('\u00a0', ' ')),
    ).toEqual(['24 units (5.8 px)', '200 units (96.0 px)', '1 unit (0.1 px)'])
    const run = (kind: string) => ({ recipe: { kind } })
    expect(usedBy({ from: 'the model “A”', model: {}, run: null })).toBe('Used by the model “A”.')
    expect(usedBy({ from: 'the run “A”', model: null, run: run('dataset') })).toBe('Drawn by the run “A”.')
    expect(usedBy({ from: 'the run “A”', model: null, run: run('classifier') })).toBe('Used by the run “A”.')
    expect(usedBy({ from: 'the paper’s settings', model: null, run: null })).toBe('It has the paper’s settings.')
  })
  it('warns of what is allowed but odd, and of nothing else', () => {
    expect(warningsOf(datasetSettings.parse({}))).toEqual([])
    expect(warningsOf(datasetSettings.parse({ radius: [50, 50], rotation: [0, 0], position: [0.5, 0.5] }))).toHaveLength(1)
    expect(warningsOf(datasetSettings.parse({ radius: [50, 98] }))).toHaveLength(1)
    expect(warningsOf(datasetSettings.parse({ count: 100 }))).toHaveLength(1)
    expect(warningsOf(datasetSettings.parse({ size: 32 }))).toHaveLength(1)
  })
  it('reads a filter from an address, and leaves out what does not fit', () => {
    expect(filterOf({ shape: 'circle', style: 'filled', colour: 'rainbow', split: 'test' })).toEqual({
      shape: 2,
      style: 2,
      colour: 4,
      split: 'test',
    })
    expect(filterOf({ shape: 'cube', split: 'all' })).toEqual({ shape: null, style: null, colour: null, split: null })
  })
})

describe('a crop', () => {
  it('lies within the picture when it is smaller, and in its middle when it is larger', () => {
    for (const [width, height] of [
      [300, 200],
      [200, 300],
      [48, 48],
    ] as const) {
      for (const across of [0, 0.3, 1]) {
        const { side, x, y } = cropOf(width, height, 2, across, 1 - across)
        expect(side).toBe(Math.min(width, height) / 2)
        expect(x).toBeGreaterThanOrEqual(0)
        expect(x + side).toBeLessThanOrEqual(width)
        expect(y).toBeGreaterThanOrEqual(0)
        expect(y + side).toBeLessThanOrEqual(height)
      }
      const whole = cropOf(width, height, wholeZoom(width, height), 0.1, 0.9)
      expect(whole.side).toBeCloseTo(Math.max(width, height))
      expect(whole.x).toBeCloseTo((width - whole.side) / 2)
      expect(whole.y).toBeCloseTo((height - whole.side) / 2)
    }
  })
})

describe('answers', () => {
  it('are the likeliest classes in order, and the true one with its place', () => {
    const logits = Array.from({ length: 60 }, (_, label) => (label * 37) % 60)
    const rows = verdicts(
      logits,
      logits.map((one) => one / 100),
      0,
    )
    expect(rows).toHaveLength(6)
    expect(rows.slice(0, 5).map((one) => one.logit)).toEqual([59, 58, 57, 56, 55])
    expect(rows[5]).toMatchObject({ label: 0, logit: 0, rank: 60 })
    expect(verdicts(logits, logits, rows[2]!.label)).toHaveLength(5)
  })
  it('are the units farthest above their mean, in standard deviations', () => {
    // Two pictures of which a unit answers 0 and 2: mean 1, deviation 1; the third never differs.
    const usual = {
      labels: [0, 1],
      layers: new Map([
        [
          'conv1',
          [
            [0, 0, 5],
            [2, 20, 5],
          ],
        ],
      ]),
    }
    expect(strongest([{ layer: 'conv1', values: [[4, 15, 9]] }], usual, 4)).toEqual([
      {
        layer: 'conv1',
        units: [
          { layer: 'conv1', unit: 0, value: 4, above: 3 },
          { layer: 'conv1', unit: 1, value: 15, above: 0.5 },
        ],
      },
    ])
    expect(strongest([{ layer: 'conv1', values: [[0.5, 5, 5]] }], usual, 4)[0]!.units).toEqual([])
    // Of several pictures their mean counts: one that answers does not make up for one that does not.
    expect(
      strongest(
        [
          {
            layer: 'conv1',
            values: [
              [4, 15, 9],
              [4, 5, 9],
            ],
          },
        ],
        usual,
        4,
      )[0]!.units.map(({ unit, value }) => [unit, value]),
    ).toEqual([[0, 4]])
  })
})

describe('the pixel under the pointer', () => {
  it('is found at every place inside the picture, and nowhere beside it', () => {
    for (let y = 0; y < 48; y++)
      for (let x = 0; x < 48; x++)
        for (const inside of [0, 0.5, 0.99]) expect(pixelAt((x + inside) / 48, (y + inside) / 48, 48)).toEqual({ x, y })
    for (const [across, down] of [
      [-0.001, 0.5],
      [0.5, -0.001],
      [1, 0.5],
      [0.5, 1.2],
      [Number.NaN, 0.5],
    ] as const)
      expect(pixelAt(across, down, 48)).toBeNull()
  })
  it('is read from the bytes of its own place', () => {
    const rgb = new Uint8Array(4 * 4 * 3)
    rgb.set([255, 128, 7], (2 * 4 + 3) * 3)
    expect(pixelWords(rgb, 4, { x: 3, y: 2 })).toBe('x 3, y 2: red 255, green 128, blue 7')
    expect(pixelWords(rgb, 4, { x: 2, y: 3 })).toBe('x 2, y 3: red 0, green 0, blue 0')
  })
})
