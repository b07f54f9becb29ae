// Curves: their smoothing, and their thinning to what a screen can show.

export interface Points {
  x: number[]
  y: number[]
}

export interface Series {
  label: string
  x: readonly number[]
  y: readonly number[]
  /** Colour 0 to 4, and the dash beyond it: by place in the comparison, not by run. */
  slot?: number
  dash?: boolean
}

/**
 * Exponential moving average without the pull of its start: s = b s + (1 - b) y, shown as s / (1 - b^n), as in Kingma and Ba's Adam.
 * `weight`
 * 0 to 1, 0 leaves the curve as it is. Gaps (NaN) stay gaps.
 */
export function smooth(y: readonly number[], weight: number): number[] {
  if (weight <= 0) return [...y]
  let sum = 0
  let correction = 1
  return y.map((value) => {
    if (!Number.isFinite(value)) return value
    sum = weight * sum + (1 - weight) * value
    correction *= weight
    return sum / (1 - correction)
  })
}

/** At most about `limit` points: of each stretch of x the lowest and the highest, in order, so that no peak is lost. */
export function thin(x: readonly number[], y: readonly number[], limit: number): { x: number[]; y: number[] } {
  if (x.length <= limit) return { x: [...x], y: [...y] }
  const stretch = Math.ceil((2 * x.length) / limit)
  const out = { x: [] as number[], y: [] as number[] }
  for (let from = 0; from < x.length; from += stretch) {
    let low = from
    let high = from
    for (let at = from; at < Math.min(x.length, from + stretch); at++) {
      // A gap at the beginning of the stretch hides none of what follows it.
      if (y[at]! < y[low]! || Number.isNaN(y[low])) low = at
      if (y[at]! > y[high]! || Number.isNaN(y[high])) high = at
    }
    for (const at of low === high ? [low] : [Math.min(low, high), Math.max(low, high)]) {
      out.x.push(x[at]!)
      out.y.push(y[at]!)
    }
  }
  return out
}

/** A curve with another reading of the stretch from `range[0]` to `range[1]` in place of its own points there. */
export function splice(curve: Points, range: readonly [number, number], finer: Points): Points {
  const before = curve.x.findIndex((x) => x >= range[0])
  if (before < 0) return curve
  const after = curve.x.findIndex((x) => x > range[1])
  const put = (key: 'x' | 'y'): number[] => [...curve[key].slice(0, before), ...finer[key], ...(after < 0 ? [] : curve[key].slice(after))]
  return { x: put('x'), y: put('y') }
}

/** Steps beyond this cannot be told from their neighbours when they are drawn; no run has as many. */
const farthest = 1e15

/**
 * One x for all: the union of the series' own, with null where a series has no point. Left out is what has no place on an axis of steps:
 * NaN, and beyond 10^15.
 */
export function join(series: readonly { x: readonly number[]; y: readonly number[] }[]): [number[], ...(number | null)[][]] {
  const x = [...new Set(series.flatMap((one) => one.x.filter((value) => Math.abs(value) <= farthest)))].sort((a, b) => a - b)
  const at = new Map(x.map((value, index) => [value, index]))
  const columns = series.map((one) => {
    const column: (number | null)[] = new Array<null>(x.length).fill(null)
    one.x.forEach((value, index) => {
      if (at.has(value)) column[at.get(value)!] = Number.isFinite(one.y[index]) ? one.y[index]! : null
    })
    return column
  })
  return [x, ...columns]
}

/** The colour of a series by its place: five, and then the same again. */
export const seriesColour = (place: number): string => `var(--series-${(place % 5) + 1})`
