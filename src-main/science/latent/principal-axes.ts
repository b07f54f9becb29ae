// Principal axes of a small covariance matrix, by Jacobi's method.

/**
 * The `count` axes of largest variance of a symmetric matrix, each of length 1 with its largest entry positive, and their variances in
 * falling order. Cyclic Jacobi rotations (Golub and Van Loan, Matrix Computations, 8.5); exact to rounding for the sizes used here.
 */
export function principalAxes(covariance: readonly (readonly number[])[], count: number): { axes: number[][]; variances: number[] } {
  const n = covariance.length
  const a = covariance.map((row) => [...row])
  const v: number[][] = a.map((_, i) => a.map((_value, j) => (i === j ? 1 : 0)))
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) off += a[p]![q]! ** 2
    if (off === 0) break
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        if (a[p]![q] === 0) continue
        const tau = (a[q]![q]! - a[p]![p]!) / (2 * a[p]![q]!)
        const t = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.sqrt(1 + tau * tau))
        const c = 1 / Math.sqrt(1 + t * t)
        const s = t * c
        for (let k = 0; k < n; k++) [a[k]![p], a[k]![q]] = [c * a[k]![p]! - s * a[k]![q]!, s * a[k]![p]! + c * a[k]![q]!]
        for (let k = 0; k < n; k++) [a[p]![k], a[q]![k]] = [c * a[p]![k]! - s * a[q]![k]!, s * a[p]![k]! + c * a[q]![k]!]
        for (let k = 0; k < n; k++) [v[k]![p], v[k]![q]] = [c * v[k]![p]! - s * v[k]![q]!, s * v[k]![p]! + c * v[k]![q]!]
      }
    }
  }
  const order = a
    .map((_, at) => at)
    .sort((i, j) => a[j]![j]! - a[i]![i]!)
    .slice(0, count)
  return {
    variances: order.map((at) => a[at]![at]!),
    axes: order.map((at) => {
      const axis = v.map((row) => row[at]!)
      const largest = axis.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0)
      // The sign is free; fixing it keeps a map from turning over between runs.
      return largest < 0 ? axis.map((value) => -value) : axis
    }),
  }
}
