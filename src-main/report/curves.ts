// The curves of a run, or of several on common axes, put into charts as the page does.
import { type CurveGroup, curveGroups, objectivesByKey, scoreNote, seriesFormat, seriesTitle } from '../../src-shared/run/curve-groups.ts'
import type { Compared } from '../../src-shared/run/compared-runs.ts'
import { valueWordOf } from '../../src-shared/recipe/objective.ts'
import type { Recipe } from '../../src-shared/recipe/recipe.ts'
import type { Run } from '../../src-shared/run/run.ts'
import type { Store } from '../store/open.ts'
import { chart } from './chart.ts'
import { type Html, html } from './html.ts'

/** Points of a curve on a chart of 480 pixels; extremes are kept. */
const curvePoints = 400
/** A search has hundreds of curves; a page shows the first few of a group, and the first few groups. */
const [mostCurves, mostGroups] = [6, 6]
const usual = ['validation/accuracy', 'validation/loss', 'train/loss']

type Points = [number, number][]
const pointsOf = (run: Run, series: string, store: Store): Points =>
  store.metrics.read(run.id, series, { points: curvePoints }).map(({ step, value }) => [step, value])
const overWord = (recipe: Recipe): string => (recipe.kind === 'search' ? 'samples drawn' : 'step')
const rangeOf = (series: string): { range: readonly [number, number] } | object =>
  series.endsWith('accuracy') ? { range: [0, 1] as const } : {}

export function curves(run: Run, store: Store): Html {
  const groups: CurveGroup[] = curveGroups(
    store.metrics.series(run.id).map(({ series }) => series),
    run.recipe,
  ).slice(0, mostGroups)
  if (groups.length === 0) return html``
  const left = (group: CurveGroup): string =>
    group.members.length > mostCurves ? ` (${mostCurves} of ${group.members.length.toLocaleString('en-US')} curves)` : ''
  return html`<h2>Curves</h2>${lastValues}<div class="charts">${groups.map((group) =>
    chart(
      `${group.title}${left(group)}`,
      group.members.slice(0, mostCurves).map(({ series, label }) => ({ label, points: pointsOf(run, series, store) })),
      { x: overWord(run.recipe), format: group.format, ...rangeOf(group.key) },
    ),
  )}</div>`
}

/** What several runs have measured alike, one line for each run. */
export function commonCurves(list: readonly Compared[], store: Store): Html {
  const series = list.map(({ run }) => new Set(store.metrics.series(run.id).map((one) => one.series)))
  const common = [...(series[0] ?? [])].filter((one) => series.every((other) => other.has(one))).sort((a, b) => rank(a) - rank(b))
  if (common.length === 0) return html``
  const objectives = new Map(list.flatMap(({ run }) => [...objectivesByKey(run.recipe)]))
  const notes = list
    .map(({ letter, run }) => ({ letter, note: scoreNote(run.recipe).replace(/^, /, '') }))
    .filter(({ note }) => note !== '')
  const noted = notes.map(({ letter, note }) => `${letter}, ${note}`).join('; for ')
  const word = valueWordOf([...objectives.values()])
  const note = html`<p class="note">The curves of ${word}s are, for ${noted}, so their ends are not what the pictures reach.</p>`
  return html`<h2>Curves</h2>${notes.length > 0 ? note : null}${lastValues}<div class="charts">${common.slice(0, mostGroups).map((one) =>
    chart(
      seriesTitle(one, objectives),
      list.map(({ letter, run }) => ({ label: letter, points: pointsOf(run, one, store) })),
      { x: overWord(list[0]!.run.recipe), format: seriesFormat(one), ...rangeOf(one) },
    ),
  )}</div>`
}
/** The learning rate, for one, ends far below its peak. */
const lastValues = html`<p class="note">The number beside the name of a line is its last value.</p>`
const rank = (series: string): number => (usual.includes(series) ? usual.indexOf(series) : usual.length)
