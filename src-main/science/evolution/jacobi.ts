// Eigenvectors of a symmetric matrix by cyclic Jacobi rotations (Golub and Van Loan, Matrix Computations, 8.5), on flat arrays: an
// evolution asks for them hundreds of times.

/** What rounding leaves beside the diagonal, as a share of the whole matrix. */
const rounding = 1e-15
const mostSweeps = 30

/** V diag(values) V^T = `matrix`, [n, n] row by row, columns of V the eigenvectors, in no order. */
export function symmetricEigen(matrix: Float64Array, n: number): { values: Float64Array; vectors: Float64Array } {
  const a = matrix.slice()
  const v = new Float64Array(n * n)
  for (let i = 0; i < n; i++) v[i * n + i] = 1
  const whole = a.reduce((sum, one) => sum + one * one, 0)
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    let off = 0
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) off += 2 * a[p * n + q]! ** 2
    if (off <= rounding ** 2 * whole) break
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        const apq = a[p * n + q]!
        if (apq === 0) continue
        const tau = (a[q * n + q]! - a[p * n + p]!) / (2 * apq)
        const t = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.sqrt(1 + tau * tau))
        const c = 1 / Math.sqrt(1 + t * t)
        const s = t * c
        for (let k = 0; k < n; k++) turn(a, k * n + p, k * n + q, c, s)
        for (let k = 0; k < n; k++) turn(a, p * n + k, q * n + k, c, s)
        for (let k = 0; k < n; k++) turn(v, k * n + p, k * n + q, c, s)
        a[p * n + q] = a[q * n + p] = 0
      }
  }
  return { values: Float64Array.from({ length: n }, (_, i) => a[i * n + i]!), vectors: v }
}

function turn(m: Float64Array, p: number, q: number, c: number, s: number): void {
  const x = m[p]!
  const y = m[q]!
  m[p] = c * x - s * y
  m[q] = s * x + c * y
}
