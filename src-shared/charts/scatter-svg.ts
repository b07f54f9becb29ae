// A map of points as a file of its own: both axes with marks and names, a legend, and every point with its number.
import { extentOf, linearAxis } from './axis.ts'
import { markWords } from './mark-labels.ts'
import { compact, count } from '../text/numbers.ts'
import { gridInk, place, softInk, svgFile, svgText } from './svg-file.ts'

export interface ScatterGroup {
  label: string
  /** Colours as a drawing program knows them, such as "#0072b2" or "rgb(0, 114, 178)". */
  fill: string
  edge: string
  /** An SVG path in a box from -7 to 7. */
  path: string
  /** How much larger than usual its marks are. */
  size: number
}
export interface ScatterCloud {
  xs: ArrayLike<number>
  ys: ArrayLike<number> /** Group of each point. */
  groups: ArrayLike<number> /** In which points are drawn; the last lie on top. */
  order: ArrayLike<number> | null
}

const [width, left, right, top, gap] = [640, 60, 626, 8, 18]
const defaultSize = 0.28

/** Points of groups that are not `shown`, or without a place, are left out. `even` keeps both axes at one scale. */
export function scatterSvg(
  title: string,
  { xs, ys, groups: of, order }: ScatterCloud,
  groups: readonly ScatterGroup[],
  shown: readonly boolean[],
  words: { x: string; y: string; even: boolean; one: string },
): string {
  const seen: number[] = []
  const counts = groups.map(() => 0)
  for (let at = 0; at < xs.length; at++) {
    const point = order === null ? at : order[at]!
    const group = of[point]!
    if (!shown[group] || !Number.isFinite(xs[point]) || !Number.isFinite(ys[point])) continue
    seen.push(point)
    counts[group]!++
  }
  const ends = (values: ArrayLike<number>): [number, number] =>
    extentOf(
      (function* () {
        for (const point of seen) yield values[point]!
      })(),
    ) ?? [0, 1]
  const [across, up] = [linearAxis(ends(xs)), linearAxis(ends(ys))]
  const ratio = (up.high / 2 - up.low / 2) / (across.high / 2 - across.low / 2)
  const height = words.even && ratio > 0.1 && ratio < 3 ? (right - left) * ratio : 420
  const bottom = top + height
  const x = (value: number): number => left + (across.place(value) ?? 0) * (right - left)
  const y = (value: number): number => bottom - (up.place(value) ?? 0) * height
  const [acrossNames, upNames] = [across, up].map(({ ticks }) =>
    markWords(
      ticks.map(({ value }) => value),
      compact,
    ),
  ) as [string[], string[]]
  const listed = groups.map((group, at) => ({ ...group, at })).filter(({ at }) => counts[at]! > 0)
  return svgFile(title, width, bottom + 42 + gap * listed.length, [
    `<defs>${listed
      .map(
        ({ at, fill, edge, path, size }) =>
          `<path id="g${at}" d="${path}" transform="scale(${(defaultSize * size).toFixed(2)})" ` +
          `fill="${svgText(fill)}" stroke="${svgText(edge)}" stroke-width="1.5"/>`,
      )
      .join('')}</defs>`,
    `<rect x="${left}" y="${top}" width="${right - left}" height="${place(height)}" fill="none" stroke="${gridInk}"/>`,
    ...across.ticks.map(
      ({ value }, at) =>
        `<text x="${place(x(value))}" y="${place(bottom + 14)}" text-anchor="middle" fill="${softInk}">${svgText(acrossNames[at]!)}</text>`,
    ),
    ...up.ticks.map(
      ({ value }, at) =>
        `<text x="${left - 6}" y="${place(y(value) + 4)}" text-anchor="end" fill="${softInk}">${svgText(upNames[at]!)}</text>`,
    ),
    `<text x="${(left + right) / 2}" y="${place(bottom + 30)}" text-anchor="middle" fill="${softInk}">${svgText(words.x)}</text>`,
    `<text transform="translate(14 ${place(top + height / 2)}) rotate(-90)" text-anchor="middle" ` +
      `fill="${softInk}">${svgText(words.y)}</text>`,
    // The number of a point is its id: words beside each of tens of thousands would make the file several times as large.
    ...seen.map((point) => `<use href="#g${of[point]}" id="p${point}" x="${place(x(xs[point]!))}" y="${place(y(ys[point]!))}"/>`),
    ...listed.map(
      ({ at, label }, line) =>
        `<path d="${groups[at]!.path}" transform="translate(${left + 6} ` +
        `${place(bottom + 46 + gap * line)}) scale(0.8)" fill="${svgText(groups[at]!.fill)}" ` +
        `stroke="${svgText(groups[at]!.edge)}"/><text x="${left + 20}" ` +
        `y="${place(bottom + 50 + gap * line)}">${svgText(`${label}: ${count(counts[at]!, words.one)}`)}</text>`,
    ),
  ])
}
