// How the units of a classifier answer a few test pictures of every class: what is usual of each.
import { lab } from '../lab/lab.svelte.ts'
import { afterFrame } from '../components/after-frame.ts'
import { type Resource, resourceOf } from '../lab/resource.svelte.ts'
import type { DatasetSpec, Measure } from '../../src-shared/recipe/recipe.ts'
import { readRgb, testPicturesByClass } from '../dataset/draw.ts'

/** Test pictures of each class. */
const picturesPerClass = 4

export interface Responses {
  labels: number[]
  /** By layer: activation by the measure, after the activation function, [pictures][units]. */
  layers: Map<string, number[][]>
}

export function askResponses(ask: () => { model: string; dataset: DatasetSpec; measure: Measure } | null): Resource<Responses> {
  const key = (): string | null => {
    const asked = ask()
    return asked && `${asked.model} ${asked.measure}`
  }
  return resourceOf(key, () => {
    const { model, dataset, measure } = ask()!
    return respond(model, dataset, measure)
  })
}

async function respond(model: string, dataset: DatasetSpec, measure: Measure): Promise<Responses> {
  // Drawing the pictures takes a while: the page that asks comes on screen first.
  await new Promise<void>(afterFrame)
  const chosen = await testPicturesByClass(dataset, picturesPerClass)
  const { layers } = await lab.client.respond({
    model,
    measure,
    pictures: await readRgb(
      dataset,
      chosen.map((one) => one.index),
    ),
  })
  return { labels: chosen.map((one) => one.label), layers: new Map(layers.map((one) => [one.layer, one.values])) }
}
