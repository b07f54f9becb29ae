// Pictures asked of the classifier itself, so that made ones, real ones and noise stand beside each other by one measure.
import { random } from '../../../src-shared/math/random.ts'
import type { Measure } from '../../../src-shared/recipe/recipe.ts'
import { lab } from '../../lab/lab.svelte.ts'
import { type Resource, resource } from '../../lab/resource.svelte.ts'
import { asAsked, greyed } from '../../visualization/asked-pictures.ts'
import { tileOf } from '../../visualization/export.ts'
import type { Subject } from '../../visualization/subject.ts'
import type { LayerInfo } from '../../visualization/units.ts'

/** A picture of the network's size: a tile of a PNG in the library, or its bytes. */
export type Source = { hash: string; index: number } | { rgb: Uint8Array }
export interface Measured {
  rgb: Uint8Array
  /** Activation after the activation function, by the measure, or at the one place asked for. */
  value: number
  /** The strongest place, of a layer with space. */
  place: { x: number; y: number } | null
  /** Probability of each class. */
  shares: number[]
}
export interface Ask {
  model: string
  layer: LayerInfo
  unit: number
  measure: Measure
  /** One place instead of a measure over all. */
  at: { x: number; y: number } | null
  /** Names the question, so that an answer is not shown beside another one. */
  key: string
  subject: Subject
  sources: readonly (Source | null)[]
}

/** In the order of the sources; null for those that are null. `key` is that of the question. */
export function measured(ask: () => Ask | null): Resource<{ key: string; list: (Measured | null)[] }> {
  return resource((signal) => {
    const asked = ask()
    return asked && answer(asked, signal).then((list) => ({ key: asked.key, list }))
  })
}

async function answer({ model, layer, unit, measure, at, subject, sources }: Ask, signal: AbortSignal): Promise<(Measured | null)[]> {
  const found = await Promise.all(
    sources.map((one) => (one === null || 'rgb' in one ? (one?.rgb ?? null) : tileOf(one.hash, subject, one.index))),
  )
  const known = found.filter((one) => one !== null)
  if (known.length === 0) return found.map(() => null)
  const pictures = asAsked(known, subject.channels)
  // A layer of its own at a time: a large network has more units than one wants to hear of.
  const layers = [layer.name]
  const strongest = lab.client.respond({ model, pictures, measure: 'max', layers }, signal)
  const [answers, spots, { logits, probabilities }, maps] = await Promise.all([
    measure === 'max' ? strongest : lab.client.respond({ model, pictures, measure, layers }, signal),
    strongest,
    layer.kind === 'logits' ? lab.client.classify({ model, pictures }, signal) : { logits: [], probabilities: [] },
    at === null ? null : lab.client.activationMaps({ model, layer: layer.after ?? layer.name, channel: unit, pictures }, signal),
  ])
  const own = answers.layers.find((one) => one.layer === layer.name)
  const spot = spots.layers.find((one) => one.layer === layer.name)
  let next = 0
  return found.map((rgb) => {
    if (rgb === null) return null
    const row = next++
    const place = spot?.places[row]?.[unit]
    return {
      rgb,
      value: (at && maps ? maps.maps[row]?.[at.y * maps.width + at.x] : (logits[row] ?? own?.values[row])?.[unit]) ?? Number.NaN,
      place: at ?? (place === undefined ? null : { x: place % layer.width, y: Math.floor(place / layer.width) }),
      shares: probabilities[row] ?? [],
    }
  })
}

/** Pictures of the noise that climbs in pixels start from, uniform in each colour of each pixel; always the same ones. */
export function noisePictures({ width, height, channels }: Subject, count: number): Source[] {
  return Array.from({ length: count }, (_, at) => ({
    rgb: Uint8Array.from(random(1, 'noise', at).fillUniform(new Float32Array(width * height * 3)), (one) => Math.round(255 * one)),
  })).map((one) => (channels === 3 ? one : { rgb: greyed(one.rgb) }))
}
