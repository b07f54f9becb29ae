// A run in a report, in the order of its page: what came of it, pictures, curves, summary, settings; recipes and hashes folded away.
import { isShapes } from '../../src-shared/domains/dataset.ts'
import { workWords } from '../../src-shared/recipe/continuation.ts'
import { environmentRows } from '../../src-shared/run/environment.ts'
import { countVerdicts, type Figure, verdictSentence } from '../../src-shared/run/figure.ts'
import { kindWords } from '../../src-shared/recipe/kind-labels.ts'
import { duration } from '../../src-shared/text/numbers.ts'
import { capital } from '../../src-shared/text/phrase.ts'
import { cutsOf } from '../../src-shared/recipe/reproduction-presets.ts'
import { reproductionHeadline } from '../../src-shared/run/reproduction-headline.ts'
import type { Run } from '../../src-shared/run/run.ts'
import { outcomeOf } from '../../src-shared/run/outcome.ts'
import { settingRows } from '../../src-shared/recipe/setting-rows.ts'
import { shownName } from '../../src-shared/text/shown-name.ts'
import { summaryRows } from '../../src-shared/run/summary-rows.ts'
import { gradeSentence, resultSentence } from '../../src-shared/run/training-result.ts'
import type { Store } from '../store/open.ts'
import { curves } from './curves.ts'
import { figureSection, glance, readFigures } from './figures.ts'
import { type Html, html } from './html.ts'
import { runPictures } from './run-pictures.ts'
import { columnHeads, row } from './table.ts'
import { datasetRun, trainingSection } from './training-section.ts'

const dateFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })
/** Such as "24 November 2026 at 08:31 UTC": a report is read elsewhere, so its zone is said. */
const dated = (time: number): string => `${dateFormat.format(time)} UTC`
const origins: Record<Run['origin'], string | null> = {
  here: null,
  starter: 'came with the lab',
  imported: 'imported: it was not run in this library',
}

/** What a content hash is, by the name of the run that made it. */
export function namesIn(store: Store): (hash: string) => string {
  return (hash) => {
    const maker = store.artifacts.maker(hash)
    const run = maker === undefined ? undefined : store.runs.get(maker)
    return run ? `“${shownName(run.name)}”` : 'a network that is not in this library'
  }
}

/** Kind, date, time and seed in one line. `work`: how long it has worked, in words. */
export function facts(run: Run, work = workWords(run)): string {
  return [
    kindWords[run.recipe.kind],
    dated(run.created),
    work,
    ...('seed' in run.recipe ? [`seed ${run.recipe.seed}`] : []),
    ...(origins[run.origin] ? [origins[run.origin]!] : []),
  ].join(' · ')
}

/** What came of a run, as its page says it. */
export function headline(run: Run, figures: readonly Figure[], parts: readonly Run[]): string {
  if (run.recipe.kind === 'reproduce') {
    const whole = reproductionHeadline(
      run,
      parts.find((one) => one.recipe.kind === 'classifier'),
      figures.length,
    )
    const verdicts = figures.flatMap((one) => one.claims.map((claim) => claim.verdict))
    return whole ?? (verdicts.length === 0 ? '' : `So far, of ${verdicts.length} claims, ${verdictSentence(countVerdicts(verdicts))}.`)
  }
  const outcome = outcomeOf(run)
  return resultSentence(run) ?? (outcome === '' ? '' : `${capital(outcome)}${/[.!?]$/.test(outcome) ? '' : '.'}`)
}

export function* runSection(run: Run, store: Store): Generator<Html> {
  const figures = run.recipe.kind === 'reproduce' ? readFigures(run, store) : []
  const parts = store.runs.children(run.id)
  const grade = gradeSentence(run)
  yield html`<section><p class="facts">${facts(run)}</p>
${run.state === 'finished' ? null : html`<p class="note">This run is ${run.state}: below is what it has made so far.</p>`}
<p class="reading">${headline(run, figures ?? [], parts)}</p>
${grade === null ? null : html`<p class="note">${grade}</p>`}
${run.recipe.kind === 'reproduce' ? html`<p class="note">${cutsOf(run.recipe)}</p>` : null}
${run.notices.filter((one) => one.level === 'warning').map((one) => html`<p class="note">${one.message}</p>`)}
${run.note === '' ? null : html`<p class="note"><b>Note.</b> ${run.note}</p>`}
`
  if (figures === null) yield html`<p>The figures of this run cannot be read by this version.</p>`
  if (figures && figures.length > 0) yield glance(figures)
  for (const one of figures ?? []) yield* figureSection(one, store)
  if (run.recipe.kind !== 'reproduce') yield* runPictures(run, store)
  if (run.recipe.kind === 'classifier' || run.recipe.kind === 'autoencoder') yield* trainingSection(run, run.recipe, store)
  yield html`${curves(run, store)}${summary(run)}${settings(run, store)}`
  if (parts.length > 0)
    yield html`<h2>Parts</h2><table><thead><tr>${columnHeads(['Part', 'Result', 'Time'])}</tr></thead><tbody>${parts.map(
      (part) => html`<tr><th scope="row">${shownName(part.name)}</th><td>${part.state === 'finished' ? outcomeOf(part) : part.state}</td>
        <td class="number">${duration(part.seconds)}</td></tr>`,
    )}</tbody></table>`
  yield html`${folded(run)}</section>`
}

function summary(run: Run): Html {
  const rows = summaryRows(run)
  return rows.length === 0
    ? html``
    : html`<h2>Summary</h2><table><tbody>${rows.map(({ label, value }) => row(label, value))}</tbody></table>`
}

function settings(run: Run, store: Store): Html {
  const drawing =
    'dataset' in run.recipe && run.recipe.kind !== 'dataset' && isShapes(run.recipe.dataset)
      ? datasetRun(run.recipe.dataset, store)
      : undefined
  const rows = [
    ...(drawing ? [row('Dataset', `“${shownName(drawing.name)}”`)] : []),
    ...settingRows([run.recipe], true, namesIn(store)).map(({ label, values }) => row(label, values[0] ?? '')),
  ]
  return html`<h2>Settings</h2><table><tbody>${rows}</tbody></table>`
}

/** What it takes to make it again: on the same machine with the same settings the same recipe gives the same bytes. */
export function folded(run: Run): Html {
  const environment = run.environment && environmentRows(run.environment).map(({ label, value }) => row(label, value))
  return html`${environment ? html`<details><summary>Made on</summary><table><tbody>${environment}</tbody></table></details>` : null}
<details><summary>Recipe and hashes</summary><pre>${JSON.stringify(run.recipe, null, 2)}</pre>
  <p class="hash">Recipe ${run.recipeHash} · run ${run.id} · Phosphene ${run.appVersion}</p></details>`
}
