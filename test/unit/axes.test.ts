// Nearest pictures, principal axes and matched units, against slower ways to the same.
import { expect, test } from 'vitest'
import { matchBaselines, matchUnits } from '../../src-main/science/evaluation/unit-matching.ts'
import { nearestPictures } from '../../src-main/science/evaluation/nearest-pictures.ts'
import { principalAxes } from '../../src-main/science/latent/principal-axes.ts'
import { finish } from '../../src-main/science/evaluation/evaluate.ts'
import { random } from '../../src-shared/math/random.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'

test('the nearest picture is the one that brute force finds, at its distance', () => {
  const stream = random(1, 'nearest')
  const pixels = 300
  const bytes = (count: number): Uint8Array => Uint8Array.from({ length: count * pixels }, () => stream.integer(256))
  const [queries, images] = [bytes(7), bytes(90)]
  // One query is a picture of the dataset itself.
  queries.set(images.subarray(40 * pixels, 41 * pixels), 3 * pixels)
  const indices = Uint32Array.from({ length: 60 }, (_, at) => 30 + at)
  const before = tf.memory().numTensors
  const found = finish(nearestPictures(queries, images, indices, pixels, 17))
  expect(tf.memory().numTensors).toBe(before)
  for (let query = 0; query < 7; query++) {
    const distances = Array.from(indices, (index) =>
      Math.sqrt(
        queries
          .subarray(query * pixels, (query + 1) * pixels)
          .reduce((sum, value, at) => sum + ((value - images[index * pixels + at]!) / 255) ** 2, 0) / pixels,
      ),
    )
    const least = Math.min(...distances)
    expect(found[query]!.index).toBe(indices[distances.indexOf(least)])
    expect(found[query]!.distance).toBeCloseTo(least, 3)
  }
  expect(found[3]).toMatchObject({ index: 40 })
})

test('the axes of a matrix that was turned are the ones it was turned by', () => {
  const stream = random(2, 'axes')
  const n = 6
  // An orthonormal basis by Gram and Schmidt, and a spectrum: the covariance is their sum of squares.
  const basis: number[][] = []
  while (basis.length < n) {
    let vector = Array.from(stream.fillNormal(new Float32Array(n)))
    for (const one of basis) {
      const dot = one.reduce((sum, value, at) => sum + value * vector[at]!, 0)
      vector = vector.map((value, at) => value - dot * one[at]!)
    }
    const length = Math.hypot(...vector)
    basis.push(vector.map((value) => value / length))
  }
  const spectrum = [9, 5, 2, 1, 0.5, 0]
  const covariance = basis[0]!.map((_, i) =>
    basis[0]!.map((_value, j) => spectrum.reduce((sum, value, k) => sum + value * basis[k]![i]! * basis[k]![j]!, 0)),
  )
  const { axes, variances } = principalAxes(covariance, 3)
  for (let at = 0; at < 3; at++) {
    expect(variances[at]).toBeCloseTo(spectrum[at]!, 9)
    expect(Math.abs(axes[at]!.reduce((sum, value, k) => sum + value * basis[at]![k]!, 0))).toBeCloseTo(1, 9)
    expect(axes[at]!.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0)).toBeGreaterThan(0)
  }
})

test('power iteration comes to the same first axis', () => {
  const stream = random(3, 'power')
  const rows = Array.from({ length: 40 }, () => Array.from(stream.fillNormal(new Float32Array(5)), (value, at) => value * (at + 1)))
  const covariance = [0, 1, 2, 3, 4].map((i) =>
    [0, 1, 2, 3, 4].map((j) => rows.reduce((sum, row) => sum + (row[i]! * row[j]!) / rows.length, 0)),
  )
  let axis = [1, 1, 1, 1, 1]
  for (let turn = 0; turn < 2_000; turn++) {
    axis = covariance.map((row) => row.reduce((sum, value, k) => sum + value * axis[k]!, 0))
    const length = Math.hypot(...axis)
    axis = axis.map((value) => value / length)
  }
  const {
    axes: [first],
  } = principalAxes(covariance, 1)
  expect(Math.abs(first!.reduce((sum, value, k) => sum + value * axis[k]!, 0))).toBeCloseTo(1, 9)
  expect(principalAxes([[4]], 2)).toEqual({ axes: [[1]], variances: [4] })
})

test('units that were permuted, scaled and shifted find each other; a constant unit is like none', () => {
  const stream = random(4, 'units')
  const [count, units] = [200, 9]
  const a = stream.fillNormal(new Float32Array(count * units))
  for (let row = 0; row < count; row++) a[row * units + 4] = 7
  const order = stream.shuffle(Array.from({ length: units }, (_, at) => at))
  const b = new Float32Array(count * units)
  for (let row = 0; row < count; row++)
    order.forEach((from, to) => {
      b[row * units + to] = 3 * a[row * units + from]! - 2
    })
  for (const { unit, other, correlation } of matchUnits(a, units, b, units)) {
    if (unit === 4) expect(correlation).toBe(0)
    else {
      expect(order[other]).toBe(unit)
      expect(correlation).toBeCloseTo(1, 5)
    }
  }
})

test(
  'the baselines of a matching: of independent units little is left by chance, and of all pairs only the one in so many that ' +
    'belongs together',
  () => {
    const stream = random(5, 'baselines')
    const [count, units] = [2000, 8]
    const a = stream.fillNormal(new Float32Array(count * units))
    const order = stream.shuffle(Uint32Array.from({ length: count }, (_, at) => at))
    const { chance, unmatched } = matchBaselines(a, units, a, units, order)
    // The largest of 8 correlations of 2,000 pairs lies around 1.42 / sqrt(2000) = 0.032.
    expect(chance).toBeGreaterThan(0.01)
    expect(chance).toBeLessThan(0.06)
    expect(unmatched).toBeCloseTo(1 / units, 1)
    const pairs = matchUnits(a, units, a, units)
    let all = 0
    for (let shift = 0; shift < units; shift++) {
      const turned = new Float32Array(a.length)
      for (let row = 0; row < count; row++)
        for (let unit = 0; unit < units; unit++) turned[row * units + unit] = a[row * units + ((unit + shift) % units)]!
      for (let unit = 0; unit < units; unit++) {
        const column = (of: Float32Array, index: number): Float32Array =>
          Float32Array.from({ length: count }, (_, row) => of[row * units + index]!)
        all += matchUnits(column(a, unit), 1, column(turned, unit), 1)[0]!.correlation / units ** 2
      }
    }
    expect(unmatched).toBeCloseTo(all, 6)
    expect(pairs.map((one) => one.other)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  },
)
