// A chart as a file of its own: an SVG with its title, axes and legend, black on white, that any drawing program opens.
import { type PlotCurve, plotOf, type PlotWords } from './plot.ts'
import { fileColours, gridInk, place, softInk, svgFile, svgText } from './svg-file.ts'

/** Curves are told apart by dashes as well as by colours. */
const dashes = ['', '6 3', '2 3', '9 3 2 3', '4 2', '1 2']
const row = 18

/** Null where fewer than two points can be drawn. */
export function curveSvg(title: string, curves: readonly PlotCurve[], words: PlotWords = {}): string | null {
  const plot = plotOf(curves, words)
  if (!plot) return null
  const { width, height, left, right, bottom } = plot
  const look = (at: number): string =>
    `stroke="${fileColours[at % fileColours.length]}" stroke-width="1.6" ` +
    `fill="none"${dashes[at % dashes.length] ? ` stroke-dasharray="${dashes[at % dashes.length]}"` : ''}`
  return svgFile(title, width, height + row * plot.lines.length + 8, [
    ...plot.up.map(
      ({ y, text: mark }) =>
        `<line x1="${left}" x2="${right}" y1="${place(y)}" y2="${place(y)}" ` +
        `stroke="${gridInk}"/><text x="${left - 6}" y="${place(y + 4)}" text-anchor="end" fill="${softInk}">${svgText(mark)}</text>`,
    ),
    ...plot.across.map(
      ({ x, text: mark }) => `<text x="${place(x)}" y="${bottom + 15}" text-anchor="middle" fill="${softInk}">${svgText(mark)}</text>`,
    ),
    `<text x="${(left + right) / 2}" y="${height - 5}" text-anchor="middle" fill="${softInk}">${svgText(plot.x)}</text>`,
    ...plot.lines.map(({ points }, at) =>
      points.length === 1
        ? `<circle cx="${place(points[0]![0])}" cy="${place(points[0]![1])}" r="2.5" ${look(at)}/>`
        : `<polyline points="${points.map(([x, y]) => `${place(x)},${place(y)}`).join(' ')}" ${look(at)}/>`,
    ),
    ...plot.lines.map(
      ({ label, to }, at) =>
        `<line x1="${left}" x2="${left + 28}" y1="${height + row * at + 8}" ` +
        `y2="${height + row * at + 8}" ${look(at)}/><text x="${left + 36}" ` +
        `y="${height + row * at + 12}">${svgText(label)}: ${svgText(to)}</text>`,
    ),
  ])
}
