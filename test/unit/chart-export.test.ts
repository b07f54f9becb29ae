// Charts and pictures as files of their own.
import { expect, test } from 'vitest'
import { sheetLayout } from '../../src-renderer/visualization/contact-sheet.ts'
import { barsSvg } from '../../src-shared/charts/bars-svg.ts'
import { curveSvg } from '../../src-shared/charts/curve-svg.ts'
import { histogramSvg } from '../../src-shared/charts/histogram-svg.ts'
import { plotOf } from '../../src-shared/charts/plot.ts'
import { scatterSvg } from '../../src-shared/charts/scatter-svg.ts'
import { all, type Element, parseXml } from '../fixtures/xml.ts'

test('a chart as a file has its title, both axes with marks, every curve and its last value, and no markup from names', () => {
  const svg = curveSvg(
    'Loss <b>',
    [
      {
        label: 'training & "more"',
        points: [
          [0, 4],
          [100, 1],
          [200, 0.5],
        ],
      },
      {
        label: 'validation',
        points: [
          [100, 2],
          [200, Number.NaN],
        ],
      },
    ],
    { x: 'step' },
  )!
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
  const plot = plotOf(
    [
      {
        label: 'a',
        points: [
          [0, 1],
          [1, 10],
          [2, 100],
        ],
      },
    ],
    { log: true },
  )!
  const [low, middle, high] = plot.lines[0]!.points.map(([, y]) => y)
  expect(middle! - high!).toBeCloseTo(low! - middle!, 6)
  expect(high).toBeLessThan(low!)
  for (const [x, y] of plot.lines[0]!.points) expect(x >= plot.left && x <= plot.right && y >= plot.top && y <= plot.bottom).toBe(true)
})

test.each([1, 4, 8, 60, 512])('a sheet of %i pictures holds each once, none over another, all inside', (count) => {
  const side = 96
  const { width, height, tiles } = sheetLayout(count, { width: side, height: side })
  expect(tiles).toHaveLength(count)
  expect(new Set(tiles.map(({ x, y }) => `${x} ${y}`)).size).toBe(count)
  expect(tiles.filter(({ x, y }) => x < 0 || x + side > width || y < 0 || y + side + 34 > height)).toEqual([])
  expect(
    tiles.filter(({ x, y }) =>
      tiles.some((other) => (other.x !== x || other.y !== y) && Math.abs(other.x - x) < side && Math.abs(other.y - y) < side + 34),
    ),
  ).toEqual([])
})

/** What no saved drawing may have: places that are no numbers, or lie off the paper. */
function expectDrawable(svg: string): Element {
  const root = parseXml(svg)
  expect(svg).not.toMatch(/NaN|Infinity|undefined|null/)
  const [, , width, height] = root.attributes['viewBox']!.split(' ').map(Number)
  // Bold letters of 13 units are at most about 8 wide on average.
  expect(10 + 8 * all(root, 'title')[0]!.text.length).toBeLessThanOrEqual(width!)
  for (const bar of all(root, 'rect')) {
    for (const key of ['width', 'height']) expect(Number(bar.attributes[key] ?? 0)).toBeGreaterThanOrEqual(0)
    expect(Number(bar.attributes['x'] ?? 0) + Number(bar.attributes['width'])).toBeLessThanOrEqual(width! + 0.1)
    expect(Number(bar.attributes['y'] ?? 0) + Number(bar.attributes['height'])).toBeLessThanOrEqual(height! + 0.1)
  }
  return root
}
const words = (root: Element): string[] => all(root, 'text').map(({ text }) => text)
const titles = (root: Element): string[] => all(root, 'rect').flatMap((one) => all(one, 'title').map(({ text }) => text))

test('a histogram as a file tells of every bar its range and count, of every mark its value, and names both axes', () => {
  const root = expectDrawable(
    histogramSvg(
      'Activation of conv3 & "more"',
      {
        counts: [900, 30, 0, 1],
        low: 0,
        high: 8,
        markers: [
          { value: 20.6, label: 'Naive' },
          { value: 6.94, label: 'Best example' },
        ],
        log: true,
      },
      { x: 'activation at the strongest place, after ReLU', one: 'picture' },
    ),
  )
  expect(all(root, 'title')[0]!.text).toBe('Activation of conv3 & "more"')
  expect(titles(root).map((one) => one.replaceAll('\u00a0', ' '))).toEqual([
    '0 to 2: 900 pictures',
    '2 to 4: 30 pictures',
    '4 to 6: 0 pictures',
    '6 to 8: 1 picture',
  ])
  expect(words(root)).toEqual(
    expect.arrayContaining([
      'number of pictures, log scale',
      'activation at the strongest place, after ReLU',
      'Naive 20.6',
      'Best example 6.94',
      '0',
      '1',
      '10',
      '100',
    ]),
  )
  // A thousand times as many stand higher, yet not a thousand times, and none is as low as nothing.
  const heights = all(root, 'rect')
    .slice(1)
    .map(({ attributes }) => Number(attributes['height']))
  expect(heights[0]! / heights[1]!).toBeLessThan(3)
  expect([heights[2], heights[3]! >= 1]).toEqual([0, true])
})

test('bars as a file tell each its number, to the left of zero where it is below, and leave out what is none', () => {
  const root = expectDrawable(
    barsSvg(
      'Classes',
      [
        { label: 'white <b>', value: 4 },
        { label: 'blue', value: -2 },
        { label: 'lost', value: Number.NaN },
        { label: 'none', value: 0 },
      ],
      'mean activation',
    ),
  )
  expect(titles(root)).toEqual(['white <b>: 4', 'blue: −2', 'none: 0'])
  expect(words(root)).toEqual(expect.arrayContaining(['white <b>', 'blue', '4', '−2', 'mean activation']))
  const [first, second] = all(root, 'rect')
    .slice(1)
    .map(({ attributes }) => attributes)
  expect(Number(second!['x']) + Number(second!['width'])).toBeCloseTo(Number(first!['x']), 0)
  expect(Number(first!['width']) / Number(second!['width'])).toBeCloseTo(2, 1)
})

test('a map as a file has every point that is shown once, by its number, at its place, and names axes and groups with their counts', () => {
  const groups = [
    { label: 'lines & more', fill: '#000', edge: '#000', path: 'M-6 -2 H6 V2 H-6 Z', size: 1 },
    { label: 'hidden', fill: '#000', edge: '#000', path: 'M0 0 Z', size: 1 },
  ]
  const root = expectDrawable(
    scatterSvg(
      'Map',
      { xs: [0, 10, 5, 1, Number.NaN], ys: [0, 5, 10, 1, 2], groups: [0, 0, 0, 1, 0], order: [2, 0, 1, 3, 4] },
      groups,
      [true, false],
      { x: 'principal axis 1 (33 %)', y: 'latent number 2', even: true, one: 'picture' },
    ),
  )
  const points = all(root, 'use')
  expect(points.map(({ attributes }) => attributes['id'])).toEqual(['p2', 'p0', 'p1'])
  const at = (id: string): [number, number] => {
    const { x, y } = points.find(({ attributes }) => attributes['id'] === id)!.attributes
    return [Number(x), Number(y)]
  }
  // Up is up, and both axes have one scale.
  expect(at('p1')[0] - at('p0')[0]).toBeCloseTo(at('p0')[1] - at('p2')[1], 0)
  expect(at('p1')[1]).toBeLessThan(at('p0')[1])
  expect(words(root).map((one) => one.replaceAll('\u00a0', ' '))).toEqual(
    expect.arrayContaining(['principal axis 1 (33 %)', 'latent number 2', 'lines & more: 3 pictures']),
  )
  expect(all(root, 'path')).toHaveLength(2)
})

const odd = [Number.NaN, Infinity, -Infinity, 0, -0, -1, 1e-320, 1e308, -1e308, 0.1]
test('whatever the numbers are, every drawing is whole: well-formed, on its paper, and without a place that is no number', () => {
  for (const a of odd)
    for (const b of odd) {
      const name = 'bell \u0007, half \ud800, end'
      expectDrawable(
        histogramSvg(
          name,
          { counts: [a, b, 3], low: a, high: b, markers: [{ value: b, label: name }], log: true },
          { x: name, one: 'picture' },
        ),
      )
      expectDrawable(histogramSvg(name, { counts: [a, b], low: b, high: a, log: false }, { x: name, one: 'picture' }))
      expectDrawable(
        barsSvg(
          name,
          [
            { label: name, value: a },
            { label: name, value: b },
          ],
          name,
        ),
      )
      expectDrawable(
        scatterSvg(
          name,
          { xs: [a, b], ys: [b, a], groups: [0, 0], order: null },
          [{ label: name, fill: '#000', edge: '#000', path: 'M0 0 Z', size: 1 }],
          [true],
          { x: name, y: name, even: false, one: 'picture' },
        ),
      )
      const curve = curveSvg(
        name,
        [
          {
            label: name,
            points: [
              [0, a],
              [1, b],
              [2, 1],
              [3, 2],
            ],
          },
        ],
        { log: true },
      )
      expectDrawable(curve!)
    }
})
