// Curves as a small SVG for a page that must work without scripts.
import { extentOf, linearAxis } from '../../src-shared/axis.ts'
import { type Html, html } from './html.ts'

const [width, height, left, bottom, top, right] = [560, 220, 52, 26, 10, 8]
/** Okabe and Ito's colours that keep 3:1 on white, told apart by dashes as well. */
const strokes = ['#0072b2', '#d55e00', '#009e73', '#000000', '#cc79a7', '#56708a']
const dashes = ['', '6 3', '2 3', '9 3 2 3', '4 2', '1 2']

/** One line per curve. Points are [step, value] in rising order of step; values that are not finite are left out. */
export function chart(title: string, curves: { label: string; points: readonly (readonly [number, number])[] }[]): Html {
  const all = curves.flatMap((one) => one.points).filter(([step, value]) => Number.isFinite(step) && Number.isFinite(value))
  if (all.length < 2) return html``
  const [x0, x1] = extentOf(all.map(([step]) => step))!
  const [y0, y1] = extentOf(all.map(([, value]) => value))!
  const [steps, values] = [linearAxis([], x0 < x1 ? [x0, x1] : undefined), linearAxis([], y0 < y1 ? [y0, y1] : undefined)]
  const x = (value: number): number => left + (x0 < x1 ? steps.place(value)! : 0) * (width - left - right)
  const y = (value: number): number => height - bottom - (y0 < y1 ? values.place(value)! : 0) * (height - bottom - top)
  const short = (value: number): string => (!Number.isFinite(value) ? 'not known' : Math.abs(value) >= 1e15 ? value.toExponential(1) : Math.abs(value) >= 1000 || value === 0 ? value.toLocaleString('en-US', { maximumFractionDigits: 0 }) : value.toPrecision(3))
  const lines = curves.map(({ points }, at) => {
    const path = points.filter(([step, value]) => Number.isFinite(step) && Number.isFinite(value)).map(([a, b]) => `${x(a).toFixed(1)},${y(b).toFixed(1)}`).join(' ')
    return html`<polyline points="${path}" fill="none" stroke="${strokes[at % strokes.length]}" stroke-width="1.5" stroke-dasharray="${dashes[at % dashes.length]}"/>`
  })
  const legend = curves.map(({ label }, at) => html`<li><svg width="28" height="8" aria-hidden="true"><line x1="0" x2="28" y1="4" y2="4" stroke="${strokes[at % strokes.length]}" stroke-width="2" stroke-dasharray="${dashes[at % dashes.length]}"/></svg> ${label}</li>`)
  return html`<figure class="chart"><figcaption>${title}</figcaption>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}: from ${short(curves[0]!.points[0]?.[1] ?? Number.NaN)} to ${short(curves[0]!.points.at(-1)?.[1] ?? Number.NaN)}">
<line x1="${left}" x2="${width - right}" y1="${height - bottom}" y2="${height - bottom}" stroke="#999"/><line x1="${left}" x2="${left}" y1="${top}" y2="${height - bottom}" stroke="#999"/>
<text x="${left - 6}" y="${top + 8}" text-anchor="end">${short(y1)}</text><text x="${left - 6}" y="${height - bottom}" text-anchor="end">${short(y0)}</text>
<text x="${left}" y="${height - 8}">${short(x0)}</text><text x="${width - right}" y="${height - 8}" text-anchor="end">${short(x1)}</text>
${lines}</svg><ul class="legend">${legend}</ul></figure>`
}
