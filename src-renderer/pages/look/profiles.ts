// Which classes drive a unit, and which units are driven by the same ones: from the means of each class in a table of dataset examples.

export interface ClassMean {
  label: number
  mean: number
}

/** Classes by their mean, highest first; equal ones by number. */
export function byMean(classes: readonly { label: number }[], means: readonly number[]): ClassMean[] {
  return classes.map(({ label }, at) => ({ label, mean: means[at]! })).sort((a, b) => b.mean - a.mean || a.label - b.label)
}

/** Pearson's correlation of two lists of equal length, -1 to 1; 0 when one of them is all alike. */
export function correlation(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [centred(a), centred(b)]
  const product = Math.sqrt(dot(x, x) * dot(y, y))
  return product > 0 ? dot(x, y) / product : 0
}
function centred(values: readonly number[]): number[] {
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length
  return values.map((one) => one - mean)
}
const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, one, at) => sum + one * b[at]!, 0)

/**
 * How alike the class means of one unit are to those of each unit of its layer, as correlations; 0 for a unit whose means are not known.
 */
export function likeness(profiles: readonly (readonly number[] | undefined)[], unit: number): number[] {
  const own = profiles[unit]
  return profiles.map((other) => (own && other ? correlation(own, other) : 0))
}

/** The `most` other units most like it, most alike first: only those that go with it at all. */
export function neighboursOf(
  profiles: readonly (readonly number[] | undefined)[],
  unit: number,
  most: number,
): { unit: number; correlation: number }[] {
  return likeness(profiles, unit)
    .map((one, at) => ({ unit: at, correlation: one }))
    .filter((one) => one.unit !== unit && one.correlation > 0)
    .sort((a, b) => b.correlation - a.correlation || a.unit - b.unit)
    .slice(0, most)
}

/** What to say where the two measures rank the classes differently; null where the same class leads, or either leads nowhere. */
export function disagreement(
  classes: readonly { label: number }[],
  byMax: readonly number[] | undefined,
  overAll: readonly number[] | undefined,
  nameOf: (label: number) => string,
): string | null {
  if (!byMax || !overAll || classes.length < 2) return null
  const [strongest] = byMean(classes, byMax)
  const [mean] = byMean(classes, overAll)
  if (!strongest || !mean || strongest.mean <= 0 || mean.mean <= 0 || strongest.label === mean.label) return null
  const alike = correlation(byMax, overAll)
  const words =
    `The two measures name different classes: the strongest place is highest for ` +
    `${nameOf(strongest.label)}, the mean over the picture for ${nameOf(mean.label)}`
  if (alike >= 0.9) return `${words}. Over all classes they agree closely (correlation ${alike.toFixed(2)}).`
  return (
    `${words} (correlation over all classes ${alike.toFixed(2)}). The mean also counts how much of the picture the unit fires ` +
    `on; the strongest place says what it looks for.`
  )
}
