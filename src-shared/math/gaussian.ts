// The square root of a covariance: what turns independent normal numbers into ones that vary together as the dataset does.

/**
 * Lower triangular L with L L^T = a symmetric matrix with no negative eigenvalue (Cholesky-Banachiewicz, row by row). A direction in which
 * the matrix does not extend, such as a latent number that never changes, gets a column of zeros.
 */
export function choleskyFactor(matrix: readonly (readonly number[])[]): number[][] {
  const factor = matrix.map((row) => row.map(() => 0))
  const scale = Math.max(...matrix.map((row, axis) => row[axis]!), 0)
  for (let row = 0; row < matrix.length; row++) {
    for (let column = 0; column <= row; column++) {
      let rest = matrix[row]![column]!
      for (let at = 0; at < column; at++) rest -= factor[row]![at]! * factor[column]![at]!
      if (row === column) factor[row]![row] = rest > 1e-12 * scale ? Math.sqrt(rest) : 0
      else factor[row]![column] = factor[column]![column] === 0 ? 0 : rest / factor[column]![column]!
    }
  }
  return factor
}
