// What a report of a training shows besides its curves: the classes it was taught, and what a classifier gets wrong.
import { classesOf, type DatasetSpec, isShapes, pictureNameOf, classNameOf } from '../../src-shared/domains/dataset.ts'
import { classesWords } from '../../src-shared/domains/shapes/class-sets.ts'
import { factors, factorTable, type FactorTable, levels, mixUps } from '../../src-shared/run/confusion.ts'
import { number, shareOf } from '../../src-shared/text/numbers.ts'
import { shownName } from '../../src-shared/text/shown-name.ts'
import { capital } from '../../src-shared/text/phrase.ts'
import { canonical, type DatasetSettings, type TrainingRecipe } from '../../src-shared/recipe/recipe.ts'
import { classifierResults } from '../../src-shared/run/results/training.ts'
import type { Run } from '../../src-shared/run/run.ts'
import type { Store } from '../store/open.ts'
import { datasetPictures } from './dataset-picture.ts'
import { type Html, html } from './html.ts'
import { picture } from './picture.ts'
import { tableIn } from './result-table.ts'
import { columnHeads, row } from './table.ts'

/** Pairs of classes, and pictures named wrongly, that a report shows. */
const [mostPairs, mostWrong] = [10, 24]

/** One picture of each class, and for a classifier its mistakes on the test pictures. */
export function* trainingSection(run: Run, { kind, dataset }: TrainingRecipe, store: Store): Generator<Html> {
  const pictures = datasetPictures(dataset, store)
  const drawnAs = (index: number, zoom: number, words: string): Html | null => {
    const one = pictures.at(index)
    return one && picture(one, zoom, words)
  }
  const several = classesOf(dataset).length > 0
  const what = isShapes(dataset)
    ? classesWords(dataset.classes)
    : `“${shownName(dataset.name)}”${several ? `: ${listed(dataset)}` : ', without classes'}`
  const shown = several ? 'one of each class' : 'some of them'
  yield html`<h2>What it was taught</h2>
    <p class="note">${capital(what)}. ${number(dataset.count)} pictures in all; below, ${shown}.</p>
    <div class="panels">${pictures.firsts().map(({ label, index }) => {
      const name = pictureNameOf(dataset, label, index)
      return html`<figure>${drawnAs(index, 1, isShapes(dataset) ? `A ${name}` : name)}</figure>`
    })}</div>`
  const confusion = kind === 'classifier' ? tableIn(classifierResults.artifacts.confusion, run, store) : null
  if (!confusion || confusion.count === 0) return
  yield html`<h2>Mistakes</h2>`
  if (confusion.correct === confusion.count) {
    yield html`<p class="note">All ${number(confusion.count)} test pictures were named correctly.</p>`
    return
  }
  const right = shareOf(confusion.correct, confusion.count)
  const axes = isShapes(dataset) ? 'Rows: what the test pictures show. Columns: what the classifier said. ' : ''
  yield html`<p class="note">${axes}${right} were named correctly.</p>
    <div class="panels">${isShapes(dataset) ? factors.map((factor) => table(factorTable(confusion, factor, dataset.classes))) : null}</div>`
  const pairs = mixUps(confusion, mostPairs)
  yield html`<h3>Most common mix-ups</h3><table><tbody>${pairs.map(({ truth, said, count }) =>
    row(`${classNameOf(dataset, truth)} taken for ${classNameOf(dataset, said)}`, count === 1 ? 'once' : `${number(count)} times`),
  )}</tbody></table>`
  const wrong = confusion.wrong.filter(({ index }) => index >= 0 && index < dataset.count)
  if (wrong.length === 0) return
  const heading = wrong.length > mostWrong ? `${mostWrong} of ${number(wrong.length)} pictures named wrongly` : 'Pictures named wrongly'
  yield html`<h3>${heading}</h3><div class="panels">${wrong.slice(0, mostWrong).map(
    ({ index, truth, said }) => html`<figure>${drawnAs(index, 2, `Test picture ${index}`)}
      <figcaption><b>${classNameOf(dataset, truth)}</b><br>said: ${classNameOf(dataset, said)}</figcaption></figure>`,
  )}</div>`
}

/** Names of classes, the first few. */
function listed(dataset: DatasetSpec): string {
  const names = classesOf(dataset).map((label) => shownName(classNameOf(dataset, label)))
  return names.length > mostPairs
    ? `${names.slice(0, mostPairs).join(', ')} and ${number(names.length - mostPairs)} more`
    : names.join(', ')
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
