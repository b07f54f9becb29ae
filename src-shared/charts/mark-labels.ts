// The marks of an axis in words: no two beside each other alike.

/**
 * The marks of an axis in words: as `format` writes them, or, where that writes two of them alike, in as many digits as tell them apart.
 * What still cannot be told from the mark before it is left out.
 */
export function markWords(values: readonly number[], format: (value: number) => string): string[] {
  const usual = values.map(format)
  const alike = (words: readonly string[]): boolean => new Set(words).size < words.length
  // A format that adds a unit or a power of ten is kept.
  const plain = usual.every((words) => Number.isFinite(Number(words.replaceAll(',', ''))))
  const finer = plain
    ? [4, 5, 6, 7].map((digits) => values.map((value) => String(Number(value.toPrecision(digits))))).find((words) => !alike(words))
    : undefined
  const words = alike(usual) ? (finer ?? usual) : usual
  return words.map((one, at) => (words[at - 1] === one ? '' : one))
}
