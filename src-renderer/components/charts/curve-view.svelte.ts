// What a plot of curves shows: how they are smoothed, on which axis, which stretch of it, and the values where one points.
import { linearAxis, logAxis } from '../../../src-shared/charts/axis.ts'
import { curveSvg } from '../../../src-shared/charts/curve-svg.ts'
import { markWords } from '../../../src-shared/charts/mark-labels.ts'
import { number } from '../../text/format.ts'
import { join, type Series, smooth, thin } from './series.ts'

interface Given {
  title: string
  series: readonly Series[]
  xLabel: string
  format: (value: number) => string
  /** Fixed ends of the vertical axis, such as [0, 1]. */
  range: readonly [number, number] | undefined
}

/** `given` is read again whenever it changes. */
export class CurveView {
  /** As it was last seen, in CSS pixels: beside a table the plot is there, and not shown. */
  width = $state(0)
  /** Weight of the past in the smoothing, 0 for none. */
  weight = $state(0)
  log = $state(false)
  /** The stretch of x that is looked at; null for all of it. */
  span: readonly [number, number] | null = $state.raw(null)
  /** The place among all x where one points. */
  hovered: number | null = $state(null)
  readonly #given: () => Given

  constructor(given: () => Given) {
    this.#given = given
  }
  readonly series = $derived.by(() => this.#given().series)
  readonly xLabel = $derived.by(() => this.#given().xLabel)
  readonly range = $derived.by(() => this.#given().range)
  readonly #format = $derived.by(() => this.#given().format)
  readonly #drawn = $derived.by(() => this.series.map((one) => ({ ...thin(one.x, one.y, Math.max(400, 4 * this.width)), raw: one })))
  /** The x of all curves, then the values of each, and behind these the smoothed ones where it smooths. */
  readonly columns = $derived.by(() => {
    const { weight } = this
    return join(weight > 0 ? [...this.#drawn, ...this.#drawn.map(({ x, y }) => ({ x, y: smooth(y, weight) }))] : this.#drawn)
  })
  readonly all = $derived.by(() => this.columns[0])
  /**
   * The vertical axis of what is looked at. The plot is given places between 0 and 1, never values: its own search for marks does not end
   * where values are nearly equal, or tiny on a log axis.
   */
  readonly axis = $derived.by(() => {
    const { span, all, columns } = this
    const [from, to] = span ? [all.findIndex((x) => x >= span[0]), all.findLastIndex((x) => x <= span[1])] : [0, all.length - 1]
    const seen = columns.slice(1).flatMap((column) => column.slice(Math.max(0, from - 1), to + 2))
    return this.log ? logAxis(seen) : linearAxis(seen, this.range)
  })
  /** The columns with places on the axis in place of values. */
  readonly placed = $derived.by((): [number[], ...(number | null)[][]] => [
    this.all,
    ...this.columns.slice(1).map((column) => column.map((value) => (value === null ? null : this.axis.place(value)))),
  ])
  /** The words at the marks of the axis. */
  readonly marks = $derived.by(() =>
    markWords(
      this.axis.ticks.map(({ value }) => value),
      this.#format,
    ),
  )
  /** The x where one points, or the last. */
  readonly place = $derived.by(() => this.all[this.hovered ?? this.all.length - 1])
  /** The plot in words. */
  readonly told = $derived.by(() => {
    const { title } = this.#given()
    const values = this.series.map((one, at) => `${one.label} ${this.wordsOf(this.valueAt(at), 'no value yet')}`)
    return `${title}: ${values.join(', ')} at ${this.xLabel} ${number(this.place ?? 0)}`
  })
  /** What is looked at as the rows of a table: each x, and its place among all. */
  readonly rows = $derived.by(() => {
    const { span } = this
    const every = this.all.map((x, at) => ({ x, at }))
    return span ? every.filter(({ x }) => x >= span[0] && x <= span[1]) : every
  })

  wordsOf(value: number | null | undefined, none: string): string {
    return value === null || value === undefined ? none : this.#format(value)
  }
  /** The column of a curve as it is drawn: smoothed where it smooths. */
  #columnOf(at: number): readonly (number | null)[] {
    return this.columns[1 + at + (this.weight > 0 ? this.series.length : 0)] ?? []
  }
  /** The value of a curve where one points; the last where nothing is pointed at. */
  valueAt(at: number): number | null {
    const column = this.#columnOf(at)
    const known = this.hovered === null ? column : column.slice(0, this.hovered + 1)
    return known.findLast((value) => value !== null) ?? null
  }
  /** What is looked at, as SVG: smoothed where it smooths. */
  drawing(): string | null {
    const { span, all, xLabel, range, log } = this
    const curves = this.series.map((one, at) => {
      const column = this.#columnOf(at)
      return {
        label: one.label,
        points: all.flatMap((x, index): [number, number][] => {
          const value = column[index]
          return value !== null && value !== undefined && (!span || (x >= span[0] && x <= span[1])) ? [[x, value]] : []
        }),
      }
    })
    return curveSvg(this.#given().title, curves, { x: xLabel, format: this.#format, range, log })
  }
}
