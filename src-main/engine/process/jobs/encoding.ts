// The latent vector of every picture of a generator's dataset, and a flat map of them by their two principal axes.
import { decodeModel } from '../../../../src-shared/network/model-file.ts'
import { encodingResults } from '../../../../src-shared/run/results/encoding.ts'
import { keep } from '../../../../src-shared/run/results/form.ts'
import { encode } from '../../../science/latent/encode.ts'
import { principalAxes } from '../../../science/latent/principal-axes.ts'
import { asGenerator, trainedGenerator } from '../../../science/generators/kinds/index.ts'
import { datasetOf } from '../dataset-cache.ts'
import type { Job } from '../job.ts'
import { untilStopped } from '../cooperative.ts'

const { artifacts } = encodingResults

export const encodingJob: Job<'encoding'> = async (recipe, context) => {
  const model = asGenerator(decodeModel(context.blob(recipe.generator)), 'Only a generator encodes pictures; this model is a classifier.')
  const { header } = model
  const dataset = await datasetOf(header.dataset, context)
  if (dataset === null) return {}
  const { count, size } = header.dataset
  const generator = trainedGenerator(model)
  try {
    const data = { pictures: dataset.images, labels: dataset.labels, shape: [size, size, 3] as [number, number, number] }
    const z = await untilStopped(
      encode(
        generator,
        data,
        Uint32Array.from({ length: count }, (_, at) => at),
      ),
      context,
      (done) => context.progress('encoding the dataset', done, count),
    )
    if (z === null) return {}
    const { mean, covariance } = header.statistics
    const { axes, variances } = principalAxes(covariance, 2)
    // With a single latent number the map is a line: its second coordinate stays 0.
    const flat = new Float32Array(2 * count)
    axes.forEach((axis, place) => {
      for (let at = 0; at < count; at++)
        flat[2 * at + place] = axis.reduce((sum, weight, k) => sum + weight * (z[at * header.latent + k]! - mean[k]!), 0)
    })
    const total = covariance.reduce((sum, row, at) => sum + row[at]!, 0)
    // A dead encoder gives every picture the same vector: nothing is there to be explained.
    const explained = variances.map((one) => (total > 0 ? one / total : 0))
    keep(context.artifact, artifacts.latents, '', bytesOf(z), { type: 'float32', shape: [count, header.latent] })
    keep(context.artifact, artifacts.map, '', bytesOf(flat), { type: 'float32', shape: [count, 2], axes, explained })
    context.complete()
    return { count, latent: header.latent, explained: explained.reduce((sum, one) => sum + one, 0) }
  } finally {
    generator.dispose()
  }
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
}
