// What a report of a training shows besides its curves: the classes it was taught, and what a classifier gets wrong.
import { className } from '../../src-shared/domains/shapes/classes.ts'
import { classesWords } from '../../src-shared/domains/shapes/class-sets.ts'
import { factors, factorTable, type FactorTable, levels, mixUps } from '../../src-shared/run/confusion.ts'
import { number, shareOf } from '../../src-shared/text/numbers.ts'
import { capital } from '../../src-shared/text/phrase.ts'
import { canonical, type DatasetSettings, type TrainingRecipe } from '../../src-shared/recipe/recipe.ts'
import { classifierResults } from '../../src-shared/run/results/training.ts'
import type { Run } from '../../src-shared/run/run.ts'
import { drawn } from '../paper/findings.ts'
import type { Store } from '../store/open.ts'
import { type Html, html } from './html.ts'
import { picture } from './picture.ts'
import { tableIn } from './result-table.ts'
import { columnHeads, row } from './table.ts'

/** Pairs of classes, and pictures named wrongly, that a report shows. */
const [mostPairs, mostWrong] = [10, 24]

/** One picture of each class, and for a classifier its mistakes on the test pictures. */
export function* trainingSection(run: Run, { kind, dataset }: TrainingRecipe, store: Store): Generator<Html> {
  const classes = dataset.classes.slice(0, dataset.count)
  yield html`<h2>What it was taught</h2>
    <p class="note">${capital(classesWords(dataset.classes))}. ${number(dataset.count)} pictures in all; below, one of each class.</p>
    <div class="panels">${classes.map((label, index) => {
      const one = picture(drawn(dataset, index), 1, `A ${className(label)}`)
      return html`<figure>${one}</figure>`
    })}</div>`
  const confusion = kind === 'classifier' ? tableIn(classifierResults.artifacts.confusion, run, store) : null
  if (!confusion || confusion.count === 0) return
  yield html`<h2>Mistakes</h2>`
  if (confusion.correct === confusion.count) {
    yield html`<p class="note">All ${number(confusion.count)} test pictures were named correctly.</p>`
    return
  }
  const right = shareOf(confusion.correct, confusion.count)
  yield html`<p class="note">Rows: what the test pictures show. Columns: what the classifier said. ${right} were named correctly.</p>
    <div class="panels">${factors.map((factor) => table(factorTable(confusion, factor, dataset.classes)))}</div>`
  const pairs = mixUps(confusion, mostPairs)
  yield html`<h3>Most common mix-ups</h3><table><tbody>${pairs.map(({ truth, said, count }) =>
    row(`${className(truth)} taken for ${className(said)}`, count === 1 ? 'once' : `${number(count)} times`),
  )}</tbody></table>`
  const wrong = confusion.wrong.filter(({ index }) => index >= 0 && index < dataset.count)
  if (wrong.length === 0) return
  const heading = wrong.length > mostWrong ? `${mostWrong} of ${number(wrong.length)} pictures named wrongly` : 'Pictures named wrongly'
  yield html`<h3>${heading}</h3><div class="panels">${wrong.slice(0, mostWrong).map(
    ({ index, truth, said }) => html`<figure>${picture(drawn(dataset, index), 2, `Test picture ${index}`)}
      <figcaption><b>${className(truth)}</b><br>said: ${className(said)}</figcaption></figure>`,
  )}</div>`
}

/** Rows and columns are the levels that are in use, or were said. */
function table({ factor, used, counts }: FactorTable): Html {
  const said = levels[factor].map((_, at) => at).filter((at) => used.includes(at) || counts.some((row) => row[at]! > 0))
  const heads = columnHeads(said.map((at) => levels[factor][at]!))
  const cell = (truth: number, at: number): Html => {
    const times = number(counts[truth]![at]!)
    return html`<td class="number">${at === truth ? html`<b>${times}</b>` : times}</td>`
  }
  const rows = used.map((truth) => html`<tr><th scope="row">${levels[factor][truth]}</th>${said.map((at) => cell(truth, at))}</tr>`)
  return html`<table class="confusion"><caption>By ${factor}</caption><thead><tr><td></td>${heads}</tr></thead>
    <tbody>${rows}</tbody></table>`
}

/** The newest run outside the Trash that drew this very dataset; undefined where none did. */
export function datasetRun(dataset: DatasetSettings, store: Store): Run | undefined {
  const wanted = canonical(dataset)
  return store.runs
    .list({ kinds: ['dataset'], trashed: false, limit: 200 })
    .runs.find(({ recipe }) => recipe.kind === 'dataset' && canonical(recipe.dataset) === wanted)
}
