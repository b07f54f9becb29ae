// For each of some pictures the nearest training picture, beside how near unseen test pictures lie: does it look like the data at all?
import { decode } from 'fast-png'
import { indicesOf } from '../../../src-shared/dataset.ts'
import { invalid } from '../../../src-shared/fault.ts'
import { random } from '../../../src-shared/random.ts'
import type { NearestRecipe } from '../../../src-shared/recipe.ts'
import { nearestPictures } from '../../science/nearest.ts'
import { datasetOf } from '../dataset-cache.ts'
import type { Job } from '../job.ts'
import { untilStopped } from '../pace.ts'

/** Test pictures whose own nearest distance is the baseline. */
const baselineCount = 120

export const nearestJob: Job<NearestRecipe> = async (recipe, context) => {
  const { size } = recipe.dataset
  const pixels = size * size * 3
  const asked = recipe.pictures.flatMap((picture) => tiles(context.blob(picture), size).map((rgb, tile) => ({ picture, tile, rgb })))
  const dataset = await datasetOf(recipe.dataset, context)
  if (dataset === null) return {}
  const [train, test] = [indicesOf(dataset.split, 'train'), indicesOf(dataset.split, 'test')]
  const baseline = random(recipe.dataset.seed, 'nearest baseline').shuffle(Array.from(test)).slice(0, baselineCount)
  const queries = new Uint8Array((asked.length + baseline.length) * pixels)
  asked.forEach(({ rgb }, at) => queries.set(rgb, at * pixels))
  baseline.forEach((index, at) => queries.set(dataset.images.subarray(index * pixels, (index + 1) * pixels), (asked.length + at) * pixels))

  const found = await untilStopped(nearestPictures(queries, dataset.images, train, pixels), context, (done) => context.progress('looking for the nearest training pictures', done, train.length))
  if (found === null) return {}
  const own = found.slice(asked.length).map((one) => one.distance).sort((a, b) => a - b)
  const quantile = (share: number): number => own[Math.min(own.length - 1, Math.floor(share * own.length))] ?? Number.NaN
  const rows = asked.map(({ picture, tile }, at) => ({ picture, tile, index: found[at]!.index, label: dataset.labels[found[at]!.index]!, distance: found[at]!.distance }))
  context.artifact('nearest', 'application/json', new TextEncoder().encode(JSON.stringify({ baseline: { median: quantile(0.5), low: quantile(0.05), high: quantile(0.95), count: own.length }, rows })), { pictures: rows.length })
  context.complete()
  return { pictures: rows.length, baselineMedian: quantile(0.5) }
}

/** RGB bytes of each square picture in a PNG that holds one or more of them side by side or in rows. */
function tiles(png: Uint8Array, size: number): Uint8Array[] {
  const { width, height, channels, data } = decode(png)
  if (width % size !== 0 || height % size !== 0 || channels < 3) throw invalid(`A picture of ${width} x ${height} pixels does not hold pictures of ${size} x ${size} in colour.`)
  const columns = width / size
  return Array.from({ length: columns * (height / size) }, (_, tile) => {
    const [left, top] = [(tile % columns) * size, Math.floor(tile / columns) * size]
    return Uint8Array.from({ length: size * size * 3 }, (_value, at) => {
      const [x, y, channel] = [Math.floor(at / 3) % size, Math.floor(at / 3 / size), at % 3]
      return data[((top + y) * width + left + x) * channels + channel]!
    })
  })
}
