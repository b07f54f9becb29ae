// A unit whose answer is known, since its weights are set by hand: it finds upright edges, and everything bright holds it down elsewhere.
// The mean of it before ReLU is highest for the emptiest picture; what it passes on is highest for upright edges, and so must every ranking
// be.
import { beforeAll, expect, test } from 'vitest'
import { generateDataset, indicesOf } from '../../src-shared/domains/shapes/dataset.ts'
import { type ClassifierHeader, encodeModel } from '../../src-shared/network/model-file.ts'
import { objectiveKey, type ObjectiveSpec } from '../../src-shared/recipe/objective.ts'
import { type Field, receptiveField } from '../../src-shared/network/receptive-field.ts'
import { type Architecture, datasetSettings, examplesRecipe } from '../../src-shared/recipe/recipe.ts'
import { examplesJob } from '../../src-main/engine/process/jobs/examples.ts'
import { createModels } from '../../src-main/engine/process/model-cache.ts'
import { weightSpecs } from '../../src-main/science/networks/sequential.ts'
import { strongest } from '../../src-renderer/visualization/answer-rows.ts'
import { measures, rowOf } from '../../src-renderer/visualization/measure.ts'
import { byMean } from '../../src-renderer/pages/look/profiles.ts'
import { everyObjective, everyUnit, layersOf } from '../../src-renderer/visualization/units.ts'
import { recordingContext } from '../fixtures/job-context.ts'

const side = 48
const [lineClass, squareClass, circleClass, triangleClass] = [0, 15, 30, 45]
/**
 * White figures, not turned: lines lie flat, squares stand on a corner; filled triangles have an upright left edge, and circles nearly one.
 */
const settings = datasetSettings.parse({
  count: 240,
  classes: [lineClass, squareClass, circleClass, triangleClass].flatMap((shape) => [shape, shape + 5, shape + 10]),
  rotation: [0, 0],
})
const architecture: Architecture = {
  input: [side, side, 3],
  layers: [
    { kind: 'conv', name: 'conv1', filters: 2, kernel: 9, activation: 'relu' },
    { kind: 'pool', name: 'pool1', mode: 'max' },
    { kind: 'flatten', name: 'flatten' },
    { kind: 'dense', name: 'logits', units: 60, activation: 'linear' },
  ],
}
const header: ClassifierHeader = {
  format: 'phosphene-model',
  version: 1,
  kind: 'classifier',
  architecture,
  dataset: settings,
  weights: weightSpecs(architecture),
}
const [kernel, bias, ...rest] = weightSpecs(architecture).map(
  ({ shape }) => new Float32Array(shape.reduce((product, one) => product * one, 1)),
)
// Filter 0: bright on the right, dark on the left; the left half weighs double. Filter 1 sees brightness anywhere.
for (let at = 0; at < 81; at++) {
  const column = at % 9
  for (let colour = 0; colour < 3; colour++) {
    kernel![(at * 3 + colour) * 2] = (column < 4 ? -2 : column > 4 ? 1 : 0) / 108
    kernel![(at * 3 + colour) * 2 + 1] = 1 / 243
  }
}
bias![0] = -0.6
const model = encodeModel({ header, weights: [kernel!, bias!, ...rest] })
const hash = 'a'.repeat(64)
const layers = layersOf(header)
const conv = layers[0]!
const dataset = generateDataset(settings)
const pictureOf = (index: number): Uint8Array => dataset.images.subarray(index * side * side * 3, (index + 1) * side * side * 3)

interface Row {
  key: string
  measure?: string
  top: { index: number; label: number; score: number; x?: number; y?: number }[]
  bottom: { index: number; score: number }[]
  best: number
  histogram: { low: number; counts: number[] }
  classes?: number[]
}
interface Table {
  count: number
  classes?: { label: number; count: number }[]
  objectives: Row[]
}
async function tableOf(objectives: ObjectiveSpec[], more: object): Promise<Table> {
  const context = recordingContext({ blobs: { [hash]: model } })
  await examplesJob(examplesRecipe.parse({ kind: 'examples', model: hash, objectives, split: 'train', ...more }), context)
  return JSON.parse(new TextDecoder().decode(context.artifacts.get('examples')!.bytes)) as Table
}

/** Whether each row of the field is dark on the left and bright on the right: an upright edge, by the pixels alone. */
function hasUprightEdge(rgb: Uint8Array, { x, y, width, height }: Field): boolean {
  const rows = Array.from({ length: height }, (_, row) => {
    const grey = Array.from({ length: width }, (_of, column) => rgb[((y + row) * side + x + column) * 3]! / 255)
    const mean = (values: number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length
    return mean(grey.slice(5)) - mean(grey.slice(0, 4))
  })
  return rows.filter((jump) => jump > 0.5).length >= 7
}

let table: Table
let rows: Map<string, Row>
beforeAll(async () => {
  table = await tableOf(everyUnit(layers), { measures: [...measures] })
  rows = new Map(table.objectives.map((one) => [one.measure === undefined ? one.key : `${one.key} ${one.measure}`, one]))
})

test('the mean before ReLU puts pictures first in which it does not fire at all', async () => {
  const before = await tableOf(everyObjective(layers), {})
  const row = before.objectives.find((one) => one.key === objectiveKey({ kind: 'channel', layer: 'conv1', channel: 0 }))!
  const models = createModels()
  models.load(hash, model)
  for (const one of row.top)
    expect(models.answers.respond({ model: hash, pictures: pictureOf(one.index), measure: 'max' }).layers[0]!.values[0]![0]).toBe(0)
})

test('examples by the strongest place are upright edges, and the spot is where the edge is', () => {
  const row = rowOf(rows, conv, 0, 'max')!
  expect(row.best).toBeGreaterThan(0.2)
  for (const one of row.top) {
    expect([circleClass + 10, triangleClass + 10]).toContain(one.label)
    expect(hasUprightEdge(pictureOf(one.index), receptiveField(architecture, 'conv1', one.x!, one.y!).seen)).toBe(true)
  }
  for (const one of row.bottom) expect(one.score).toBe(0)
})

test('by the mean over all places after ReLU they are the same figures', () => {
  for (const one of rowOf(rows, conv, 0, 'mean')!.top) expect([circleClass + 10, triangleClass + 10]).toContain(one.label)
})

test('the histogram has all pictures, and those without such an edge at zero', () => {
  const { histogram } = rowOf(rows, conv, 0, 'max')!
  expect(histogram.low).toBe(0)
  expect(histogram.counts.reduce((sum, one) => sum + one, 0)).toBe(table.count)
  expect(histogram.counts[0]).toBeGreaterThan(table.count / 2)
})

test('class bars rest on all pictures of the split, and filled figures with upright edges lead them', () => {
  expect(table.classes!.reduce((sum, one) => sum + one.count, 0)).toBe(table.count)
  for (const measure of measures) {
    const bars = byMean(table.classes!, rowOf(rows, conv, 0, measure)!.classes!)
    expect(
      bars
        .slice(0, 2)
        .map((one) => one.label)
        .sort((a, b) => a - b),
    ).toEqual([circleClass + 10, triangleClass + 10])
    // Outlines are too thin for it, and a filled line has only its short end.
    for (const { label, mean } of bars) {
      if (label % 15 === 0 || label === lineClass + 5 || label === squareClass + 5 || label === circleClass + 5) expect(mean).toBe(0)
      if (label < circleClass) expect(mean).toBeLessThan(bars[1]!.mean)
    }
  }
})

test('it fires for a picture with such an edge, and not for one without', () => {
  const models = createModels()
  models.load(hash, model)
  const train = indicesOf(dataset.split, 'train')
  const labelled = (label: number): number => [...train].find((index) => dataset.labels[index] === label)!
  for (const measure of measures) {
    const ask = (indices: readonly number[]): ReturnType<typeof models.answers.respond>['layers'] => {
      const pictures = new Uint8Array(indices.length * side * side * 3)
      for (const [at, index] of indices.entries()) pictures.set(pictureOf(index), at * side * side * 3)
      return models.answers.respond({ model: hash, pictures, measure }).layers.filter((one) => one.layer === 'conv1')
    }
    const usual = { labels: [], layers: new Map(ask([...train].slice(0, 100)).map((one) => [one.layer, one.values])) }
    expect(strongest(ask([labelled(triangleClass + 10)]), usual, 4)[0]!.units.map((one) => one.unit)).toContain(0)
    expect(strongest(ask([labelled(lineClass)]), usual, 4)[0]!.units.map((one) => one.unit)).not.toContain(0)
  }
})
