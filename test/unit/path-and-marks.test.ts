// Classes that are followed along a path, and the marks of shapes on the map.
import { expect, test } from 'vitest'
import { glyphs, defaultForms } from '../../src-renderer/pages/imagine/glyphs.ts'
import { classesAlong, framesInRow } from '../../src-renderer/pages/imagine/latent-path.ts'
import { shapes } from '../../src-shared/domains/shapes/classes.ts'

const row = (label: number, share: number): number[] => Array.from({ length: 12 }, (_, at) => (at === label ? share : (1 - share) / 11))
test('a class that is the likeliest at any frame is followed, the classes of both ends first', () => {
  const way = [row(0, 0.97), ...[1, 2, 3, 4, 5, 6, 7, 8].flatMap((label) => [row(label, 0.9), row(label, 0.9)]), row(9, 0.6)]
  expect(classesAlong(way, 4)).toEqual([0, 9, 1, 2, 3, 4, 5, 6, 7, 8])
  // Likely but never the likeliest: only as far as there is room.
  const second = row(3, 0.6).with(10, 0.3).with(11, 0.31)
  expect(classesAlong([second, second], 2)).toEqual([3, 11])
  expect(classesAlong([second, row(4, 0.9)], 2)).toEqual([3, 4])
  expect(classesAlong([second, row(4, 0.9)], 4)).toEqual([3, 4, 11, 10])
  expect(classesAlong([row(3, 0.5), row(3, 0.9)], 4)).toEqual([3])
  expect(classesAlong([], 4)).toEqual([])
})

test('the frame that is shown is among the pictures below it, in its order', () => {
  for (const [frames, count] of [
    [25, 12],
    [25, 25],
    [96, 12],
    [25, 3],
    [5, 4],
  ] as const) {
    for (let shown = 0; shown < frames; shown++) {
      const tiles = framesInRow(frames, count, shown)
      expect(tiles).toHaveLength(count)
      expect(tiles).toContain(shown)
      expect([tiles[0], tiles.at(-1)]).toEqual([0, frames - 1])
      expect(tiles).toEqual([...new Set(tiles)].sort((a, b) => a - b))
    }
  }
  expect(framesInRow(25, 2, 7)).toEqual([0, 24])
})

test('each shape has the mark that looks like it, of about one area', () => {
  const area = (form: keyof typeof glyphs): number => {
    const { fair, inside } = glyphs[form]
    let pixels = 0
    for (let y = -40; y <= 40; y++) for (let x = -40; x <= 40; x++) if (inside(x, y, 20 * fair)) pixels++
    return pixels
  }
  for (const shape of shapes) expect(Object.hasOwn(glyphs, shape)).toBe(true)
  for (const form of [...defaultForms, ...shapes]) {
    expect(area(form) / area('circle')).toBeGreaterThan(0.6)
    expect(area(form) / area('circle')).toBeLessThan(1.5)
  }
  expect([glyphs.line.inside(20, 0, 20), glyphs.line.inside(0, 20, 20)]).toEqual([true, false])
  expect([glyphs.circle.inside(14, 14, 20), glyphs.square.inside(14, 14, 20), glyphs.circle.inside(19, 5, 20)]).toEqual([true, true, true])
})
