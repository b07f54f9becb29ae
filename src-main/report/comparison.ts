// Several runs beside each other, in the order of the page: the sentence, pictures side by side, curves, settings that differ.
import { type Compared, datasetNote, letterOf, startCheck, verdict } from '../../src-shared/run/compared-runs.ts'
import { valueWordOf } from '../../src-shared/recipe/objective.ts'
import { workAmong } from '../../src-shared/recipe/continuation.ts'
import { resultPictures } from '../../src-shared/run/result-pictures.ts'
import type { Run } from '../../src-shared/run/run.ts'
import { outcomeOf } from '../../src-shared/run/outcome.ts'
import { settingRows } from '../../src-shared/recipe/setting-rows.ts'
import { shownName } from '../../src-shared/text/shown-name.ts'
import { summaryRows } from '../../src-shared/run/summary-rows.ts'
import type { Store } from '../store/open.ts'
import { commonCurves } from './curves.ts'
import { readFigures, verdictsOf } from './figures.ts'
import { type Html, html } from './html.ts'
import { madePicture } from './run-pictures.ts'
import { facts, folded, namesIn } from './run-section.ts'
import { columnHeads, row } from './table.ts'

/** Objectives whose pictures are set side by side. */
const mostObjectives = 24

export function* comparisonSection(runs: readonly Run[], store: Store): Generator<Html> {
  const list: Compared[] = runs.map((run, slot) => ({
    letter: letterOf(slot),
    slot,
    run,
    artifacts: store.artifacts.of(run.id),
    children: store.runs.children(run.id),
  }))
  const notes = [startCheck(list)?.words, datasetNote(list)].filter((one) => one !== null && one !== undefined)
  yield html`<section><p class="reading">${verdict(list)}</p>${notes.map((one) => html`<p class="note">${one}</p>`)}
<table><tbody>${list.map(
    ({ letter, run }) => html`<tr><th scope="row"><b>${letter}</b> ${shownName(run.name)}</th>
      <td>${outcomeOf(run)}<div class="facts">${facts(run, workAmong(run, runs))}</div></td></tr>`,
  )}</tbody></table>
`
  yield* pairs(list, store)
  yield figures(list, store)
  yield commonCurves(list, store)
  yield settings(list, store)
  for (const { letter, run } of list) {
    const rows = summaryRows(run)
    yield html`<h2>${letter} ${shownName(run.name)}</h2>${
      rows.length === 0 ? null : html`<table><tbody>${rows.map(({ label, value }) => row(label, value))}</tbody></table>`
    }${folded(run)}`
  }
  yield html`</section>`
}

/** Pictures of the same objective, start 1 or rank 1 of each run. */
function* pairs(list: readonly Compared[], store: Store): Generator<Html> {
  const shown = list.map(
    ({ artifacts }) =>
      new Map(
        resultPictures(artifacts)
          .filter(({ start }) => start === 0)
          .map((one) => [one.key, one]),
      ),
  )
  const common = [...(shown[0] ?? new Map()).keys()].filter((key) => shown.filter((one) => one.has(key)).length > 1)
  if (common.length === 0) return
  const several = list.some(({ run }) => run.recipe.kind === 'ascend' && run.recipe.starts > 1)
  const word = valueWordOf(common.flatMap((key) => shown.flatMap((one) => one.get(key)?.objective ?? [])))
  yield html`<h2>Pictures</h2><p class="note">${several ? 'Start 1 of each. ' : ''}The ${word}s are of the pictures as they
    are shown, seen without shaking.</p>`
  for (const key of common.slice(0, mostObjectives)) {
    yield html`<div class="objective"><h3>${shown[0]!.get(key)!.title}</h3><div class="pair">`
    for (const [at, { letter }] of list.entries()) {
      const one = shown[at]!.get(key)
      yield one ? madePicture(one, store, letter) : html`<figure><figcaption><b>${letter}</b> no picture</figcaption></figure>`
    }
    yield html`</div></div>`
  }
  if (common.length > mostObjectives)
    yield html`<p class="note">${mostObjectives} of ${common.length.toLocaleString('en-US')} common objectives are shown.</p>`
}

/** Of reproductions, what each came to figure by figure. */
function figures(list: readonly Compared[], store: Store): Html {
  if (!list.every(({ run }) => run.recipe.kind === 'reproduce')) return html``
  const all = list.map(({ run }) => readFigures(run, store) ?? [])
  const heads = columnHeads(['Figure', ...list.map(({ letter }) => letter)])
  const rows = (all[0] ?? []).map((one) =>
    row(
      `Figure ${one.number}. ${one.title}`,
      ...all.map((other) => {
        const found = other.find(({ number }) => number === one.number)
        return found ? verdictsOf(found) : 'not made'
      }),
    ),
  )
  return html`<h2>Figures and claims</h2><table><thead><tr>${heads}</tr></thead><tbody>${rows}</tbody></table>`
}

function settings(list: readonly Compared[], store: Store): Html {
  const rows = settingRows(
    list.map(({ run }) => run.recipe),
    false,
    namesIn(store),
  )
  if (rows.length === 0) return html`<h2>Settings that differ</h2><p>None: the recipes are equal.</p>`
  return html`<h2>Settings that differ</h2><div class="wide"><table><thead><tr>
    ${columnHeads(['Setting', ...list.map(({ letter }) => letter)])}</tr></thead>
    <tbody>${rows.map(({ label, values }) => row(label, ...values))}</tbody></table></div>`
}
