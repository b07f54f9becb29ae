// The drawing pad: a stroke's pixels are those of the lab's own line, and undo gives back exactly what was there.
import { expect, it, test } from 'vitest'
import { colours } from '../../src-shared/domains/shapes/classes.ts'
import { datasetSettings } from '../../src-shared/recipe/recipe.ts'
import { canvasWidth, drawPicture } from '../../src-shared/domains/shapes/raster.ts'
import { blank, cleared, redo, type Sketch, undo, withStroke } from '../../src-renderer/pages/data/sketch.ts'
import { coverageOf, drawStrokes, type Point, type Stroke } from '../../src-renderer/pages/data/strokes.ts'

const settings = datasetSettings.parse({})
const line = 0
const widths = [
  ['single', 0, settings.lineWidth],
  ['filled', 2, settings.filledLineWidth],
] as const
const total = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, one) => sum + one, 0)

test.each(widths)(
  'a straight stroke has the pixels of the dataset’s own %s line, in every colour, at every angle and size; only its ends are round',
  (_, style, width) => {
    for (const size of [32, 48, 64]) {
      const unit = size / canvasWidth
      for (const colour of colours.keys()) {
        for (const degrees of [0, 17, 45, 90, 133]) {
          const angle = (degrees * Math.PI) / 180
          const [x, y, radius] = [96, 108, 60]
          const own = new Uint8Array(size * size * 3)
          drawPicture(
            { ...settings, size },
            { shape: line, style, colour, x: x * unit, y: y * unit, radius: radius * unit, angle },
            own,
            0,
            3,
          )
          // Round ends of half a circle have the area of square ones that reach a quarter of pi of their radius.
          const reach = radius - (width / 2) * (Math.PI / 4)
          const at = (along: number): Point => ({ x: x + along * Math.cos(angle), y: y + along * Math.sin(angle) })
          const drawn = drawStrokes([{ colour, width, points: [at(-reach), at(0), at(reach)] }], size)
          let compared = 0
          let worst = 0
          for (let row = 0; row < size; row++)
            for (let column = 0; column < size; column++) {
              const along = (column + 0.5 - x * unit) * Math.cos(angle) + (row + 0.5 - y * unit) * Math.sin(angle)
              if (Math.abs(along) > reach * unit - 1) continue
              for (let channel = 0; channel < 3; channel++) {
                const place = (row * size + column) * 3 + channel
                worst = Math.max(worst, Math.abs(drawn[place]! - own[place]!))
                compared += own[place]! > 0 ? 1 : 0
              }
            }
          expect(worst).toBeLessThanOrEqual(1)
          expect(compared).toBeGreaterThan(20)
          expect(Math.abs(total(drawn) / total(own) - 1)).toBeLessThan(0.03)
        }
      }
    }
  },
)

it('covers what a pen of that width passes over, counted on 16 x 16 places in each pixel', () => {
  const size = 24
  const stroke: Stroke = {
    colour: 0,
    width: 20,
    points: [
      { x: 40, y: 60 },
      { x: 140, y: 75 },
      { x: 90, y: 150 },
    ],
  }
  const covered = coverageOf(stroke, size)
  const unit = size / canvasWidth
  // By many discs along the way, instead of distances to lines.
  const discs = stroke.points.slice(1).flatMap((to, at) =>
    Array.from({ length: 81 }, (_, share) => {
      const from = stroke.points[at]!
      return { x: (from.x + ((to.x - from.x) * share) / 80) * unit, y: (from.y + ((to.y - from.y) * share) / 80) * unit }
    }),
  )
  const radius = 10 * unit
  let sum = 0
  let worst = 0
  for (let place = 0; place < size * size; place++) {
    let inside = 0
    for (let one = 0; one < 256; one++) {
      const [x, y] = [(place % size) + ((one % 16) + 0.5) / 16, Math.floor(place / size) + (Math.floor(one / 16) + 0.5) / 16]
      if (discs.some((disc) => (disc.x - x) ** 2 + (disc.y - y) ** 2 <= radius ** 2)) inside++
    }
    sum += inside / 256
    worst = Math.max(worst, Math.abs(covered[place]! - inside / 256))
  }
  // One pixel wide edges that run aslant, against the area itself: at most an eighth off.
  expect(worst).toBeLessThan(0.13)
  expect(Math.abs(total(covered) / sum - 1)).toBeLessThan(0.02)
})

it('makes a dot of a single place, draws later strokes over earlier ones, takes away, and leaves what is outside', () => {
  const dot: Stroke = { colour: colours.indexOf('red'), width: 40, points: [{ x: 100, y: 100 }] }
  const pixel = (strokes: Stroke[], x: number, y: number): number[] => [
    ...drawStrokes(strokes, 50).subarray((y * 50 + x) * 3, (y * 50 + x) * 3 + 3),
  ]
  expect(total(coverageOf(dot, 50))).toBeCloseTo(Math.PI * 25, 0)
  expect(pixel([dot], 25, 25)).toEqual([255, 0, 0])
  expect(pixel([dot], 25, 32)).toEqual([0, 0, 0])
  const over: Stroke = {
    ...dot,
    colour: colours.indexOf('blue'),
    points: [
      { x: 0, y: 100 },
      { x: 400, y: 100 },
    ],
  }
  expect(pixel([dot, over], 25, 25)).toEqual([0, 0, 255])
  expect(pixel([dot, over, { ...dot, colour: null }], 25, 25)).toEqual([0, 0, 0])
  expect(drawStrokes([{ ...dot, points: [{ x: -500, y: 900 }] }], 50).every((byte) => byte === 0)).toBe(true)
  expect(drawStrokes([], 8)).toEqual(new Uint8Array(8 * 8 * 3))
})

test(
  'undo gives back exactly what was drawn before, clearing included; redo goes forward; a new stroke ends what could be done ' + 'again',
  () => {
    const stroke = (seed: number): Stroke => ({
      colour: seed % 5,
      width: 8,
      points: [
        { x: 20 * seed, y: 30 },
        { x: 50, y: 25 * seed },
      ],
    })
    const pictures: Uint8Array[] = []
    const sketches: Sketch[] = []
    let sketch = blank
    for (const change of [
      (of: Sketch) => withStroke(of, stroke(1)),
      (of: Sketch) => withStroke(of, stroke(4)),
      cleared,
      (of: Sketch) => withStroke(of, stroke(7)),
    ]) {
      sketches.push(sketch)
      pictures.push(drawStrokes(sketch.strokes, 48))
      sketch = change(sketch)
    }
    expect(pictures[3]).toEqual(new Uint8Array(48 * 48 * 3))
    const last = drawStrokes(sketch.strokes, 48)
    for (let at = 3; at >= 0; at--) {
      sketch = undo(sketch)
      expect(sketch.strokes).toBe(sketches[at]!.strokes)
      expect(drawStrokes(sketch.strokes, 48)).toEqual(pictures[at])
    }
    expect(undo(sketch)).toBe(sketch)
    for (let at = 0; at < 4; at++) sketch = redo(sketch)
    expect(drawStrokes(sketch.strokes, 48)).toEqual(last)
    expect(redo(sketch)).toBe(sketch)
    const other = withStroke(undo(sketch), stroke(2))
    expect(redo(other)).toBe(other)
    expect(cleared(blank)).toBe(blank)
    expect(withStroke(blank, { colour: 0, width: 8, points: [] })).toBe(blank)
  },
)
