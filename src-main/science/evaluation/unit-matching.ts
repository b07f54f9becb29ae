// Which unit of one network answers most like a unit of another: separately trained networks share no numbering.

export interface Pair {
  unit: number
  other: number
  correlation: number
}

/** For each column of `a`, [count, units], the column of `b`, [count, others], of highest Pearson correlation; 0 for a constant column. */
export function matchUnits(a: Float32Array, units: number, b: Float32Array, others: number): Pair[] {
  const [left, right] = [standardized(a, units), standardized(b, others)]
  const count = a.length / units
  return Array.from({ length: units }, (_, unit) => {
    let best: Pair = { unit, other: 0, correlation: -Infinity }
    for (let other = 0; other < others; other++) {
      let sum = 0
      for (let row = 0; row < count; row++) sum += left[row * units + unit]! * right[row * others + other]!
      if (sum / count > best.correlation) best = { unit, other, correlation: sum / count }
    }
    return best
  })
}

/** What correlations like those of `matchUnits` would be if the two networks had nothing to do with each other, and without matching. */
export interface MatchBaselines {
  /**
   * Mean over the units of the best correlation when the other network's answers belong to other pictures: the best of so many by chance.
   */
  chance: number
  /** Mean over all pairs of a unit here and one there: what two units have in common that nobody has matched. */
  unmatched: number
}

/** `order` deals the pictures of `b` out again: row i of `a` is held against row order[i] of `b`. */
export function matchBaselines(a: Float32Array, units: number, b: Float32Array, others: number, order: Uint32Array): MatchBaselines {
  const dealt = new Float32Array(b.length)
  order.forEach((from, row) => dealt.set(b.subarray(from * others, (from + 1) * others), row * others))
  const chance = matchUnits(a, units, dealt, others).reduce((sum, one) => sum + one.correlation, 0) / units
  const [left, right] = [standardized(a, units), standardized(b, others)]
  const count = a.length / units
  // The mean over all pairs is the mean product of the rows' sums.
  let product = 0
  for (let row = 0; row < count; row++) product += sumOf(left, row, units) * sumOf(right, row, others)
  return { chance, unmatched: product / (count * units * others) }
}

function sumOf(values: Float64Array, row: number, columns: number): number {
  let sum = 0
  for (let column = 0; column < columns; column++) sum += values[row * columns + column]!
  return sum
}

function standardized(values: Float32Array, columns: number): Float64Array {
  const count = values.length / columns
  const out = new Float64Array(values.length)
  for (let column = 0; column < columns; column++) {
    let mean = 0
    for (let row = 0; row < count; row++) mean += values[row * columns + column]! / count
    let variance = 0
    for (let row = 0; row < count; row++) variance += (values[row * columns + column]! - mean) ** 2 / count
    const scale = variance > 1e-12 ? 1 / Math.sqrt(variance) : 0
    for (let row = 0; row < count; row++) out[row * columns + column] = (values[row * columns + column]! - mean) * scale
  }
  return out
}
