// Finds the pictures of the dataset that a network's units answer to most and least.
import { invalid } from '../../../../src-shared/rpc/fault.ts'
import { indicesOf } from '../../../../src-shared/domains/shapes/dataset.ts'
import { datasetOf as learntFrom, decodeModel, isLookedInto } from '../../../../src-shared/network/model-file.ts'
import { objectiveKey, objectiveName } from '../../../../src-shared/recipe/objective.ts'
import { type ExampleRow, examplesResults } from '../../../../src-shared/run/results/examples.ts'
import { keepTable } from '../../../../src-shared/run/results/form.ts'
import {
  classesAmong,
  distribution,
  meanByClass,
  type Ranked,
  rank,
  type Scores,
  scoreAll,
} from '../../../science/evaluation/dataset-examples.ts'
import { judgedBy } from '../../../science/evaluation/ranking.ts'
import { classNamer, pictureShape, shapesOf } from '../../../../src-shared/network/network-info.ts'
import type { Network } from '../../../science/networks/network.ts'
import type { Pictures } from '../../../science/training/batches.ts'
import type { Given } from '../../../science/visualization/functionals/kind.ts'
import { datasetOf } from '../dataset-cache.ts'
import { askedNetwork } from '../asked-network.ts'
import { givenFor } from '../given-pictures.ts'
import { seenPictures } from '../seen-pictures.ts'
import type { ExamplesRecipe } from '../../../../src-shared/recipe/recipe.ts'
import type { Summary } from '../../../../src-shared/run/results/index.ts'
import type { Job, JobContext } from '../job.ts'

/** Scores in memory at once, 128 MB, and half as much for places; what asks for more than this goes over the dataset more than once. */
const mostScores = 2 ** 25

/** One table, ranked by each measure that is asked for. */
export const examplesJob: Job<'examples'> = async (recipe, context) => {
  const model = decodeModel(context.blob(recipe.model))
  const { header } = model
  if (!isLookedInto(header))
    throw invalid('Dataset examples look into a classifier, and the model of this recipe is a generator. Choose a classifier.')
  const spec = recipe.among ?? learntFrom(header)
  if (!spec) throw invalid('The pictures of this network are not known here. Choose a dataset of pictures to look at.')
  const dataset = await datasetOf(spec, context)
  if (dataset === null) return { objectives: 0, pictures: 0 }
  const indices = indicesOf(dataset.split, recipe.split)
  if (indices.length === 0) {
    throw invalid(`The ${recipe.split} split is empty. Choose another split, or a classifier that was trained on more pictures.`)
  }
  const network = askedNetwork({ ...model, header }, recipe.objectives, context)
  try {
    const data = seenPictures(dataset, pictureShape(network.info))
    const given = await givenFor(network, header, recipe.objectives, context)
    return given === null ? { objectives: 0, pictures: 0 } : await examplesIn(network, data, indices, recipe, context, given)
  } finally {
    network.dispose()
  }
}

/** The examples of a network, whatever made it, among the pictures named; their size is the one it takes. */
export async function examplesIn(
  network: Network,
  data: Pictures,
  indices: Uint32Array,
  recipe: ExamplesRecipe,
  context: JobContext,
  given?: Given,
): Promise<Summary<'examples'>> {
  const specs = [...new Map(recipe.objectives.map((spec) => [objectiveKey(spec), spec])).values()]
  const judged = judgedBy(specs, recipe.measures, network.info)
  const shapes = shapesOf(network.info)
  const classes = classesAmong(indices, data.labels)
  const together = Math.max(1, Math.floor(mostScores / indices.length))
  const objectives: ExampleRow[] = []
  for (let first = 0; first < judged.length; first += together) {
    const group = judged.slice(first, first + together)
    const passes = scoreAll(group, network, data, indices, given)
    let found: Scores | null = null
    while (found === null) {
      const step = passes.next()
      if (step.done) found = step.value
      else {
        context.progress(
          'looking at pictures',
          Math.floor(first / together) * indices.length + step.value,
          Math.ceil(judged.length / together) * indices.length,
        )
        // A ranking of some of the pictures would be a wrong one; nothing is kept of it.
        if (await context.yieldTurn()) {
          passes.return({ scores: new Float32Array(0), places: null })
          return { objectives: 0, pictures: indices.length }
        }
      }
    }
    const { scores, places } = found
    for (const [row, { objective, measure }] of group.entries()) {
      const from = row * indices.length
      const own = scores.subarray(from, from + indices.length)
      const { top, bottom } = rank(own, indices, data.labels, recipe.top)
      const width = objective.kind === 'channel' ? (shapes[objective.layer]![1] ?? 1) : 1
      const entry = ({ index, score, label, at }: Ranked): ExampleRow['top'][number] => {
        const place = measure === 'max' && objective.kind === 'channel' && places ? places[from + at]! : null
        return { index, score, label, ...(place === null ? {} : { x: place % width, y: Math.floor(place / width) }) }
      }
      objectives.push({
        key: objectiveKey(objective),
        ...(measure === null ? {} : { measure }),
        objective,
        name: objectiveName(objective, classNamer(network.info)),
        top: top.map(entry),
        bottom: bottom.map(entry),
        best: top[0]!.score,
        ...distribution(own),
        ...(recipe.measures === undefined ? {} : { classes: meanByClass(own, indices, data.labels, classes) }),
      })
      await context.yieldTurn()
    }
  }
  const table = { split: recipe.split, count: indices.length, ...(recipe.measures === undefined ? {} : { classes }), objectives }
  keepTable(context.artifact, examplesResults.artifacts.examples, '', table, {
    model: recipe.model,
    split: recipe.split,
    top: recipe.top,
    count: indices.length,
    objectives: specs.length,
  })
  context.complete()
  return { objectives: specs.length, pictures: indices.length }
}
