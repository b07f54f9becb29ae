// Bars beside names as a file of its own: every bar with its number, zero marked, the axis in words.
import { extentOf } from './axis.ts'
import { compact } from '../text/numbers.ts'
import { fileColours, place, softInk, svgFile, svgText } from './svg-file.ts'

const [names, room, values, row, foot] = [150, 260, 70, 16, 26]

/** In the order given. A bar that has no number is left out. */
export function barsSvg(title: string, given: readonly { label: string; value: number }[], x: string): string {
  const bars = given.filter(({ value }) => Number.isFinite(value))
  const [low, high] = extentOf([0, ...bars.map(({ value }) => value)])!
  // Halves, since the difference of two finite numbers may be none.
  const half = high / 2 - low / 2
  const across = (value: number): number => names + (half > 0 ? (value / 2 - low / 2) / half : 0) * room
  const base = bars.length * row + 4
  return svgFile(title, names + room + values, base + foot, [
    ...bars.flatMap(({ label, value }, at) => {
      const [from, to] = [across(Math.min(0, value)), across(Math.max(0, value))]
      return [
        `<text x="${names - 8}" y="${at * row + 12}" text-anchor="end">${svgText(label)}</text>`,
        `<rect x="${place(from)}" y="${at * row + 3}" width="${place(Math.max(0.6, to - from))}" ` +
          `height="${row - 5}" fill="${fileColours[value < 0 ? 1 : 0]}"><title>${svgText(`${label}: ${compact(value)}`)}</title></rect>`,
        `<text x="${names + room + 8}" y="${at * row + 12}" fill="${softInk}">${svgText(compact(value))}</text>`,
      ]
    }),
    `<line x1="${place(across(0))}" x2="${place(across(0))}" y1="0" y2="${base}" stroke="${softInk}"/>`,
    `<text x="${names + room / 2}" y="${base + 16}" text-anchor="middle" fill="${softInk}">${svgText(x)}</text>`,
  ])
}
