// Which unit of one network answers most like a unit of another: separately trained networks share no numbering.

export interface Pair { unit: number; other: number; correlation: number }

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
