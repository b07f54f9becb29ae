// Finds the pictures of the dataset that a network's units answer to most and least.
import { invalid } from '../../../../src-shared/rpc/fault.ts'
import { indicesOf } from '../../../../src-shared/domains/shapes/dataset.ts'
import { decodeModel } from '../../../../src-shared/network/model-file.ts'
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
import { tapShapes, weightSpecs } from '../../../science/networks/sequential.ts'
import { datasetOf } from '../dataset-cache.ts'
import type { Job } from '../job.ts'
import { tf } from '../../../tensorflow/tf.ts'

/** Scores in memory at once, 128 MB, and half as much for places; what asks for more than this goes over the dataset more than once. */
const mostScores = 2 ** 25

/** One table, ranked by each measure that is asked for. */
export const examplesJob: Job<'examples'> = async (recipe, context) => {
  const model = decodeModel(context.blob(recipe.model))
  if (model.header.kind !== 'classifier') {
    throw invalid('Dataset examples look into a classifier, and the model of this recipe is a generator. Choose a classifier.')
  }
  const { architecture, dataset: settings } = model.header
  const dataset = await datasetOf(settings, context)
  if (dataset === null) return { objectives: 0, pictures: 0 }
  const indices = indicesOf(dataset.split, recipe.split)
  if (indices.length === 0) {
    throw invalid(`The ${recipe.split} split is empty. Choose another split, or a classifier that was trained on more pictures.`)
  }
  const data = { pictures: dataset.images, labels: dataset.labels, shape: [settings.size, settings.size, 3] as [number, number, number] }
  const specs = [...new Map(recipe.objectives.map((spec) => [objectiveKey(spec), spec])).values()]
  const judged = judgedBy(specs, recipe.measures, architecture)
  const shapes = tapShapes(architecture)
  const classes = classesAmong(indices, dataset.labels)
  const together = Math.max(1, Math.floor(mostScores / indices.length))
  const weights = weightSpecs(architecture).map(({ shape }, at) => tf.tensor(model.weights[at]!, shape))
  const objectives: ExampleRow[] = []
  try {
    for (let first = 0; first < judged.length; first += together) {
      const group = judged.slice(first, first + together)
      const passes = scoreAll(group, architecture, weights, data, indices)
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
          if (await context.breathe()) {
            passes.return({ scores: new Float32Array(0), places: null })
            return { objectives: 0, pictures: indices.length }
          }
        }
      }
      const { scores, places } = found
      for (const [row, { objective, measure }] of group.entries()) {
        const from = row * indices.length
        const own = scores.subarray(from, from + indices.length)
        const { top, bottom } = rank(own, indices, dataset.labels, recipe.top)
        const width = objective.kind === 'channel' ? (shapes[objective.layer]![1] ?? 1) : 1
        const entry = ({ index, score, label, at }: Ranked): ExampleRow['top'][number] => {
          const place = measure === 'max' && objective.kind === 'channel' && places ? places[from + at]! : null
          return { index, score, label, ...(place === null ? {} : { x: place % width, y: Math.floor(place / width) }) }
        }
        objectives.push({
          key: objectiveKey(objective),
          ...(measure === null ? {} : { measure }),
          objective,
          name: objectiveName(objective),
          top: top.map(entry),
          bottom: bottom.map(entry),
          best: top[0]!.score,
          ...distribution(own),
          ...(recipe.measures === undefined ? {} : { classes: meanByClass(own, indices, dataset.labels, classes) }),
        })
        await context.breathe()
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
  } finally {
    tf.dispose(weights)
  }
}
