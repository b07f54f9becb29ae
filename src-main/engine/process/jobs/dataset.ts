// Draws a dataset and keeps what proves it: a wall with one picture of each class, and a manifest with the hashes of its bytes.
import { createHash } from 'node:crypto'
import { className } from '../../../../src-shared/domains/shapes/classes.ts'
import { type Dataset, datasetVersion, indicesOfClass, splits } from '../../../../src-shared/domains/shapes/dataset.ts'
import type { DatasetRecipe, DatasetSettings } from '../../../../src-shared/recipe/recipe.ts'
import { contactSheet } from '../../../image/contact-sheet.ts'
import { writePng } from '../../../image/png.ts'
import { datasetOf } from '../dataset-cache.ts'
import type { Job } from '../job.ts'

/** The wall has the 15 classes of a shape in each row. */
const columns = 15

export const datasetJob: Job<DatasetRecipe> = async ({ dataset: settings }, context) => {
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
  context.artifact('wall', 'image/png', writePng(wall), {
    caption: 'The first picture of each class',
    columns,
    size: settings.size,
    pictures: firsts.map((index) => ({ index, class: dataset.labels[index]!, name: className(dataset.labels[index]!) })),
  })
  context.artifact('manifest', 'application/json', new TextEncoder().encode(JSON.stringify(manifest)), {
    caption: 'Settings, counts and hashes of the dataset',
  })
  context.complete()
  return { count: settings.count, classes: settings.classes.length, splits: manifest.splits, sha256: manifest.sha256 }
}

interface Manifest {
  version: number
  settings: DatasetSettings
  perClass: { class: number; name: string; count: number }[]
  splits: Record<string, number>
  /** SHA-256 of the raw bytes of each array, factors as little-endian float32. */
  sha256: Record<keyof Dataset, string>
}

function manifestOf(settings: DatasetSettings, dataset: Dataset): Manifest {
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
  return { version: datasetVersion, settings, perClass, splits: splitCounts, sha256 } satisfies Record<string, unknown> & Manifest
}

function hashOf(values: Uint8Array | Float32Array): string {
  return createHash('sha256')
    .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    .digest('hex')
}
