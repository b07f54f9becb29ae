// For each of some pictures the nearest training picture, beside how near unseen test pictures lie: does it look like the data at all?
import { quantile } from '../../../../src-shared/math/quantile.ts'
import { indicesOf } from '../../../../src-shared/domains/shapes/dataset.ts'
import { seedOf } from '../../../../src-shared/domains/dataset.ts'
import { invalid } from '../../../../src-shared/rpc/fault.ts'
import { random } from '../../../../src-shared/math/random.ts'
import { keepTable } from '../../../../src-shared/run/results/form.ts'
import { nearestResults } from '../../../../src-shared/run/results/nearest.ts'
import { nearestPictures } from '../../../science/evaluation/nearest-pictures.ts'
import { mostSimilar } from '../../../science/evaluation/similar-pictures.ts'
import { datasetOf } from '../dataset-cache.ts'
import { holdsColours, readPng } from '../../../image/png.ts'
import { tilesOf } from '../../../image/tiles.ts'
import type { Job } from '../job.ts'
import { untilStopped } from '../cooperative.ts'

/** Test pictures whose own nearest distance is the baseline. */
const baselineCount = 120
/** Pictures of noise, the other end of the scale on which a likeness is read. */
const noiseCount = 30

export const nearestJob: Job<'nearest'> = async (recipe, context) => {
  const { size } = recipe.dataset
  const pixels = size * size * 3
  const seed = seedOf(recipe.dataset)
  const asked = recipe.pictures.flatMap((picture) => tilesIn(context.blob(picture), size).map((rgb, tile) => ({ picture, tile, rgb })))
  const dataset = await datasetOf(recipe.dataset, context)
  if (dataset === null) return {}
  const [train, test] = [indicesOf(dataset.split, 'train'), indicesOf(dataset.split, 'test')]
  const baseline = random(seed, 'nearest baseline').shuffle(Array.from(test)).slice(0, baselineCount)
  const noises = recipe.block ? noiseCount : 0
  const queries = new Uint8Array((asked.length + baseline.length + noises) * pixels)
  asked.forEach(({ rgb }, at) => queries.set(rgb, at * pixels))
  baseline.forEach((index, at) => queries.set(dataset.images.subarray(index * pixels, (index + 1) * pixels), (asked.length + at) * pixels))

  const stream = random(seed, 'nearest noise')
  for (let at = (asked.length + baseline.length) * pixels; at < queries.length; at++) queries[at] = stream.integer(256)
  const total = train.length * (recipe.block ? 2 : 1)
  const phase = 'looking for the nearest training pictures'

  const found = await untilStopped(nearestPictures(queries, dataset.images, train, pixels), context, (done) =>
    context.progress(phase, done, total),
  )
  if (found === null) return {}
  const similar =
    recipe.block &&
    (await untilStopped(mostSimilar(queries, dataset.images, train, size, recipe.block), context, (done) =>
      context.progress(phase, train.length + done, total),
    ))
  if (similar === null) return {}
  const own = found
    .slice(asked.length, asked.length + baseline.length)
    .map((one) => one.distance)
    .sort((a, b) => a - b)
  const labelOf = (index: number): number => dataset.labels[index]!
  const rows = asked.map(({ picture, tile }, at) => ({
    picture,
    tile,
    index: found[at]!.index,
    label: labelOf(found[at]!.index),
    distance: found[at]!.distance,
    ...(similar ? { similar: { ...similar[at]!, label: labelOf(similar[at]!.index) } } : {}),
  }))
  const scale = similar && {
    block: recipe.block!,
    test: {
      correlations: similar.slice(asked.length, asked.length + baseline.length).map((one) => one.correlation),
      named: baseline.filter((index, at) => labelOf(similar[asked.length + at]!.index) === labelOf(index)).length,
    },
    noise: { correlations: similar.slice(asked.length + baseline.length).map((one) => one.correlation) },
  }
  const table = {
    baseline: { median: quantile(own, 0.5), low: quantile(own, 0.05), high: quantile(own, 0.95), count: own.length },
    ...(scale ? { similar: scale } : {}),
    rows,
  }
  keepTable(context.artifact, nearestResults.artifacts.nearest, '', table, { pictures: rows.length })
  context.complete()
  return { pictures: rows.length, baselineMedian: quantile(own, 0.5) }
}

/** RGB bytes of each square picture in a PNG that holds one or more of them side by side or in rows. */
function tilesIn(png: Uint8Array, size: number): Uint8Array[] {
  const sheet = readPng(png)
  if (sheet.width % size !== 0 || sheet.height % size !== 0 || !holdsColours(png))
    throw invalid(`A picture of ${sheet.width} x ${sheet.height} pixels does not hold pictures of ${size} x ${size} in colour.`)
  return tilesOf(sheet, size).map(({ rgb }) => rgb)
}
