// Versions compared, as in "0.10.2" after "0.9".

/** Whether version `a` came after `b`. Only numbers between dots count; what is no number counts as 0. */
export function isNewer(a: string, b: string): boolean {
  const [left, right] = [a, b].map((one) =>
    one
      .split('.')
      .slice(0, 4)
      .map((part) => Number.parseInt(part, 10) || 0),
  ) as [number[], number[]]
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0)
    if (difference !== 0) return difference > 0
  }
  return false
}
