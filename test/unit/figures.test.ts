// What figures measure of pictures, on pictures whose answer is known.
import { expect, test } from 'vitest'
import { chart } from '../../src-main/report/chart.ts'
import { html } from '../../src-main/report/html.ts'
import { against } from '../../src-main/paper/figure-parts.ts'
import { lostWords } from '../../src-main/paper/figures/reconstructions.ts'
import { likeness, testNamed } from '../../src-main/paper/likeness.ts'
import { type Picture, readPng, writePng } from '../../src-main/image/png.ts'
import { strip, tilesOf } from '../../src-main/image/tiles.ts'
import { coarse, distance, mean, meanColour, median, overPairs, roughness } from '../../src-main/paper/measures.ts'
import { typicalDeviation, whitenedDistance } from '../../src-main/paper/whitened.ts'
import { differences } from '../../src-shared/recipe/diff.ts'
import { random } from '../../src-shared/math/random.ts'
import { datasetSettings, ascendRecipe, type ReproducePreset, reproducePreset } from '../../src-shared/recipe/recipe.ts'
import { cutsOf, reproduction } from '../../src-shared/recipe/reproduction-presets.ts'

function paint(width: number, height: number, colour: (x: number, y: number) => [number, number, number]): Picture {
  const rgb = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) rgb.set(colour(x, y), 3 * (y * width + x))
  return { width, height, rgb }
}
const flat = (value: number): Picture => paint(48, 48, () => [value, value, value])
const checks = (size: number): Picture =>
  paint(48, 48, (x, y) => ((Math.floor(x / size) + Math.floor(y / size)) % 2 === 0 ? [200, 200, 200] : [0, 0, 0]))

test('a PNG gives back the picture it was made of', () => {
  const stream = random(1, 'png')
  const picture = paint(20, 12, () => [stream.integer(256), stream.integer(256), stream.integer(256)])
  expect(readPng(writePng(picture))).toEqual(picture)
})

test('the tiles of a strip are the pictures it was made of; a grid is read row by row', () => {
  const pictures = [10, 20, 30].map(flat)
  expect(tilesOf(strip(pictures), 48)).toEqual(pictures)
  const grid = paint(96, 96, (x, y) => [x < 48 ? 0 : 1, y < 48 ? 0 : 1, 0])
  expect(tilesOf(grid, 48).map((tile) => [...tile.rgb.subarray(0, 2)])).toEqual([
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ])
})

test('roughness is 0 for a flat or black picture, does not change with brightness, and grows as the grain gets finer', () => {
  expect(roughness(flat(0))).toBe(0)
  expect(roughness(flat(90))).toBe(0)
  const grains = [24, 8, 4, 2, 1].map((size) => roughness(checks(size)))
  expect(grains).toEqual([...grains].sort((a, b) => a - b))
  const dim = checks(4)
  expect(roughness({ ...dim, rgb: dim.rgb.map((value) => value / 2) })).toBeCloseTo(roughness(dim), 12)
  // Every pixel of the finest board differs from both neighbours by twice the mean brightness; a row and a column have none.
  expect(roughness(checks(1))).toBeCloseTo((2 * (200 * 47 * 48)) / (2 * 100 * 48 * 48), 12)
})

test('seen coarsely, speckle is gone and shapes are not', () => {
  expect(distance(coarse(checks(1)), coarse(flat(100)))).toBeCloseTo(0, 12)
  expect(distance(coarse(checks(24)), coarse(flat(100)))).toBeCloseTo(100 / 255, 12)
  expect(coarse(flat(51)).every((value) => Math.abs(value - 0.2) < 1e-12)).toBe(true)
})

test('mean colours, medians, means and pairs', () => {
  expect(meanColour(paint(4, 4, (x) => [x < 2 ? 255 : 0, 0, 51])).map((value) => Math.round(1e6 * value) / 1e6)).toEqual([0.5, 0, 0.2])
  expect([median([3, 1, 2]), median([4, 1, 2, 3]), mean([1, 2, 6])]).toEqual([2, 2.5, 3])
  expect(median([])).toBeNaN()
  expect(distance([0, 3], [4, 3])).toBeCloseTo(Math.sqrt(8), 12)
  expect(overPairs([1, 2, 4], (a, b) => b - a)).toBe(2)
})

test(
  'likeness counts most similar pictures of the right class, on a scale from noise to unseen pictures; tables without correlations ' +
    'tell nothing',
  () => {
    const row = (picture: string, label: number, correlation: number) => ({
      picture,
      tile: 0,
      index: 0,
      label: 1,
      distance: 0.2,
      similar: { index: 0, label, correlation },
    })
    const similar = { test: { correlations: [0.7, 0.9, 0.8], named: 2 }, noise: { correlations: [0.2, 0.2] } }
    const table = { baseline: { median: 0.1, low: 0, high: 1 }, similar, rows: [row('a', 9, 0.5), row('a', 5, 0.8), row('b', 9, 0.2)] }
    const found = likeness(table, [
      { hash: 'a', label: 9 },
      { hash: 'b', label: 24 },
    ])
    expect(found).toMatchObject({ count: 3, right: 1 })
    expect(found.resemblance).toEqual([0.5, 1, 0].map((value) => expect.closeTo(value, 12)))
    expect(found.distance).toBeCloseTo(2, 12)
    expect(testNamed(table)).toBeCloseTo(2 / 3, 12)
    const old = { baseline: table.baseline, rows: table.rows.map(({ similar: _one, ...rest }) => rest) }
    expect(likeness(old, [{ hash: 'a', label: 9 }])).toMatchObject({ count: 0, right: 0, resemblance: [] })
    expect(testNamed(old)).toBeNaN()
  },
)

test('an example that drives nothing is no measure', () => {
  expect(against(3, 2)).toBe(1.5)
  for (const example of [0, -1, undefined]) expect(against(3, example)).toBeNaN()
})

test('latent distances are in standard deviations of the encoded pictures, whichever way those lie', () => {
  const statistics = {
    mean: [0, 0],
    covariance: [
      [4, 0],
      [0, 9],
    ],
    low: [0, 0],
    high: [1, 1],
  }
  expect(whitenedDistance(statistics, [2, 3], [0, 0])).toBeCloseTo(Math.SQRT2, 12)
  expect(typicalDeviation(statistics)).toBeCloseTo(Math.sqrt(6.5), 12)
  // d' C^-1 d for a covariance that is not diagonal: C^-1 = [[2, -1], [-1, 2]] / 3.
  expect(
    whitenedDistance(
      {
        ...statistics,
        covariance: [
          [2, 1],
          [1, 2],
        ],
      },
      [1, 0],
      [0, 3],
    ),
  ).toBeCloseTo(Math.sqrt((2 + 6 + 18) / 3), 12)
  expect(
    whitenedDistance(
      {
        ...statistics,
        covariance: [
          [4, 0],
          [0, 0],
        ],
      },
      [2, 7],
      [0, 0],
    ),
  ).toBeCloseTo(1, 12)
})

test('differences name the settings that differ, each by its path, and nothing else', () => {
  const one = ascendRecipe.parse({ kind: 'ascend', model: 'a'.repeat(64), objectives: [{ kind: 'logit', class: 1 }] })
  expect(differences([one, structuredClone(one), one])).toEqual([])
  const other = ascendRecipe.parse({
    ...one,
    steps: 99,
    objectives: [{ kind: 'logit', class: 2 }],
    transforms: [{ kind: 'jitter', pixels: 4 }],
  })
  expect(Object.fromEntries(differences([one, other]).map(({ setting, values }) => [setting, values]))).toEqual({
    steps: ['256', '99'],
    'objectives.0.class': ['1', '2'],
    transforms: ['[]', '—'],
    'transforms.0.kind': ['—', 'jitter'],
    'transforms.0.pixels': ['—', '4'],
  })
  const dataset = (radius: [number, number]) => ({ kind: 'dataset' as const, dataset: datasetSettings.parse({ radius }) })
  expect(differences([dataset([8, 9]), dataset([8, 10])])).toEqual([{ setting: 'dataset.radius', values: ['[8,9]', '[8,10]'] }])
})

test('the presets grow from one to the next, and say in words what they cut', () => {
  const recipes = reproducePreset.options.map((preset: ReproducePreset) => reproduction(preset, 7))
  for (const [at, recipe] of recipes.entries()) {
    expect([recipe.seed, recipe.dataset.seed, recipe.classifier.seed, recipe.autoencoder.seed]).toEqual([7, 7, 7, 7])
    const cuts = cutsOf(recipe)
    for (const number of [recipe.dataset.count, recipe.samples]) expect(cuts).toContain(number.toLocaleString('en-US'))
    // Whoever is shown fewer pictures than the author's networks says so, in one unit on both sides.
    if (recipe.autoencoder.epochs * 0.8 * recipe.dataset.count < 3_200_000)
      expect(cuts).toMatch(/our autoencoder is trained on [\d,]+ showings of a picture, the author’s on 3,200,000/)
    expect(cuts).not.toMatch(/full size/i)
    const before = recipes[at - 1]
    if (before)
      expect([recipe.dataset.count > before.dataset.count, recipe.pixelSteps > before.pixelSteps, recipe.samples > before.samples]).toEqual(
        [true, true, true],
      )
  }
})

test.each([
  [null, 'How many test pictures lose their class after the autoencoder is not known.'],
  [
    { wrong: 1, of: 1 },
    'Of the test pictures that the classifier names correctly, 100.0 % (1 of 1) are named wrongly after the autoencoder. So few ' +
      'pictures tell nothing about the others.',
  ],
  [
    { wrong: 29, of: 29 },
    'Of the test pictures that the classifier names correctly, 100.0 % (29 of 29) are named wrongly after the autoencoder. So few ' +
      'pictures tell nothing about the others.',
  ],
  [
    { wrong: 24, of: 2397 },
    'Of the test pictures that the classifier names correctly, 1.0 % (24 of 2,397) are named wrongly after the autoencoder.',
  ],
])('what reconstructions lose, of %j', (lost, words) => {
  expect(lostWords(lost)).toBe(words)
})

test('text cannot become markup', () => {
  const evil = '<img src=x onerror="alert(1)">&\''
  expect(html`<p title="${evil}">${evil}${null}${[html`<b>${1}</b>`]}</p>`.markup).toBe(
    '<p title="&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&amp;&#39;">&lt;img src=x ' +
      'onerror=&quot;alert(1)&quot;&gt;&amp;&#39;<b>1</b></p>',
  )
})

test('a chart draws every finite point inside its frame, and nothing of fewer than two', () => {
  const points = Array.from({ length: 50 }, (_, at): [number, number] => [at, at === 7 ? Number.NaN : Math.sin(at)])
  const { markup } = chart('loss', [{ label: 'train/loss', points }])
  const drawn = /polyline points="([^"]+)"/
    .exec(markup)![1]!
    .split(' ')
    .map((pair) => pair.split(',').map(Number))
  expect(drawn).toHaveLength(49)
  const [, , width, height] = /viewBox="([^"]+)"/.exec(markup)![1]!.split(' ').map(Number)
  for (const [x, y] of drawn) expect(x! >= 0 && x! <= width! && y! >= 0 && y! <= height!).toBe(true)
  expect(chart('loss', [{ label: 'a', points: [[1, 1]] }]).markup).toBe('')
})
