// The small pictures beside runs in the list: the first results of each, asked for when its row has been in sight for a moment.
import type { RunDetail } from '../../src-shared/contract.ts'
import { datasetResults } from '../../src-shared/run/results/dataset.ts'
import { sheetMeta } from '../../src-shared/run/results/pictures.ts'
import { autoencoderResults } from '../../src-shared/run/results/training.ts'
import type { Artifact, Run } from '../../src-shared/run/run.ts'
import { lab } from '../lab/lab.svelte.ts'
import { altOf, artifactUrl, resultPictures } from '../../src-shared/run/result-pictures.ts'
import { sparkline } from './sparkline.ts'

/** A tile of a picture file that has `tiles` by `rows` of them. */
export interface Thumbnail {
  source: string
  tiles: number
  rows: number
  tile: number
  alt: string
}

const most = 4
const kept = 600
const cache = new Map<string, Promise<Thumbnail[]>>()

/** Up to four small pictures of a run; empty when it has none. A run that is not finished is asked again when it changes. */
export function thumbnailsOf(run: Run): Promise<Thumbnail[]> {
  const key = `${run.id} ${run.state}`
  const known = cache.get(key)
  if (known) return known
  const asked = find(run.id, run.name)
  cache.set(key, asked)
  asked.catch(() => cache.delete(key))
  if (cache.size > kept) cache.delete(cache.keys().next().value!)
  return asked
}

const curves = new Map<string, Promise<string | null>>()
/** The width and height of a small curve, in the units of its points. */
export const curveSide = 48
/** The loss of a training over its steps, as the points of a polyline; null where none was recorded. */
export function lossCurveOf({ id, state }: Run): Promise<string | null> {
  const key = `${id} ${state}`
  const known = curves.get(key)
  if (known) return known
  const asked = lab.client
    .readMetrics({ id, series: ['train/loss'], points: curveSide })
    .then(([curve]) => sparkline(curve?.points ?? [], curveSide, 5))
  curves.set(key, asked)
  asked.catch(() => curves.delete(key))
  if (curves.size > kept) curves.delete(curves.keys().next().value!)
  return asked
}

async function find(id: string, name: string): Promise<Thumbnail[]> {
  const detail = await lab.client.getRun({ id })
  const own = ofArtifacts(detail.artifacts, name)
  if (own.length > 0) return own
  const part = bestPart(detail)
  return part ? ofArtifacts((await lab.client.getRun({ id: part.id })).artifacts, part.name) : []
}
/** Of a composite run, the part whose pictures say most. */
function bestPart({ children }: RunDetail): Run | undefined {
  const done = children.filter((one) => one.state === 'finished')
  return (
    done.find((one) => one.recipe.kind === 'search') ??
    done.find((one) => one.recipe.kind === 'ascend') ??
    done.find((one) => one.recipe.kind === 'dataset')
  )
}
function ofArtifacts(artifacts: readonly Artifact[], name: string): Thumbnail[] {
  const pictures = resultPictures(artifacts)
  const firsts = pictures.filter((one) => one.start === 0)
  const chosen = (firsts.length > 1 ? firsts : pictures).slice(0, most)
  if (chosen.length > 0) {
    return chosen.map((one) => ({
      source: one.source,
      tiles: one.tiles,
      rows: 1,
      tile: one.tile ?? one.tiles - 1,
      alt: altOf(one, Infinity),
    }))
  }
  const sheets = artifacts.flatMap((one) => {
    const { data } = one.media === 'image/png' ? sheetMeta.safeParse(one.meta) : {}
    return data ? [{ ...one, meta: data }] : []
  })
  const [sheet] = sheets
  if (!sheet) return []
  const { columns, pictures: listed, caption } = sheet.meta
  const paired = sheet.name === autoencoderResults.artifacts.reconstructions.name
  const rows = Math.ceil(listed.length / columns) * (paired ? 2 : 1)
  // One from each shape where the sheet is the wall of all classes, else the first ones.
  const whole = sheet.name === datasetResults.artifacts.wall.name && listed.length === 60
  const places = whole ? [4, 24, 31, 57] : [0, 1, 2, 3].filter((one) => one < Math.min(columns, listed.length))
  // Reconstructions stand under their originals.
  const down = paired ? columns : 0
  return places.map((index) => ({
    source: artifactUrl(sheet.hash),
    tiles: columns,
    rows,
    tile: index + down,
    alt: `${caption || name}, picture ${index + 1}`,
  }))
}
