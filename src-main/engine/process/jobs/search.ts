// Latent search: many random latent vectors, the best pictures for every objective kept in one sweep.
import { invalid } from '../../../../src-shared/rpc/fault.ts'
import { type ClassifierHeader, decodeModel } from '../../../../src-shared/network/model-file.ts'
import { objectiveKey, objectiveName, type ObjectiveSpec } from '../../../../src-shared/recipe/objective.ts'
import { keep } from '../../../../src-shared/run/results/form.ts'
import { searchResults } from '../../../../src-shared/run/results/search.ts'
import type { SearchRecipe } from '../../../../src-shared/recipe/recipe.ts'
import { asGenerator, trainedGenerator } from '../../../science/generators/kinds/index.ts'
import { createPainter, type LatentSearch, type Painter, type SearchPlan, startSearch } from '../../../science/latent/search.ts'
import { classNamer } from '../../../../src-shared/network/network-info.ts'
import { rgbOf } from '../../../image/side.ts'
import { contactSheet } from '../../../image/contact-sheet.ts'
import { writePng } from '../../../image/png.ts'
import type { Summary } from '../../../../src-shared/run/results/index.ts'
import { askedNetwork } from '../asked-network.ts'
import { givenFor } from '../given-pictures.ts'
import type { Job, JobContext } from '../job.ts'

const { artifacts } = searchResults
/** Pictures shown while it searches: the best of as many objectives, or the best few of fewer. */
const shown = 16
/** Time between two looks at the present best, in milliseconds. */
const showInterval = 250
/** Objectives named in the summary; all of them are in the artifacts. */
const summarized = 32

export const searchJob: Job<'search'> = async (recipe, context) => {
  const { header, ...asked } = planOf(recipe, context)
  let search: LatentSearch | null = null
  let painter: Painter | null = null
  try {
    const given = await givenFor(asked.classifier, header, asked.objectives, context)
    if (given === null) return {}
    const plan: SearchPlan = { ...asked, given }
    search = startSearch(plan, context.resume ?? undefined)
    painter = createPainter(plan)
    return await carryOut(plan, search, painter, context)
  } finally {
    painter?.dispose()
    search?.dispose()
    asked.classifier.dispose()
    asked.generator.dispose()
  }
}

async function carryOut(plan: SearchPlan, search: LatentSearch, painter: Painter, context: JobContext): Promise<Summary<'search'>> {
  const keys = plan.objectives.map(objectiveKey)
  const show = createShow(plan, search, painter, context)
  let told = search.seen
  const tellBest = (): void => {
    if (told === search.seen) return
    told = search.seen
    context.metrics(
      keys.flatMap((key, at) =>
        search.top
          .of(at)
          .slice(0, 1)
          .map(({ score }) => ({ series: `best/${key}`, step: told, value: score })),
      ),
    )
  }
  while (search.seen < search.samples) {
    const before = search.seen
    const changes = search.advance()
    if (logMark(before) !== logMark(search.seen) || search.seen === search.samples) tellBest()
    context.progress(`sample ${count(search.seen)} of ${count(search.samples)}`, search.seen, search.samples)
    show(changes > 0)
    context.checkpoint(() => search.snapshot())
    if (await context.yieldTurn()) break
  }
  const complete = search.seen >= search.samples
  if (context.stopping === 'pause') context.checkpoint(() => search.snapshot(), true)
  if (complete || (context.stopping !== 'pause' && search.seen > 0)) {
    tellBest()
    if (!complete)
      context.notice(
        'info',
        'search-stopped',
        `Stopped after ${count(search.seen)} of ${count(search.samples)} samples. The best of those are kept.`,
      )
    await keepTops(plan, search, painter, context)
  }
  if (complete) context.complete()
  const best = keys.flatMap((key, at) =>
    search.top
      .of(at)
      .slice(0, 1)
      .map(({ score }) => ({ key, score })),
  )
  return { samples: search.seen, objectives: keys.length, best: best.slice(0, summarized) }
}

function planOf(recipe: SearchRecipe, context: JobContext): SearchPlan & { header: ClassifierHeader } {
  const classifier = decodeModel(context.blob(recipe.model))
  const generator = decodeModel(context.blob(recipe.generator))
  if (classifier.header.kind !== 'classifier') throw invalid('The model to search for is a generator; a classifier is needed.')
  const drawing = asGenerator(generator, 'The generator to search is a classifier; an autoencoder is needed.')
  // Asked for twice, an objective is still answered once: its results go by its key.
  const objectives = [...new Map<string, ObjectiveSpec>(recipe.objectives.map((spec) => [objectiveKey(spec), spec])).values()]
  return {
    header: classifier.header,
    generator: trainedGenerator(drawing),
    classifier: askedNetwork({ header: classifier.header, weights: classifier.weights }, objectives, context),
    objectives,
    samples: recipe.samples,
    top: recipe.top,
    sampling: recipe.sampling,
    seed: recipe.seed,
  }
}

/**
 * Shows the present best of some objectives, spread over all of them, now and then when there is a better one. The best of an objective
 * goes by its key, the next ones by "key#2", "key#3", ...
 */
function createShow(
  { objectives, classifier }: SearchPlan,
  search: LatentSearch,
  painter: Painter,
  context: JobContext,
): (changed: boolean) => void {
  const places = Math.min(shown, objectives.length)
  const ranks = Math.floor(shown / places)
  const looked = Array.from({ length: places }, (_, at) => Math.floor((at * objectives.length) / places))
  const { height, width, channels } = classifier.info.input
  let last = -Infinity
  let stale = false
  return (changed) => {
    stale ||= changed
    if (!stale || performance.now() - last < showInterval) return
    last = performance.now()
    stale = false
    context.pictures(() => {
      const found = looked.flatMap((objective) =>
        search.top
          .of(objective)
          .slice(0, ranks)
          .map((one, rank) => ({ ...one, rank, spec: objectives[objective]! })),
      )
      const pictures = painter.paint(search.latents(found.map(({ sample }) => sample)))
      return found.map(({ spec, rank, score }, at) => ({
        name: rank === 0 ? objectiveKey(spec) : `${objectiveKey(spec)}#${rank + 1}`,
        label: `${objectiveName(spec, classNamer(classifier.info))}: ${score.toPrecision(4)}`,
        width,
        height,
        rgb: rgbOf(pictures[at]!, channels),
      }))
    })
  }
}

/**
 * One sheet per objective: its best pictures side by side, best first, decoded again by the plain decoder. `score` is what the search saw,
 * the clipped picture in float32; `pictureScore` is the score of the kept 8-bit picture, for anyone who looks at that again.
 */
async function keepTops(
  { objectives, classifier }: SearchPlan,
  search: LatentSearch,
  painter: Painter,
  context: JobContext,
): Promise<void> {
  const { height, width, channels } = classifier.info.input
  for (const [at, spec] of objectives.entries()) {
    const best = search.top.of(at)
    if (best.length > 0) {
      const z = search.latents(best.map(({ sample }) => sample))
      const latent = z.length / best.length
      const pictures = painter.paint(z)
      const scores = painter.score(pictures)
      const ranks = best.map(({ sample, score }, rank) => ({
        sample,
        score,
        pictureScore: scores[rank]![at]!,
        z: [...z.subarray(rank * latent, (rank + 1) * latent)],
      }))
      const name = objectiveName(spec, classNamer(classifier.info))
      const sheet = contactSheet(
        pictures.map((one) => rgbOf(one, channels)),
        [height, width],
        pictures.length,
      )
      keep(context.artifact, artifacts.tops, objectiveKey(spec), writePng(sheet), {
        caption: `Best of ${count(search.seen)} generated pictures for ${name}, best first`,
        objective: spec,
        key: objectiveKey(spec),
        name,
        ranks,
        samples: search.seen,
      })
    }
    // Asked to stop, it still keeps what it has found; this only lets messages through.
    await context.yieldTurn()
  }
}

/** Changes twice with every doubling of the samples: a curve over a logarithmic axis needs no more points. */
function logMark(seen: number): number {
  return seen === 0 ? -1 : Math.floor(2 * Math.log2(seen))
}

function count(n: number): string {
  return n.toLocaleString('en-US')
}
