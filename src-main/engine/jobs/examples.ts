// Finds the pictures of the dataset that a network's units answer to most and least.
import { invalid } from '../../../src-shared/fault.ts'
import { indicesOf } from '../../../src-shared/dataset.ts'
import { decodeModel } from '../../../src-shared/model.ts'
import { objectiveKey, objectiveName } from '../../../src-shared/objective.ts'
import type { ExamplesRecipe } from '../../../src-shared/recipe.ts'
import { distribution, rank, scoreAll } from '../../science/examples.ts'
import { weightSpecs } from '../../science/network.ts'
import { datasetOf } from '../dataset-cache.ts'
import type { Job } from '../job.ts'
import { tf } from '../tf.ts'

/** Scores in memory at once, 128 MB; what asks for more than this goes over the dataset more than once. */
const mostScores = 2 ** 25

/**
 * One artifact, "examples": { split, count, objectives: [{ key, objective, name, top, bottom, best, mean, std, median, high, histogram }]
 * }, where top and bottom are lists of { index, score, label } and `best` is the highest score.
 */
export const examplesJob: Job<ExamplesRecipe> = async (recipe, context) => {
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
  const together = Math.max(1, Math.floor(mostScores / indices.length))
  const weights = weightSpecs(architecture).map(({ shape }, at) => tf.tensor(model.weights[at]!, shape))
  const objectives: unknown[] = []
  try {
    for (let first = 0; first < specs.length; first += together) {
      const group = specs.slice(first, first + together)
      const passes = scoreAll(group, architecture, weights, data, indices)
      let scores: Float32Array | null = null
      while (scores === null) {
        const step = passes.next()
        if (step.done) scores = step.value
        else {
          context.progress(
            'looking at pictures',
            Math.floor(first / together) * indices.length + step.value,
            Math.ceil(specs.length / together) * indices.length,
          )
          // A ranking of some of the pictures would be a wrong one; nothing is kept of it.
          if (await context.breathe()) {
            passes.return(new Float32Array(0))
            return { objectives: objectives.length, pictures: indices.length }
          }
        }
      }
      for (const [row, objective] of group.entries()) {
        const own = scores.subarray(row * indices.length, (row + 1) * indices.length)
        const { top, bottom } = rank(own, indices, dataset.labels, recipe.top)
        objectives.push({
          key: objectiveKey(objective),
          objective,
          name: objectiveName(objective),
          top,
          bottom,
          best: top[0]!.score,
          ...distribution(own),
        })
        await context.breathe()
      }
    }
    const table = new TextEncoder().encode(JSON.stringify({ split: recipe.split, count: indices.length, objectives }))
    context.artifact('examples', 'application/json', table, {
      model: recipe.model,
      split: recipe.split,
      top: recipe.top,
      count: indices.length,
      objectives: objectives.length,
    })
    context.complete()
    return { objectives: objectives.length, pictures: indices.length }
  } finally {
    tf.dispose(weights)
  }
}
