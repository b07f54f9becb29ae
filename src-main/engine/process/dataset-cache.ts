// The last dataset stays in memory: a run is often followed by another on the same pictures, and they take seconds to draw or to read.
import { type DatasetSpec, isPictures, type LoadedDataset } from '../../../src-shared/domains/dataset.ts'
import { readPicturesIndex, splitOfPicture } from '../../../src-shared/domains/pictures/pictures-index.ts'
import type { PicturesDataset } from '../../../src-shared/domains/pictures/settings.ts'
import { type Dataset, drawDataset, drawDatasetPicture, indicesOf, splitOf } from '../../../src-shared/domains/shapes/dataset.ts'
import { missing } from '../../../src-shared/rpc/fault.ts'
import { canonical, type DatasetSettings } from '../../../src-shared/recipe/recipe.ts'
import { readPng } from '../../image/png.ts'
import { copyTile } from '../../image/tiles.ts'
import type { JobContext } from './job.ts'

let last: { key: string; dataset: Dataset | LoadedDataset } | null = null
/** Packs that main has sent for a dataset that is not read yet. */
let packs = new Map<string, Uint8Array>()

/** Which of the packs of a dataset have still to be sent; packs of others are forgotten. */
export function missingPacks(dataset: PicturesDataset, hashes: readonly string[]): string[] {
  if (last?.key === canonical(dataset)) return []
  packs = new Map([...packs].filter(([hash]) => hashes.includes(hash)))
  return hashes.filter((hash) => !packs.has(hash))
}
export function takePack(hash: string, bytes: Uint8Array): void {
  packs.set(hash, bytes)
}

type Context = Pick<JobContext, 'progress' | 'yieldTurn' | 'blob'>

/**
 * The pictures of a dataset, drawn or read if it is not the last one; null when the job was asked to stop meanwhile. Not to be changed.
 * Throws `missing` when pictures that were brought are not here.
 */
export async function datasetOf(spec: DatasetSettings, context: Context): Promise<Dataset | null>
export async function datasetOf(spec: DatasetSpec, context: Context): Promise<LoadedDataset | null>
export async function datasetOf(spec: DatasetSpec, context: Context): Promise<LoadedDataset | null> {
  const key = canonical(spec)
  if (last?.key === key) return last.dataset
  // The old one goes first, so that two large ones are not in memory at once.
  last = null
  const dataset = isPictures(spec) ? await readPictures(spec, context) : await draw(spec, context)
  if (dataset) last = { key, dataset }
  return dataset
}

function held(spec: PicturesDataset): LoadedDataset {
  if (last?.key !== canonical(spec)) throw missing(`The pictures of “${spec.name}” are not in the engine. Start the run again.`)
  return last.dataset
}
/** Numbers of the training pictures, rising. Of one that was brought, `datasetOf` comes before; of shapes nothing is drawn. */
export const trainingPictures = (spec: DatasetSpec): Uint32Array => indicesOf(isPictures(spec) ? held(spec).split : splitOf(spec), 'train')
/** Puts the bytes of one picture into `out` from `offset` on. Of one that was brought, `datasetOf` comes before. */
export function copyPicture(spec: DatasetSpec, index: number, out: Uint8Array, offset: number): void {
  const each = spec.size * spec.size * 3
  if (isPictures(spec)) out.set(held(spec).images.subarray(index * each, (index + 1) * each), offset)
  else drawDatasetPicture(spec, index, out, offset, 3)
}

async function draw(settings: DatasetSettings, context: Context): Promise<Dataset | null> {
  const steps = drawDataset(settings)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    context.progress(`drawing ${settings.count.toLocaleString('en')} pictures`, step.value, settings.count)
    // All drawn, they are kept even so: whoever asked decides what becomes of the stop.
    if ((await context.yieldTurn()) && step.value < settings.count) return null
  }
}

async function readPictures({ index: hash, name }: PicturesDataset, context: Context): Promise<LoadedDataset | null> {
  const index = readPicturesIndex(context.blob(hash))
  const { size, labels, hashes, perPack } = index
  const bytes = size * size * 3
  const images = new Uint8Array(labels.length * bytes)
  for (const [place, pack] of index.packs.entries()) {
    const sent = packs.get(pack)
    if (!sent) throw missing(`The pictures of “${name}” were not sent to the engine. Start the run again.`)
    const sheet = readPng(sent)
    const first = place * perPack
    for (let at = 0; at < perPack && first + at < labels.length; at++) copyTile(sheet, size, at, images, (first + at) * bytes)
    context.progress(`reading ${labels.length.toLocaleString('en')} pictures`, Math.min(labels.length, first + perPack), labels.length)
    if ((await context.yieldTurn()) && first + perPack < labels.length) return null
  }
  packs = new Map()
  return { images, labels: Uint16Array.from(labels), split: Uint8Array.from(hashes, splitOfPicture) }
}
