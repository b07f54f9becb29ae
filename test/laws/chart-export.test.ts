// Charts and pictures as files of their own.
import { expect, test } from 'vitest'
import { sheetLayout } from '../../src-renderer/pages/look/contact-sheet.ts'
import { curveSvg } from '../../src-shared/curve-svg.ts'
import { plotOf } from '../../src-shared/plot.ts'

test('a chart as a file has its title, both axes with marks, every curve and its last value, and no markup from names', () => {
  const svg = curveSvg('Loss <b>', [{ label: 'training & "more"', points: [[0, 4], [100, 1], [200, 0.5]] }, { label: 'validation', points: [[100, 2], [200, Number.NaN]] }], { x: 'step' })!
  expect(svg.startsWith('<svg xmlns="http://www.w3.org/2000/svg"')).toBe(true)
  expect(svg).toContain('Loss &lt;b&gt;')
  expect(svg).toContain('training &amp; &quot;more&quot;: 0.5')
  expect(svg).toContain('>step</text>')
  for (const mark of ['0', '100', '200', '1', '2', '3', '4']) expect(svg).toContain(`>${mark}</text>`)
  expect([svg.split('<polyline').length - 1, svg.split('<circle').length - 1]).toEqual([1, 1])
  expect(svg).not.toMatch(/NaN|undefined/)
  expect(curveSvg('Loss', [{ label: 'a', points: [[1, 1]] }])).toBeNull()
})

test('a higher value lies higher, on a log axis in even steps for even factors, and nothing leaves the ground', () => {
  const plot = plotOf([{ label: 'a', points: [[0, 1], [1, 10], [2, 100]] }], { log: true })!
  const [low, middle, high] = plot.lines[0]!.points.map(([, y]) => y)
  expect(middle! - high!).toBeCloseTo(low! - middle!, 6)
  expect(high).toBeLessThan(low!)
  for (const [x, y] of plot.lines[0]!.points) expect(x >= plot.left && x <= plot.right && y >= plot.top && y <= plot.bottom).toBe(true)
})

test.each([1, 4, 8, 60, 512])('a sheet of %i pictures holds each once, none over another, all inside', (count) => {
  const side = 96
  const { width, height, tiles } = sheetLayout(count, side)
  expect(tiles).toHaveLength(count)
  expect(new Set(tiles.map(({ x, y }) => `${x} ${y}`)).size).toBe(count)
  expect(tiles.filter(({ x, y }) => x < 0 || x + side > width || y < 0 || y + side + 34 > height)).toEqual([])
  expect(tiles.filter(({ x, y }) => tiles.some((other) => (other.x !== x || other.y !== y) && Math.abs(other.x - x) < side && Math.abs(other.y - y) < side + 34))).toEqual([])
})
