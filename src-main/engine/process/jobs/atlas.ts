// The activations of a layer at one place of each of many pictures as a map, each of whose cells is drawn as a picture.
import { indicesOf } from '../../../../src-shared/domains/shapes/dataset.ts'
import { datasetOf as modelDataset } from '../../../../src-shared/network/model-file.ts'
import { pictureShape } from '../../../../src-shared/network/network-info.ts'
import { invalid } from '../../../../src-shared/rpc/fault.ts'
import { random } from '../../../../src-shared/math/random.ts'
import { type AtlasCell, atlasResults } from '../../../../src-shared/run/results/analyses.ts'
import { keep, keepTable } from '../../../../src-shared/run/results/form.ts'
import { writePng } from '../../../image/png.ts'
import { unitRange } from '../../../image/unit-range.ts'
import { activationsOf, cosine, placesOf } from '../../../science/analyses/activations.ts'
import { agreements, directionsOf, meanAgreement } from '../../../science/analyses/directions.ts'
import { cellsOf, flatMap } from '../../../science/analyses/flat-map.ts'
import { logitFalls } from '../../../science/analyses/silenced-places.ts'
import { picturesWithin } from '../../../science/networks/memory.ts'
import type { Network } from '../../../science/networks/network.ts'
import { batches } from '../../../science/training/batches.ts'
import { withNetwork } from '../analysed-network.ts'
import { datasetOf } from '../dataset-cache.ts'
import { answersOf, drawnDirections, sheetOf } from '../drawn-directions.ts'
import type { Job, JobContext } from '../job.ts'

const { artifacts } = atlasResults
/** Pictures in one call, classes told of a cell, and pictures shown of it. */
const [together, toldClasses, shown] = [32, 3, 3]

export const atlasJob: Job<'atlas'> = (recipe, context) =>
  withNetwork(recipe, context, async (network, header) => {
    const { layer, side, seed } = recipe
    const spec = modelDataset(header)
    if (!spec) throw invalid('The lab does not have the pictures that this network was trained on, so there is no map of them.')
    const dataset = await datasetOf(spec, context)
    if (dataset === null) return {}
    const all = random(seed, 'atlas').shuffle(Array.from(indicesOf(dataset.split, recipe.split)))
    const indices = Uint32Array.from(all.slice(0, recipe.pictures))
    if (indices.length === 0) throw invalid(`There are no ${recipe.split} pictures in this dataset.`)
    const samples = await sampled(
      network,
      layer,
      { pictures: dataset.images, labels: dataset.labels, shape: [spec.size, spec.size, 3] },
      indices,
      seed,
      context,
    )
    if (samples === null) return {}
    const { vectors, places, falls, classes } = samples
    const map = flatMap(vectors, seed)
    const cells = cellsOf(map, side)
    const kept = cells.flatMap((members, at) => (members.length >= recipe.fewest ? [{ at, members }] : []))
    const means = kept.map(({ members }) => meanOf(vectors, members))
    const directions = directionsOf(means)
    const drawn = await drawnDirections(network, recipe, directions, context)
    if (drawn === null) return {}
    const found = agreements(directions, answersOf(network, layer, drawn))
    const [height, width] = pictureShape(network.info)
    const [, across] = placesOf(network, layer)
    const usual = meanFalls(
      falls,
      classes,
      vectors.map((_, at) => at),
    )
    const told = kept.map(({ at, members }, place): AtlasCell => {
      const own = meanFalls(falls, classes, members)
      const { unit, strength } = directions[place]!
      const nearest = unit === null ? [] : members.map((member) => ({ member, cosine: cosine(vectors[member]!, unit) }))
      return {
        row: Math.floor(at / side),
        column: at % side,
        count: members.length,
        strength,
        ...found[place]!,
        classes: own
          .map((fall, label) => ({ class: label, fall, usual: usual[label]! }))
          .sort((a, b) => b.fall - b.usual - (a.fall - a.usual))
          .slice(0, toldClasses),
        nearest: nearest
          .sort((a, b) => b.cosine - a.cosine)
          .slice(0, shown)
          .map(({ member, cosine: angle }) => ({
            index: indices[member]!,
            label: dataset.labels[indices[member]!]!,
            x: places[member]! % across,
            y: Math.floor(places[member]! / across),
            cosine: angle,
          })),
      }
    })
    const sheet = cells.map((_, at) => drawn[kept.findIndex((one) => one.at === at)] ?? null)
    keep(context.artifact, artifacts.atlas, '', writePng(sheetOf(network, sheet, side)), {
      layer,
      columns: side,
      rows: side,
      width,
      height,
    })
    const table = { split: recipe.split, count: indices.length, explained: map.explained, cells: told }
    keepTable(context.artifact, artifacts.cells, '', table, { layer })
    context.complete()
    return { cells: kept.length, pictures: indices.length, explained: map.explained[0] + map.explained[1], ...meanAgreement(found) }
  })

interface Samples {
  /** Activations at the place of each picture. */
  vectors: Float32Array[]
  places: number[]
  /** [pictures, classes]; empty where the network tells no classes. */
  falls: Float32Array
  classes: number
}

/** Of each picture the activations at a place that is drawn by lot, and what the classes lose without it; null when asked to stop. */
async function sampled(
  network: Network,
  layer: string,
  data: Parameters<typeof batches>[0],
  indices: Uint32Array,
  seed: number,
  context: JobContext,
): Promise<Samples | null> {
  const [height, width, channels] = placesOf(network, layer)
  const { classes: told, taps } = network.info
  const classes = told ? taps.find(({ name }) => name === told.tap)!.shape.at(-1)! : 0
  const places = Array.from(indices, (index) => random(seed, 'place', index).integer(height * width))
  const vectors: Float32Array[] = []
  const falls = new Float32Array(indices.length * classes)
  const wanted = told ? [layer, told.tap] : [layer]
  const count = picturesWithin({ info: network.info, wanted }, together)
  for (const batch of batches(data, indices, count)) {
    const [first, many] = [vectors.length, batch.indices.length]
    const pictures = unitRange(batch.pictures.subarray(0, (many * batch.pictures.length) / count))
    const values = activationsOf(network, layer, pictures)
    const own = places.slice(first, first + many)
    own.forEach((place, at) => {
      const from = (at * height * width + place) * channels
      vectors.push(values.slice(from, from + channels))
    })
    if (classes > 0) falls.set(logitFalls(network, layer, pictures, own), first * classes)
    context.progress('looking at pictures', vectors.length, indices.length)
    if (await context.yieldTurn()) return null
  }
  return { vectors, places, falls, classes }
}

function meanOf(vectors: readonly Float32Array[], members: readonly number[]): Float32Array {
  const mean = new Float32Array(vectors[0]!.length)
  for (const member of members) vectors[member]!.forEach((one, at) => (mean[at]! += one / members.length))
  return mean
}

function meanFalls(falls: Float32Array, classes: number, members: readonly number[]): number[] {
  return Array.from(
    { length: classes },
    (_, label) => members.reduce((sum, member) => sum + falls[member * classes + label]!, 0) / Math.max(1, members.length),
  )
}
