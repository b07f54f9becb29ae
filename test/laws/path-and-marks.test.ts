// Classes that are followed along a path, and the marks of shapes on the map.
import { expect, test } from 'vitest'
import { glyphs, usualForms } from '../../src-renderer/pages/imagine/glyphs.ts'
import { classesAlong } from '../../src-renderer/pages/imagine/path.ts'
import { shapes } from '../../src-shared/classes.ts'

test('the classes of both ends are among those followed, however many others are likelier on the way', () => {
  // Ends are classes 0 and 9; between them classes 1 to 8 are likelier and for longer.
  const row = (label: number, share: number): number[] => Array.from({ length: 10 }, (_, at) => (at === label ? share : (1 - share) / 9))
  const way = [row(0, 0.97), ...[1, 2, 3, 4, 5, 6, 7, 8].flatMap((label) => [row(label, 0.9), row(label, 0.9)]), row(9, 0.6)]
  expect(classesAlong(way, 4).slice(0, 2)).toEqual([0, 9])
  expect(classesAlong(way, 4)).toHaveLength(4)
  expect(classesAlong([row(3, 0.5), row(3, 0.9)], 4)).toEqual([3])
  expect(classesAlong([], 4)).toEqual([])
})

test('each shape has the mark that looks like it, of about one area', () => {
  const area = (form: keyof typeof glyphs): number => {
    const { fair, inside } = glyphs[form]
    let pixels = 0
    for (let y = -40; y <= 40; y++) for (let x = -40; x <= 40; x++) if (inside(x, y, 20 * fair)) pixels++
    return pixels
  }
  for (const shape of shapes) expect(Object.hasOwn(glyphs, shape)).toBe(true)
  for (const form of [...usualForms, ...shapes]) {
    expect(area(form) / area('circle')).toBeGreaterThan(0.6)
    expect(area(form) / area('circle')).toBeLessThan(1.5)
  }
  expect([glyphs.line.inside(20, 0, 20), glyphs.line.inside(0, 20, 20)]).toEqual([true, false])
  expect([glyphs.circle.inside(14, 14, 20), glyphs.square.inside(14, 14, 20), glyphs.circle.inside(19, 5, 20)]).toEqual([true, true, true])
})
