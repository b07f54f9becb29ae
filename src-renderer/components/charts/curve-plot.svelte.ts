// The plot of some curves on a canvas, by uPlot: made again where its lines or colours change, given new points and a new width as it is.
import { untrack } from 'svelte'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { number } from '../../text/format.ts'
import { resolveColour, watchScheme } from './scheme.svelte.ts'
import type { CurveView } from './curve-view.svelte.ts'
import { type Series, seriesColour } from './series.ts'

/** Steps and epochs are whole numbers, and so are the marks between them. */
const wholes = Array.from({ length: 16 }, (_, power) => [1, 2, 5].map((one) => one * 10 ** power)).flat()
const dashes = [[], [6, 4], [2, 3]]

interface Given {
  /** The element that holds it. */
  box: HTMLElement | undefined
  height: number
  /** A stretch of x is looked at, or null for all. */
  onzoom: ((range: [number, number] | null) => void) | undefined
}

/** To be made while a component is made; `given` is read again whenever it changes. */
export class CurvePlot {
  readonly #view: CurveView
  readonly #given: () => Given
  #plot: uPlot | null = null
  /** It draws some time after it was told to, and may do so once more when the page has gone: nothing is worked out for that. */
  #gone = false
  readonly #scheme = watchScheme()

  constructor(view: CurveView, given: () => Given) {
    this.#view = view
    this.#given = given
    $effect(() => () => {
      this.#gone = true
    })
    $effect(() => {
      void this.#shape
      const box = this.#box
      if (!box || !this.#ready) return
      const made = untrack(() => new uPlot(this.#options(box), view.placed as uPlot.AlignedData, box))
      this.#plot = made
      return () => {
        made.destroy()
        this.#plot = null
        if (untrack(() => view.span)) untrack(() => given().onzoom?.(null))
        view.span = null
        view.hovered = null
      }
    })
    $effect(() => {
      const data = view.placed as uPlot.AlignedData
      // A zoomed view stays where it is while new points come.
      const close = untrack(() => view.span !== null)
      this.#plot?.setData(data, !close)
      // Without new scales it takes the data and draws nothing.
      if (close) this.#plot?.redraw()
    })
    $effect(() => {
      const [width, height] = [view.width, this.#height]
      if (this.#plot && width > 0) this.#plot.setSize({ width, height })
    })
  }
  readonly #box = $derived.by(() => this.#given().box)
  readonly #height = $derived.by(() => this.#given().height)
  readonly #ready = $derived.by(() => this.#view.width > 0)
  /** Names all that makes a new plot necessary. */
  readonly #shape = $derived.by(() => {
    const { series, weight, log, range } = this.#view
    const lines = series.map((one, at) => `${one.label}/${one.slot ?? at}/${one.dash ?? ''}`)
    return `${lines.join('|')} ${weight > 0} ${log} ${this.#scheme.turn} ${range?.join() ?? ''} ${this.#height}`
  })

  /** Shows all of it again. */
  reset(): void {
    const { all } = this.#view
    this.#plot?.setScale('x', { min: all[0] ?? 0, max: all.at(-1) ?? 1 })
  }
  #options(box: HTMLElement): uPlot.Options {
    const view = this.#view
    const ink = resolveColour(box, 'var(--ink-soft)')
    const line = resolveColour(box, 'var(--line)')
    const lines = view.series.map((one, at) => lineOf(one, at, box))
    const faint = lines.map((one): uPlot.Series => ({ ...one, width: 1, alpha: 0.28 }))
    const look = { stroke: ink, font: '11px "Inter Variable", sans-serif', grid: { stroke: line, width: 1 }, ticks: { show: false } }
    return {
      width: view.width,
      height: this.#height,
      legend: { show: false },
      series: [{}, ...(view.weight > 0 ? [...faint, ...lines] : lines)],
      cursor: { drag: { x: true, y: false, setScale: true }, points: { size: 6 }, y: false },
      // One point alone stands in the middle.
      scales: {
        x: {
          time: false,
          range: (_, min, max) => (min === null || max === null ? [0, 1] : min < max ? [min, max] : [min - 1, min + 1]),
        },
        y: { auto: false, range: [0, 1] },
      },
      axes: [
        {
          ...look,
          size: 28,
          label: view.xLabel,
          labelSize: 16,
          labelGap: 0,
          labelFont: look.font,
          incrs: wholes,
          values: (_, values) => values.map((value) => number(value)),
        },
        {
          ...look,
          size: 56,
          splits: () => (this.#gone ? [] : view.axis.ticks.map(({ place }) => place)),
          values: () => (this.#gone ? [] : view.marks),
        },
      ],
      hooks: {
        setCursor: [
          (self) => {
            view.hovered = self.cursor.idx ?? null
          },
        ],
        setScale: [(self, key) => this.#zoomed(self, key)],
      },
    }
  }
  #zoomed(self: uPlot, key: string): void {
    if (key !== 'x') return
    const { min, max } = self.scales['x']!
    const steps = self.data[0]
    const now: [number, number] | null =
      min !== undefined && max !== undefined && steps.length > 1 && (min > steps[0]! || max < steps.at(-1)!) ? [min, max] : null
    if (now || this.#view.span) this.#given().onzoom?.(now)
    this.#view.span = now
  }
}

function lineOf(one: Series, at: number, box: HTMLElement): uPlot.Series {
  const slot = one.slot ?? at
  return {
    label: one.label,
    stroke: resolveColour(box, seriesColour(slot)),
    width: 1.75,
    dash: one.dash ? [6, 4] : (dashes[Math.floor(slot / 5)] ?? [2, 3]),
    spanGaps: true,
    points: { show: one.x.length === 1 },
  }
}
