// What a direction of the latent space stands for: how much of it one factor of the dataset's pictures explains. The lab draws the pictures
// itself, so it knows their factors.
import { colours, type Factors, shapes, styles } from '../../../src-shared/domains/shapes/classes.ts'
import { percent } from '../../../src-shared/text/numbers.ts'

/** One factor of many pictures: for each the number of its group. */
export interface Factor {
  name: string
  groups: Uint8Array
  count: number
}
export interface Share {
  factor: string /** 0 to 1. */
  share: number
}

/** Groups of equally many pictures into which a position or a size is cut. */
const bins = 10

/** The number of its tenth, in order of size, for each value. */
function tenths(values: Float64Array): Uint8Array {
  const order = Uint32Array.from(values, (_, at) => at).sort((a, b) => values[a]! - values[b]!)
  const groups = new Uint8Array(values.length)
  order.forEach((at, rank) => {
    groups[at] = Math.floor((rank * bins) / values.length)
  })
  return groups
}

/** The factors of pictures, one after another. */
export function factorsOf(all: readonly Factors[]): Factor[] {
  const unit = (name: string, of: (one: Factors) => number): Factor => ({ name, groups: tenths(Float64Array.from(all, of)), count: bins })
  return [
    { name: 'colour', groups: Uint8Array.from(all, (one) => one.colour), count: colours.length },
    { name: 'shape', groups: Uint8Array.from(all, (one) => one.shape), count: shapes.length },
    { name: 'line style', groups: Uint8Array.from(all, (one) => one.style), count: styles.length },
    unit('size', (one) => one.radius),
    unit('horizontal position', (one) => one.x),
    unit('vertical position', (one) => one.y),
  ]
}

/**
 * Share of the variance of `values` that the groups explain, 0 to 1: the squared correlation ratio, less what groups made at random would
 * explain (epsilon squared; T. L. Kelley, An unbiased correlation ratio measure, PNAS 21, 1935). 1: the group decides the value; about 0:
 * the groups are alike. 0 also where nothing varies, or too few values are there to tell. Values beyond the groups are left out.
 */
export function explainedBy(values: ArrayLike<number>, { groups, count }: Factor): number {
  const n = Math.min(values.length, groups.length)
  const sums = new Float64Array(count)
  const counts = new Uint32Array(count)
  let mean = 0
  for (let at = 0; at < n; at++) {
    mean += values[at]! / n
    sums[groups[at]!]! += values[at]!
    counts[groups[at]!]!++
  }
  let total = 0
  let within = 0
  let present = 0
  for (let at = 0; at < n; at++) {
    const group = groups[at]!
    total += (values[at]! - mean) ** 2
    within += (values[at]! - sums[group]! / counts[group]!) ** 2
  }
  for (const one of counts) if (one > 0) present++
  if (!(total > 0) || n <= present) return 0
  return Math.min(1, Math.max(0, 1 - within / (n - present) / (total / (n - 1))))
}

/** What each factor explains of the values, most first. */
export const sharesOf = (values: ArrayLike<number>, factors: readonly Factor[]): Share[] =>
  factors.map((one) => ({ factor: one.name, share: explainedBy(values, one) })).sort((a, b) => b.share - a.share)

/** Shares from which a direction is named after a factor: partly, and mostly, which is more than half. */
export const bars = { partly: 0.25, mostly: 0.5 } as const

/** "mostly colour (explains 71 % of it)", from shares with the largest first. */
export function meaningWords([best]: readonly Share[]): string {
  if (!best || best.share < 0.005) return 'no single factor: none explains any of it'
  const share = percent(best.share, 0)
  if (best.share < bars.partly) return `no single factor: ${best.factor} explains most, ${share}`
  return `${best.share > bars.mostly ? 'mostly' : 'partly'} ${best.factor} (explains ${share} of it)`
}
