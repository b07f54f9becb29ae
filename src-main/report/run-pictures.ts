// What a run shows: pictures made from their starts with the film of each, ranked finds of a search, dataset examples, sheets.
import { type DatasetSpec, pictureNameOf } from '../../src-shared/domains/dataset.ts'
import { compact } from '../../src-shared/text/numbers.ts'
import { datasetOf as learntFrom, decodeModel } from '../../src-shared/network/model-file.ts'
import { valueWord } from '../../src-shared/recipe/objective.ts'
import { reachedWords, resultPictures, type ResultPicture, wholePictures } from '../../src-shared/run/result-pictures.ts'
import { examplesResults } from '../../src-shared/run/results/examples.ts'
import type { ExamplesRecipe } from '../../src-shared/recipe/recipe.ts'
import type { Run } from '../../src-shared/run/run.ts'
import { datasetPictures } from './dataset-picture.ts'
import type { Store } from '../store/open.ts'
import { type Html, html } from './html.ts'
import { film, image, picture, tilesIn } from './picture.ts'
import { tableIn } from './result-table.ts'
import { shownOf } from './table.ts'

/** Objectives of one report, and pictures of one objective. */
const [mostObjectives, mostOfOne] = [24, 8]
export function* runPictures(run: Run, store: Store): Generator<Html> {
  const artifacts = store.artifacts.of(run.id)
  const groups = [...Map.groupBy(resultPictures(artifacts), (one) => one.key).values()]
  if (groups.length > 0) {
    yield html`<h2>Pictures</h2>${shownOf(mostObjectives, groups.length)}`
    for (const group of groups.slice(0, mostObjectives)) yield* objective(group, store)
  }
  for (const one of wholePictures(artifacts))
    yield html`<figure class="objective">${image(one.hash, one.alt, store)}<figcaption>${one.caption}</figcaption></figure>`
  if (run.recipe.kind === 'examples') yield* examples(run, run.recipe, store)
}

/** One objective: its pictures side by side, with the film of the first. */
function* objective(group: readonly ResultPicture[], store: Store): Generator<Html> {
  const first = group[0]!
  const shown = group.slice(0, mostOfOne)
  const cut = group.length > shown.length ? html`<p class="note">${shown.length} of ${group.length} pictures</p>` : null
  yield html`<div class="objective"><h3>${first.title}</h3>${cut}<div class="panels">`
  for (const one of shown)
    yield madePicture(
      one,
      store,
      group.length > 1 ? (one.steps.length > 0 || one.tiles === 1 ? `Start ${one.start + 1}` : `Rank ${one.start + 1}`) : '',
    )
  yield html`</div></div>`
}

/** A picture as it ends, with what it reaches and its film beneath. `label` stands before its words. */
export function madePicture(one: ResultPicture, store: Store, label: string): Html {
  const tiles = tilesIn(one.hash, store)
  const last = tiles?.[one.tile ?? tiles.length - 1]
  if (!tiles || !last) return html`<figure><p>This picture is not in the library, or cannot be read.</p></figure>`
  const [from, to] = [one.scores[0], one.scores.at(-1)]
  const reached = reachedWords(one, to)
  const began = one.steps.length > 1 && from !== undefined && Number.isFinite(from) ? `, started at ${compact(from)}` : ''
  const still = one.dead ? '; it did not change: no gradient reaches it' : ''
  return html`<figure>${picture(last, 3, `Picture for ${one.title}${reached === '' ? '' : `, ${reached}`}`)}
    <figcaption>${label === '' ? null : html`<b>${label}</b> `}${reached}${began}${still}</figcaption>
    ${one.steps.length > 1 ? film(tiles, one.steps, one.title) : null}</figure>`
}

/** The real pictures that an objective answers to most, drawn again. */
function* examples(run: Run, { model, among }: ExamplesRecipe, store: Store): Generator<Html> {
  const rows = tableIn(examplesResults.artifacts.examples, run, store)?.objectives
  const network = store.artifacts.read(model)
  const dataset = among ?? (network && datasetOf(network.bytes))
  if (!rows || !dataset) return
  const pictures = datasetPictures(dataset, store)
  yield html`<h2>Pictures</h2>${shownOf(mostObjectives, rows.length)}`
  for (const { name, objective: spec, measure, top } of rows.slice(0, mostObjectives)) {
    const read = measure === 'max' ? ', at the strongest place' : measure === 'mean' ? ', as a mean over all places' : ''
    yield html`<div class="objective"><h3>${name}${read}</h3><div class="panels">${top
      .slice(0, mostOfOne)
      .flatMap(({ index, score, label }) => {
        const one = pictures.at(index)
        return one
          ? [
              html`<figure>${picture(one, 2, `Picture ${index}, ${pictureNameOf(dataset, label, index)}`)}
              <figcaption>${valueWord(spec)} ${compact(score)}, ${pictureNameOf(dataset, label, index)}</figcaption></figure>`,
            ]
          : []
      })}</div></div>`
  }
}

function datasetOf(model: Uint8Array): DatasetSpec | null {
  try {
    return learntFrom(decodeModel(model).header)
  } catch {
    return null
  }
}
