// Draws a dataset and keeps what proves it: a wall with one picture of each class, and a manifest with the hashes of its bytes.
import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { className } from '../../../../src-shared/domains/shapes/classes.ts'
import { type Dataset, datasetVersion, indicesOfClass } from '../../../../src-shared/domains/shapes/dataset.ts'
import { splits } from '../../../../src-shared/domains/splits.ts'
import { datasetResults } from '../../../../src-shared/run/results/dataset.ts'
import { keep, keepTable } from '../../../../src-shared/run/results/form.ts'
import type { DatasetSettings } from '../../../../src-shared/recipe/recipe.ts'
import { contactSheet } from '../../../image/contact-sheet.ts'
import { writePng } from '../../../image/png.ts'
import { datasetOf } from '../dataset-cache.ts'
import type { Job } from '../job.ts'

const { artifacts } = datasetResults
/** The wall has the 15 classes of a shape in each row. */
const columns = 15

export const datasetJob: Job<'dataset'> = async ({ dataset: settings }, context) => {
  const dataset = await datasetOf(settings, context)
  if (dataset === null) return { count: 0 }
  const manifest = manifestOf(settings, dataset)
  const bytes = settings.size ** 2 * 3
  const firsts = settings.classes.flatMap((label) => indicesOfClass(settings, label, 1))
  const wall = contactSheet(
    firsts.map((index) => dataset.images.subarray(index * bytes, (index + 1) * bytes)),
    settings.size,
    columns,
  )
  keep(context.artifact, artifacts.wall, '', writePng(wall), {
    caption: 'The first picture of each class',
    columns,
    size: settings.size,
    pictures: firsts.map((index) => ({ index, class: dataset.labels[index]!, name: className(dataset.labels[index]!) })),
  })
  keepTable(context.artifact, artifacts.manifest, '', manifest, { caption: 'Settings, counts and hashes of the dataset' })
  context.complete()
  return { count: settings.count, classes: settings.classes.length, splits: manifest.splits, sha256: manifest.sha256 }
}

function manifestOf(settings: DatasetSettings, dataset: Dataset): z.output<typeof artifacts.manifest.table> {
  const perClass = settings.classes.map((label) => ({
    class: label,
    name: className(label),
    count: indicesOfClass(settings, label).length,
  }))
  const splitCounts = Object.fromEntries(
    splits.map((name, number) => [name, dataset.split.reduce((sum, one) => sum + (one === number ? 1 : 0), 0)]),
  )
  const sha256 = {
    images: hashOf(dataset.images),
    labels: hashOf(dataset.labels),
    factors: hashOf(dataset.factors),
    split: hashOf(dataset.split),
  }
  return { version: datasetVersion, settings, perClass, splits: splitCounts, sha256 }
}

function hashOf(values: Uint8Array | Float32Array): string {
  return createHash('sha256')
    .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    .digest('hex')
}
