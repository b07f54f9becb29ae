// How good a generator is: its error on unseen pictures, and whether a classifier still names what it redraws.
import { type ClassifierHeader, decodeModel, type Model } from '../../../../src-shared/network/model-file.ts'
import { invalid } from '../../../../src-shared/rpc/fault.ts'
import { keepTable } from '../../../../src-shared/run/results/form.ts'
import { reconstructionsResults } from '../../../../src-shared/run/results/reconstructions.ts'
import { createClassifierEvaluator, generatorQuality } from '../../../science/evaluation/evaluate.ts'
import { asGenerator, trainedGenerator } from '../../../science/generators/kinds/index.ts'
import { modelNetwork } from '../../../science/networks/model-network.ts'
import { pictureShape } from '../../../../src-shared/network/network-info.ts'
import { datasetOf } from '../dataset-cache.ts'
import type { Job } from '../job.ts'
import { untilStopped } from '../cooperative.ts'
import { unseenPictures } from '../unseen-pictures.ts'

export const reconstructionsJob: Job<'reconstructions'> = async (recipe, context) => {
  const classifier = decodeModel(context.blob(recipe.model))
  const otherwise = 'Reconstructions are judged by a classifier and come from a generator; the recipe names other models.'
  const model = asGenerator(decodeModel(context.blob(recipe.generator)), otherwise)
  if (classifier.header.kind !== 'classifier') throw invalid(otherwise)
  const dataset = await datasetOf(model.header.dataset, context)
  if (dataset === null) return {}
  const indices = unseenPictures(dataset, model.header.dataset, classifier.header.dataset, recipe.split, context)
  const judge = modelNetwork(classifier as Model<ClassifierHeader>)
  const generator = trainedGenerator(model)
  try {
    const quality = await untilStopped(generatorQuality(judge, generator, dataset, indices), context, (done) =>
      context.progress('judging reconstructions', done, 2 * indices.length),
    )
    if (quality === null) return {}

    // The baseline: the same classifier on the pictures themselves.
    const evaluator = createClassifierEvaluator(judge)
    const data = { pictures: dataset.images, labels: dataset.labels, shape: pictureShape(judge.info) }
    const originals = await untilStopped(evaluator.evaluate(judge.weights, data, indices), context, (done) =>
      context.progress('judging the originals', indices.length + done, 2 * indices.length),
    ).finally(() => evaluator.dispose())
    if (originals === null) return {}
    // A class can only be lost where the original was named right.
    const before = new Set(originals.wrong.map((one) => one.index))
    const lost = quality.wrong.filter((one) => !before.has(one.index)).length
    const table = { ...quality, original: originals.correct / originals.count }
    keepTable(context.artifact, reconstructionsResults.artifacts.quality, '', table, { split: recipe.split })
    context.complete()
    return {
      testError: quality.error,
      blackError: quality.blackError,
      accuracy: quality.accuracy,
      correct: quality.correct,
      count: quality.count,
      originalAccuracy: originals.correct / originals.count,
      originalCorrect: originals.correct,
      lost,
    }
  } finally {
    judge.dispose()
    generator.dispose()
  }
}
