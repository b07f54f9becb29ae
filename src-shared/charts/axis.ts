// The vertical axis of a chart for any numbers at all: where it begins and ends, its marks, and where each value lies on it.

export interface Tick {
  value: number
  /** 0 at the lower end of the axis, 1 at the upper one. */
  place: number
}
export interface Axis {
  low: number
  high: number
  /** Lowest first; at most `mostTicks`. */
  ticks: Tick[]
  /**
   * Where a value lies: 0 to 1 between the ends; at -1 or 2 if it lies farther beyond them than the axis is long; null for what is no
   * finite number.
   */
  place(value: number): number | null
  /**
   * How many of the values given lie below what the axis has, and are placed at its lower end: on a log axis those that are zero, negative
   * or tiny.
   */
  cut: number
}

export const mostTicks = 12
/**
 * An axis shows no smaller part of its largest value: marks are written in three digits, and rounding of 32-bit numbers is 1e-7 of them.
 */
const finest = 1e-4
/** Shortest axis: below, quotients of numbers near 2^-1074 lose their digits. */
const shortest = 1e-290
/** Decades that a log axis has below its largest value. */
const decades = 12

/** The extent of the finite numbers among some, null if there are none. No spread: there may be a million. */
export function extentOf(values: Iterable<number | null | undefined>): [number, number] | null {
  let low = Infinity
  let high = -Infinity
  for (const value of values) {
    if (value === null || value === undefined || !Number.isFinite(value)) continue
    if (value < low) low = value
    if (value > high) high = value
  }
  return low <= high ? [low, high] : null
}

/** The share of the way from `low` to `high`, without overflow; both finite and not equal. */
const share = (value: number, low: number, high: number): number => Math.min(2, Math.max(-1, (value / 2 - low / 2) / (high / 2 - low / 2)))

/** Between 3 and 9 round numbers between two, rising. */
function roundNumbers(low: number, high: number): number[] {
  const rough = (high / 2 - low / 2) / 2.5
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * ([1, 2, 5].find((one) => one * power >= rough) ?? 10)
  const first = Math.ceil(low / step)
  const marks = Array.from({ length: mostTicks }, (_, at) => Number(((first + at) * step).toPrecision(12))).filter(
    (one) => Number.isFinite(one) && one >= low && one <= high,
  )
  return [...new Set(marks)]
}

/**
 * A linear axis for some values, with a twentieth of its length free at both ends; `range` fixes the ends. Values that hardly differ lie on
 * one flat line: the axis is at least 1e-4 of the largest long.
 */
export function linearAxis(values: Iterable<number | null | undefined>, range?: readonly [number, number]): Axis {
  const found = range ?? extentOf(values) ?? [0, 1]
  const largest = Math.max(Math.abs(found[0]), Math.abs(found[1]))
  const needed = Math.max(largest * finest, shortest)
  let [low, high] = found
  // Fixed ends are kept, unless there is nothing between them.
  if (!range || !(high / 2 - low / 2 > shortest / 2)) {
    const length = high / 2 - low / 2
    const pad = Math.max(0.1 * length, needed / 2 - length)
    low = Math.max(-Number.MAX_VALUE, low - pad)
    high = Math.min(Number.MAX_VALUE, high + pad)
  }
  const place = (value: number): number | null => (Number.isFinite(value) ? share(value, low, high) : null)
  return { low, high, ticks: roundNumbers(low, high).map((value) => ({ value, place: share(value, low, high) })), place, cut: 0 }
}

/**
 * A logarithmic axis of at most 12 decades below the largest value. What is zero, negative or smaller lies at its lower end, and is counted
 * in `cut`.
 */
export function logAxis(values: Iterable<number | null | undefined>): Axis {
  const finite = [...values].filter((one): one is number => typeof one === 'number' && Number.isFinite(one))
  const positive = extentOf(finite.filter((one) => one >= shortest))
  const [least, most] = positive ?? [0.1, 1]
  const floor = Math.max(least, most / 10 ** decades)
  const cut = finite.reduce((sum, one) => sum + (one < floor ? 1 : 0), 0)
  const length = Math.log10(most) - Math.log10(floor)
  const pad = Math.max(0.05 * length, 0.02)
  const [low, high] = [Math.log10(floor) - pad, Math.log10(most) + pad]
  const at = (value: number): number => (value < floor ? 0 : share(Math.log10(value), low, high))
  const place = (value: number): number | null => (Number.isFinite(value) ? at(value) : null)
  const whole = Array.from({ length: Math.max(0, Math.floor(high) - Math.ceil(low) + 1) }, (_, index) => Math.ceil(low) + index)
  const stride = Math.ceil(whole.length / 7)
  // Within one decade or two the round numbers between them are marked as well.
  const marks =
    whole.length > 2
      ? whole.filter((power) => power % stride === 0).map((power) => Number(`1e${power}`))
      : [
          ...new Set([...roundNumbers(10 ** low, Math.min(Number.MAX_VALUE, 10 ** high)), ...whole.map((power) => Number(`1e${power}`))]),
        ].sort((a, b) => a - b)
  return {
    low: 10 ** low,
    high: Math.min(Number.MAX_VALUE, 10 ** high),
    ticks: marks
      .filter((one) => one >= floor && Number.isFinite(one))
      .slice(0, mostTicks)
      .map((value) => ({ value, place: at(value) })),
    place,
    cut,
  }
}
