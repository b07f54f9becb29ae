// Where everything of a histogram lies: bars, marks and their names, the ends of the axis. Drawn by the page and by its export.
import { extentOf, linearAxis, type Tick } from './axis.ts'

export interface HistogramMarker {
  value: number
  label: string
  slot?: number
}
export interface HistogramData {
  /** Counts of equal bins from `low` to `high`. What is no number, or negative, counts as none: a table on disk may hold anything. */
  counts: readonly number[]
  low: number
  high: number
  markers?: readonly HistogramMarker[]
  /** Bars as high as the logarithm of one more than their count. */
  log: boolean
}
export interface HistogramPlot {
  /** Ends of the horizontal axis. It reaches as far as the marks: a made picture often lies far beyond the data. */
  from: number
  to: number
  low: number
  high: number
  base: number
  bars: { x: number; y: number; width: number; height: number; from: number; to: number; count: number }[]
  marks: { x: number; top: number; left: boolean; value: number; label: string; slot: number }[]
  /** Round numbers on the horizontal axis, with where they lie. */
  across: { x: number; value: number }[]
  /** Counts on the vertical axis, with where they lie. */
  up: { y: number; count: number }[]
}

/** `foot` is what is left free below the bars; above them the names of up to four marks have a line each. */
export function histogramPlot(
  { counts: given, low: first, high: last, markers: all = [], log }: HistogramData,
  width: number,
  height: number,
  foot: number,
): HistogramPlot {
  const counts = given.map((one) => (Number.isFinite(one) && one > 0 ? one : 0))
  const markers = all.filter((one) => Number.isFinite(one.value))
  const [low, high] = extentOf([first, last]) ?? [0, 1]
  const [from, to] = extentOf([low, high, ...markers.map((one) => one.value)])!
  const axis = linearAxis([], [from, to])
  const x = (value: number): number => (to === from ? 0 : (axis.place(value) ?? 0) * width)
  const head = markers.length > 0 ? 8 + 14 * Math.min(4, markers.length) : 4
  const base = height - foot
  const most = Math.max(1, extentOf(counts)?.[1] ?? 1)
  const level = (count: number): number => (log ? Math.log1p(count) / Math.log1p(most) : count / most) * (base - head)
  const tall = (count: number): number => (count === 0 ? 0 : Math.max(1, level(count)))
  // Where a bin begins, without overflow.
  const edge = (at: number): number => low + (high / counts.length - low / counts.length) * at
  // The names reach inwards, so the outermost stand highest: of up to four marks no line runs through the name of another, unless two stand
  // close on both sides of the middle.
  const inwards = markers.map(({ value }, at) => ({ at, out: Math.abs(x(value) - width / 2) })).sort((a, b) => b.out - a.out)
  return {
    from,
    to,
    low,
    high,
    base,
    bars: counts.map((count, at) => ({
      x: x(edge(at)),
      y: base - tall(count),
      width: Math.max(1, x(edge(at + 1)) - x(edge(at)) - 1),
      height: tall(count),
      from: edge(at),
      to: edge(at + 1),
      count,
    })),
    marks: markers.map(({ value, label, slot }, at) => ({
      x: x(value),
      top: 12 + 14 * (inwards.findIndex((one) => one.at === at) % 4),
      left: x(value) > width / 2,
      value,
      label,
      slot: slot ?? at,
    })),
    across: to === from ? [{ x: 0, value: from }] : axis.ticks.map(({ value }) => ({ x: x(value), value })),
    up: countMarks(most, log).map((count) => ({ y: base - level(count), count })),
  }
}

/** Whole numbers only: at most five, the powers of ten where the bars are logarithmic. */
function countMarks(most: number, log: boolean): number[] {
  if (!log)
    return linearAxis([], [0, most])
      .ticks.map(({ value }: Tick) => value)
      .filter((value) => Number.isInteger(value))
  const powers = Array.from({ length: Math.floor(Math.log10(most)) + 1 }, (_, power) => 10 ** power)
  const stride = Math.ceil(powers.length / 5)
  return [0, ...powers.filter((_, at) => at % stride === 0)]
}
