// Faults of one kind, of which the first few are told.

/** Faults of one kind that are told before the others are only counted. */
const told = 3

export function few(faults: readonly string[]): string[] {
  if (faults.length <= told) return [...faults]
  return [...faults.slice(0, told), `And ${(faults.length - told).toLocaleString('en-US')} more of this kind.`]
}
