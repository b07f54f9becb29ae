// A chart as a file of its own: an SVG with its title, axes and legend, black on white, that any drawing program opens.
import { type PlotCurve, plotOf, type PlotWords } from './plot.ts'

/** Okabe and Ito's colours that keep 3:1 on white, told apart by dashes as well. */
const strokes = ['#0072b2', '#d55e00', '#009e73', '#000000', '#b0578f', '#56708a']
const dashes = ['', '6 3', '2 3', '9 3 2 3', '4 2', '1 2']
const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const text = (words: string): string => words.replace(/[&<>"]/g, (one) => escapes[one]!)
const [head, row] = [26, 18]

/** Null where fewer than two points can be drawn. */
export function curveSvg(title: string, curves: readonly PlotCurve[], words: PlotWords = {}): string | null {
  const plot = plotOf(curves, words)
  if (!plot) return null
  const { width, height, left, right, bottom } = plot
  const whole = head + height + row * plot.lines.length + 8
  const look = (at: number): string => `stroke="${strokes[at % strokes.length]}" stroke-width="1.6" fill="none"${dashes[at % dashes.length] ? ` stroke-dasharray="${dashes[at % dashes.length]}"` : ''}`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${2 * width}" height="${2 * whole}" viewBox="0 0 ${width} ${whole}" font-family="sans-serif" font-size="11">`,
    `<title>${text(title)}</title><rect width="${width}" height="${whole}" fill="#ffffff"/><text x="10" y="18" font-size="13" font-weight="bold">${text(title)}</text>`,
    `<g transform="translate(0 ${head})">`,
    ...plot.up.map(({ y, text: mark }) => `<line x1="${left}" x2="${right}" y1="${y.toFixed(1)}" y2="${y.toFixed(1)}" stroke="#d9dce2"/><text x="${left - 6}" y="${(y + 4).toFixed(1)}" text-anchor="end" fill="#5a5f69">${text(mark)}</text>`),
    ...plot.across.map(({ x, text: mark }) => `<text x="${x.toFixed(1)}" y="${bottom + 15}" text-anchor="middle" fill="#5a5f69">${text(mark)}</text>`),
    `<text x="${(left + right) / 2}" y="${height - 5}" text-anchor="middle" fill="#5a5f69">${text(plot.x)}</text>`,
    ...plot.lines.map(({ points }, at) => points.length === 1 ? `<circle cx="${points[0]![0].toFixed(1)}" cy="${points[0]![1].toFixed(1)}" r="2.5" ${look(at)}/>` : `<polyline points="${points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')}" ${look(at)}/>`),
    ...plot.lines.map(({ label, to }, at) => `<line x1="${left}" x2="${left + 28}" y1="${height + row * at + 8}" y2="${height + row * at + 8}" ${look(at)}/><text x="${left + 36}" y="${height + row * at + 12}">${text(label)}: ${text(to)}</text>`),
    '</g></svg>', '',
  ].join('\n')
}
