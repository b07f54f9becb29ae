// What a latent number stands for: shares of variance against a regression worked out another way, and the words they make.
import { expect, it, test } from 'vitest'
import { random } from '../../src-shared/math/random.ts'
import { samplePicture } from '../../src-shared/domains/shapes/dataset.ts'
import { datasetSettings } from '../../src-shared/recipe/recipe.ts'
import { explainedBy, type Factor, factorsOf, meaningWords, sharesOf } from '../../src-renderer/pages/imagine/factors.ts'

const settings = datasetSettings.parse({ count: 3000, seed: 5 })
const factors = factorsOf(Array.from({ length: 3000 }, (_, index) => samplePicture(settings, index)))
const named = (name: string): Factor => factors.find((one) => one.name === name)!
const noise = (name: string, count: number): Float32Array => random(3, name).fillNormal(new Float32Array(count))

/** Adjusted R squared of the least squares fit on one indicator for each group, by the normal equations and Gauss's elimination. */
function byRegression(values: ArrayLike<number>, { groups, count }: Factor): number {
  const n = values.length
  // An intercept, and an indicator of every group but the first.
  const row = (at: number): number[] => [1, ...Array.from({ length: count - 1 }, (_, group) => (groups[at] === group + 1 ? 1 : 0))]
  const matrix = Array.from({ length: count }, () => new Array<number>(count + 1).fill(0))
  for (let at = 0; at < n; at++) {
    const x = row(at)
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < count; j++) matrix[i]![j]! += x[i]! * x[j]!
      matrix[i]![count]! += x[i]! * values[at]!
    }
  }
  for (let i = 0; i < count; i++) {
    for (let other = 0; other < count; other++) {
      if (other === i) continue
      const by = matrix[other]![i]! / matrix[i]![i]!
      for (let j = i; j <= count; j++) matrix[other]![j]! -= by * matrix[i]![j]!
    }
  }
  const weights = matrix.map((one, i) => one[count]! / one[i]!)
  const mean = Array.from(values).reduce((sum, one) => sum + one, 0) / n
  let rest = 0,
    total = 0
  for (let at = 0; at < n; at++) {
    const fitted = row(at).reduce((sum, one, i) => sum + one * weights[i]!, 0)
    rest += (values[at]! - fitted) ** 2
    total += (values[at]! - mean) ** 2
  }
  return 1 - rest / (n - count) / (total / (n - 1))
}

it('is the adjusted share of a least squares fit on the groups, for every factor', () => {
  const random1 = noise('share', 3000)
  const values = Float64Array.from({ length: 3000 }, (_, at) => {
    const { colour, style, x } = samplePicture(settings, at)
    return [0, 2, -1, 3, 1][colour]! + 0.6 * style + 0.05 * x + 0.8 * random1[at]!
  })
  for (const factor of factors) expect(explainedBy(values, factor)).toBeCloseTo(Math.max(0, byRegression(values, factor)), 9)
  const shares = sharesOf(values, factors)
  expect(shares[0]!.factor).toBe('colour')
  expect(shares[0]!.share).toBeGreaterThan(0.5)
})

it('is one where the group decides the value, and about nothing for labels dealt at random, also of few pictures', () => {
  const style = named('line style')
  expect(
    explainedBy(
      Float32Array.from(style.groups, (group) => [4, -2, 7][group]!),
      style,
    ),
  ).toBe(1)
  for (const count of [60, 300, 3000]) {
    let worst = 0
    let mean = 0
    for (let turn = 0; turn < 20; turn++) {
      const values = noise(`random ${count} ${turn}`, count)
      const shuffled = {
        ...named('size'),
        groups: Uint8Array.from(random(turn, 'deal').shuffle([...named('size').groups.subarray(0, count)])),
      }
      worst = Math.max(worst, explainedBy(values, shuffled))
      mean += explainedBy(values, shuffled) / 20
    }
    // An unadjusted correlation ratio would be about 9 / count.
    expect(mean).toBeLessThan(4 / count)
    expect(meaningWords([{ factor: 'size', share: worst }])).toMatch(/^no single factor/)
  }
  expect(explainedBy([1, 1, 1, 1], { name: 'same', groups: Uint8Array.of(0, 1, 0, 1), count: 2 })).toBe(0)
  expect(explainedBy([1, 2], { name: 'few', groups: Uint8Array.of(0, 1), count: 2 })).toBe(0)
  expect(explainedBy([], { name: 'none', groups: new Uint8Array(0), count: 2 })).toBe(0)
})

it('knows size and position by tenths of equally many pictures, also where they bend', () => {
  const [size, across] = [named('size'), named('horizontal position')]
  for (let group = 0; group < 10; group++) expect(size.groups.filter((one) => one === group)).toHaveLength(300)
  const radii = Float64Array.from({ length: 3000 }, (_, at) => samplePicture(settings, at).radius)
  expect(explainedBy(radii, size)).toBeGreaterThan(0.98)
  expect(explainedBy(radii, named('colour'))).toBeLessThan(0.02)
  // A large shape has less room: its place says a little of its size.
  expect(explainedBy(radii, across)).toBeGreaterThan(0.05)
  expect(explainedBy(radii, across)).toBeLessThan(0.25)
  const bent = Float64Array.from({ length: 3000 }, (_, at) => (samplePicture(settings, at).x - 24) ** 2)
  expect(explainedBy(bent, across)).toBeGreaterThan(0.8)
})

test.each([
  [[], 'no single factor: none explains any of it'],
  [[['shape', 0.004]], 'no single factor: none explains any of it'],
  [
    [
      ['shape', 0.12],
      ['size', 0.02],
    ],
    'no single factor: shape explains most, 12 %',
  ],
  [[['size', 0.249]], 'no single factor: size explains most, 25 %'],
  [[['size', 0.25]], 'partly size (explains 25 % of it)'],
  [[['line style', 0.5]], 'partly line style (explains 50 % of it)'],
  [
    [
      ['colour', 0.71],
      ['shape', 0.1],
    ],
    'mostly colour (explains 71 % of it)',
  ],
  [[['colour', 1]], 'mostly colour (explains 100 % of it)'],
] as [[string, number][], string][])('%j: %s', (shares, words) => {
  expect(meaningWords(shares.map(([factor, share]) => ({ factor, share }))).replaceAll('\u00a0', ' ')).toBe(words)
})
