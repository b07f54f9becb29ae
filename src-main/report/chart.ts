// Curves as an SVG for a page that must work without scripts: both axes named, with marks, and a legend.
import { type Axis, extentOf, linearAxis } from '../../src-shared/axis.ts'
import { compact, number } from '../../src-shared/number-words.ts'
import { type Html, html } from './html.ts'

const [width, height, left, bottom, top, right] = [480, 230, 58, 38, 10, 14]
/** Told apart by colour (Okabe and Ito's, each at 3:1 on its ground, in the style) and by dashes. */
const colours = 6
const dashes = ['', '6 3', '2 3', '9 3 2 3', '4 2', '1 2']

export interface ChartCurve {
  label: string
  /** [step, value] in rising order of step; those that are not finite are left out. */
  points: readonly (readonly [number, number])[]
}
interface ChartWords {
  /** What the curve is over, such as "step". */
  x?: string
  format?: (value: number) => string
  /** Fixed ends of the vertical axis, such as [0, 1]. */
  range?: readonly [number, number]
}

const finite = (points: ChartCurve['points']): ChartCurve['points'] => points.filter(([step, value]) => Number.isFinite(step) && Number.isFinite(value))

/** One line per curve; the title says what is on the vertical axis. Nothing where fewer than two points can be drawn. */
export function chart(title: string, curves: readonly ChartCurve[], { x: xWord = 'step', format = compact, range }: ChartWords = {}): Html {
  const drawn = curves.map(({ label, points }) => ({ label, points: finite(points) })).filter(({ points }) => points.length > 0)
  const all = drawn.flatMap((one) => one.points)
  if (all.length < 2) return html``
  const steps = extentOf(all.map(([step]) => step))!
  const across = linearAxis([], steps[0] < steps[1] ? steps : undefined)
  const values = linearAxis(all.map(([, value]) => value), range)
  const x = (value: number): number => left + (steps[0] < steps[1] ? across.place(value)! : 0.5) * (width - left - right)
  const y = (value: number): number => height - bottom - Math.min(1, Math.max(0, values.place(value)!)) * (height - bottom - top)
  const look = (at: number): string => `class="c${at % colours}" stroke-dasharray="${dashes[at % dashes.length]}"`
  const lines = drawn.map(({ points }, at) => points.length === 1
    ? html`<circle cx="${x(points[0]![0]).toFixed(1)}" cy="${y(points[0]![1]).toFixed(1)}" r="2.5" fill="none" class="c${at % colours}"/>`
    : html`<polyline points="${points.map(([a, b]) => `${x(a).toFixed(1)},${y(b).toFixed(1)}`).join(' ')}" fill="none" stroke-width="1.6" ${{ markup: look(at) }}/>`)
  const legend = drawn.map(({ label, points }, at) => html`<li><svg width="28" height="8" aria-hidden="true"><line x1="0" x2="28" y1="4" y2="4" stroke-width="2" ${{ markup: look(at) }}/></svg> ${label} <b>${format(points.at(-1)![1])}</b></li>`)
  const told = drawn.map(({ label, points }) => `${label} from ${format(points[0]![1])} to ${format(points.at(-1)![1])}`).join(', ')
  return html`<figure class="chart"><figcaption>${title}</figcaption>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}: ${told}">
${marks(values, format).map(({ place, text }) => { const at = height - bottom - place * (height - bottom - top); return html`<line class="grid" x1="${left}" x2="${width - right}" y1="${at.toFixed(1)}" y2="${at.toFixed(1)}"/><text x="${left - 6}" y="${(at + 4).toFixed(1)}" text-anchor="end">${text}</text>` })}
${wholeMarks(across, steps).map((value) => html`<text x="${x(value).toFixed(1)}" y="${height - bottom + 15}" text-anchor="middle">${number(value)}</text>`)}
<text x="${left + (width - left - right) / 2}" y="${height - 5}" text-anchor="middle">${xWord}</text>
${lines}</svg><ul class="legend">${legend}</ul></figure>`
}

/** What is written beside the marks of an axis; of marks with the same words only the first is named. */
function marks({ ticks }: Axis, format: (value: number) => string): { place: number; text: string }[] {
  return ticks.map(({ value, place }, at) => ({ place, text: at > 0 && format(ticks[at - 1]!.value) === format(value) ? '' : format(value) }))
}
/** Steps are whole numbers, and so are the marks between them; at most six. */
function wholeMarks({ ticks }: Axis, [first, last]: [number, number]): number[] {
  const whole = ticks.map(({ value }) => value).filter((value) => Number.isInteger(value) && value >= first && value <= last)
  const stride = Math.ceil(whole.length / 6)
  return whole.length === 0 ? [...new Set([first, last])] : whole.filter((_, at) => at % stride === 0)
}
