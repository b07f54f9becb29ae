// A histogram as a file of its own: both axes with marks and words, every bar with its range and count, every mark with its value.
import { type HistogramData, histogramPlot } from './histogram-plot.ts'
import { markWords } from './mark-labels.ts'
import { compact, count, number } from '../text/numbers.ts'
import { fileColours, gridInk, place, softInk, svgFile, svgText } from './svg-file.ts'

const [left, width, height, foot, bottom] = [58, 408, 230, 4, 38]

/** `words.x` is what the values are, `words.one` what is counted, such as "picture". */
export function histogramSvg(title: string, data: HistogramData, words: { x: string; one: string }): string {
  const { bars, marks, across, up, base } = histogramPlot(data, width, height, foot)
  const names = markWords(
    across.map(({ value }) => value),
    compact,
  )
  const many = `${words.one}s`
  return svgFile(title, left + width + 14, height + bottom, [
    ...up.map(
      ({ y, count: of }) =>
        `<line x1="${left}" x2="${left + width}" y1="${place(y)}" ` +
        `y2="${place(y)}" stroke="${gridInk}"/><text x="${left - 6}" ` +
        `y="${place(y + 4)}" text-anchor="end" fill="${softInk}">${number(of)}</text>`,
    ),
    `<text transform="translate(14 ${place(base / 2)}) rotate(-90)" text-anchor="middle" ` +
      `fill="${softInk}">${svgText(`number of ${many}${data.log ? ', log scale' : ''}`)}</text>`,
    ...bars.map(
      (bar) =>
        `<rect x="${place(left + bar.x)}" y="${place(bar.y)}" ` +
        `width="${place(bar.width)}" height="${place(bar.height)}" ` +
        `fill="#8b9099"><title>${svgText(`${compact(bar.from)} to ${compact(bar.to)}: ${count(bar.count, words.one)}`)}</title></rect>`,
    ),
    `<line x1="${left}" x2="${left + width}" y1="${place(base)}" y2="${place(base)}" stroke="${softInk}"/>`,
    ...across.map(
      ({ x }, at) => `<text x="${place(left + x)}" y="${height + 12}" text-anchor="middle" fill="${softInk}">${svgText(names[at]!)}</text>`,
    ),
    `<text x="${left + width / 2}" y="${height + 30}" text-anchor="middle" fill="${softInk}">${svgText(words.x)}</text>`,
    ...marks.map(
      ({ x, top, left: before, value, label, slot }) =>
        `<line x1="${place(left + x)}" x2="${place(left + x)}" ` +
        `y1="${place(top)}" y2="${place(base)}" stroke="${fileColours[slot % fileColours.length]}" stroke-width="2"/><text ` +
        `x="${place(left + x + (before ? -4 : 4))}" y="${place(top)}" ` +
        `text-anchor="${before ? 'end' : 'start'}">${svgText(`${label} ${compact(value)}`)}</text>`,
    ),
  ])
}
