// How the units of a classifier answer a few test pictures of every class: which classes drive a unit, and which units are alike.
import { lab } from '../../lab.svelte.ts'
import { afterFrame } from '../../parts/after-frame.ts'
import { type Resource, resource } from '../../resource.svelte.ts'
import type { DatasetSettings } from '../../../src-shared/recipe.ts'
import { drawMany, testPicturesByClass } from './dataset-pictures.ts'

/** Test pictures of each class. */
export const picturesPerClass = 4

export interface Responses {
  labels: number[]
  /** By layer: mean activation over space before the activation function, [pictures][units]. */
  layers: Map<string, number[][]>
}

export function askResponses(ask: () => { model: string; dataset: DatasetSettings } | null): Resource<Responses> {
  return resource(() => {
    const asked = ask()
    return asked && respond(asked.model, asked.dataset)
  })
}

async function respond(model: string, dataset: DatasetSettings): Promise<Responses> {
  // Drawing the pictures takes a while: the page that asks comes on screen first.
  await new Promise<void>(afterFrame)
  const chosen = testPicturesByClass(dataset, picturesPerClass)
  const { layers } = await lab.client.respond({ model, pictures: drawMany(dataset, chosen.map((one) => one.index)) })
  return { labels: chosen.map((one) => one.label), layers: new Map(layers.map((one) => [one.layer, one.means])) }
}

/** Mean activation of a unit over the pictures of each class that has some, highest first. */
export function meanByClass({ labels, layers }: Responses, layer: string, unit: number): { label: number; mean: number }[] {
  const sums = new Map<number, { sum: number; count: number }>()
  layers.get(layer)?.forEach((means, at) => {
    const label = labels[at]!
    const before = sums.get(label) ?? { sum: 0, count: 0 }
    sums.set(label, { sum: before.sum + means[unit]!, count: before.count + 1 })
  })
  return [...sums].map(([label, { sum, count }]) => ({ label, mean: sum / count })).sort((a, b) => b.mean - a.mean)
}

/** Pearson's correlation of one unit's answers with those of every unit of its layer, -1 to 1; 0 for a unit that answers all alike. */
export function correlations({ layers }: Responses, layer: string, unit: number): number[] {
  const rows = layers.get(layer) ?? []
  const units = rows[0]?.length ?? 0
  const columns = Array.from({ length: units }, (_, at) => centred(rows.map((row) => row[at]!)))
  const own = columns[unit] ?? []
  return columns.map((other) => {
    const product = Math.sqrt(dot(own, own) * dot(other, other))
    return product > 0 ? dot(own, other) / product : 0
  })
}
function centred(values: number[]): number[] {
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length
  return values.map((one) => one - mean)
}
const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, one, at) => sum + one * b[at]!, 0)
