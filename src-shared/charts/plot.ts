// Where everything of a chart lies: lines, marks on both axes, the ground between them. Drawn by a report and by the page's export.
import { type Axis, extentOf, linearAxis, logAxis } from './axis.ts'
import { markWords } from './mark-labels.ts'
import { compact, number } from '../text/numbers.ts'

export interface PlotCurve {
  label: string
  /** [step, value] in rising order of step; those that are not finite are left out. */
  points: readonly (readonly [number, number])[]
}
export interface PlotWords {
  /** What the curve is over, such as "step". */
  x?: string
  format?: (value: number) => string
  /** Fixed ends of the vertical axis, such as [0, 1]. */
  range?: readonly [number, number] | undefined
  log?: boolean
}
export interface Plot {
  width: number
  height: number
  left: number
  right: number
  top: number
  bottom: number
  x: string
  lines: { label: string; points: [number, number][] /** First and last value in words. */; from: string; to: string }[]
  across: { x: number; text: string }[]
  up: { y: number; text: string }[]
}

const [width, height, left, right, top, bottom] = [480, 230, 58, 466, 10, 192]

/** Null where fewer than two points can be drawn. */
export function plotOf(
  curves: readonly PlotCurve[],
  { x: over = 'step', format = compact, range, log = false }: PlotWords = {},
): Plot | null {
  const drawn = curves
    .map(({ label, points }) => ({ label, points: points.filter(([step, value]) => Number.isFinite(step) && Number.isFinite(value)) }))
    .filter(({ points }) => points.length > 0)
  const all = drawn.flatMap((one) => one.points)
  if (all.length < 2) return null
  const steps = extentOf(all.map(([step]) => step))!
  const across = linearAxis([], steps[0] < steps[1] ? steps : undefined)
  const values = all.map(([, value]) => value)
  const up = log ? logAxis(values) : linearAxis(values, range)
  const marks = markWords(
    up.ticks.map(({ value }) => value),
    format,
  )
  const x = (value: number): number => left + (steps[0] < steps[1] ? across.place(value)! : 0.5) * (right - left)
  const y = (place: number): number => bottom - Math.min(1, Math.max(0, place)) * (bottom - top)
  return {
    width,
    height,
    left,
    right,
    top,
    bottom,
    x: over,
    lines: drawn.map(({ label, points }) => ({
      label,
      points: points.map(([step, value]) => [x(step), y(up.place(value)!)]),
      from: format(points[0]![1]),
      to: format(points.at(-1)![1]),
    })),
    across: wholeMarks(across, steps).map((value) => ({ x: x(value), text: number(value) })),
    up: up.ticks.map(({ place }, at) => ({ y: y(place), text: marks[at]! })),
  }
}

/** Steps are whole numbers, and so are the marks between them; at most six. */
function wholeMarks({ ticks }: Axis, [first, last]: [number, number]): number[] {
  const whole = ticks.map(({ value }) => value).filter((value) => Number.isInteger(value) && value >= first && value <= last)
  const stride = Math.ceil(whole.length / 6)
  return whole.length === 0 ? [...new Set([first, last])] : whole.filter((_, at) => at % stride === 0)
}
