// Curves as an SVG for a page that must work without scripts: both axes named, with marks, and a legend.
import { type PlotCurve, plotOf, type PlotWords } from '../../src-shared/charts/plot.ts'
import { type Html, html } from './html.ts'

/** Told apart by colour (Okabe and Ito's, each at 3:1 on its ground, in the style) and by dashes. */
const colours = 6
const dashes = ['', '6 3', '2 3', '9 3 2 3', '4 2', '1 2']
const look = (at: number): Html => ({ markup: `class="c${at % colours}" stroke-dasharray="${dashes[at % dashes.length]}"` })

/** One line per curve; the title says what is on the vertical axis. Nothing where fewer than two points can be drawn. */
export function chart(title: string, curves: readonly PlotCurve[], words: PlotWords = {}): Html {
  const plot = plotOf(curves, words)
  if (!plot) return html``
  const { width, height, left, right, bottom } = plot
  const lines = plot.lines.map(({ points }, at) =>
    points.length === 1
      ? html`<circle cx="${points[0]![0].toFixed(1)}" cy="${points[0]![1].toFixed(1)}" r="2.5" fill="none" ${look(at)}/>`
      : html`<polyline points="${pointsOf(points)}" fill="none" stroke-width="1.6" ${look(at)}/>`,
  )
  const ends = plot.lines.map(({ label, from, to }) => `${label} from ${from} to ${to}`).join(', ')
  const legend = plot.lines.map(
    ({ label, to }, at) =>
      html`<li><svg width="28" height="8" aria-hidden="true"><line x1="0" x2="28" y1="4" y2="4" stroke-width="2" ${look(at)}/>
      </svg> ${label} <b>${to}</b></li>`,
  )
  return html`<figure class="chart"><figcaption>${title}</figcaption>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}: ${ends}">
${plot.up.map(
  ({ y, text }) => html`<line class="grid" x1="${left}" x2="${right}" y1="${y.toFixed(1)}" y2="${y.toFixed(1)}"/>
  <text x="${left - 6}" y="${(y + 4).toFixed(1)}" text-anchor="end">${text}</text>`,
)}
${plot.across.map(({ x, text }) => html`<text x="${x.toFixed(1)}" y="${bottom + 15}" text-anchor="middle">${text}</text>`)}
<text x="${(left + right) / 2}" y="${height - 5}" text-anchor="middle">${plot.x}</text>
${lines}</svg><ul class="legend">${legend}</ul></figure>`
}

const pointsOf = (points: readonly (readonly [number, number])[]): string =>
  points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')
