// One call of one layer of Keras, as its translator sees it.
import { z } from 'zod'
import type { Shape } from '../../../../src-shared/network/operations/kind.ts'
import { shapeWords } from '../../../../src-shared/network/operations/kind.ts'
import type { Builder, LazyWeights, UnnamedOperation } from '../builder.ts'
import { shown } from '../kind.ts'
import { refused } from '../refusal.ts'
import type { LayerSpec } from './topology.ts'

/** What wrote the file; in a few settings they differ. */
export type Writer = 'keras 2' | 'keras 3' | 'tensorflow.js'

/** Finds the weights of a layer; null for one that is not there. `role` is what Keras calls it, `at` its place among those of the layer. */
export interface WeightSource {
  find(path: readonly LayerSpec[], role: string, at: number): LazyWeights | null
}

export interface Site {
  readonly layer: LayerSpec
  readonly writer: Writer
  readonly builder: Builder
  /** Names of the values it is given. */
  readonly inputs: readonly string[]
  /** The same, with numbers in their places. */
  readonly given: readonly (string | number)[]
  /** Shape of the first of them. */
  readonly shape: Shape
  /** Its settings, checked. Throws `invalid`, with the name of the setting. */
  settings<S extends z.ZodType>(schema: S): z.output<S>
  /** Adds an operation: that which the layer is called by, or a further one, "layer.suffix". */
  add(operation: UnnamedOperation, suffix?: string): string
  /** The weights of the layer in Keras's order, checked against their shapes. */
  weights(wanted: readonly (readonly [role: string, shape: Shape])[]): LazyWeights[]
  /** Adds weights to the network under the name of the layer and a role. */
  weigh(role: string, weights: LazyWeights): string
  /** To be thrown: why this layer cannot be read. */
  refused(what: string, help?: string): Error
}

export interface Call {
  readonly path: readonly LayerSpec[]
  readonly given: readonly (string | number)[]
}

/** Makes the sites of a network. */
export function createSites(builder: Builder, source: WeightSource, writer: Writer): (call: Call) => Site {
  const keys = new Map<LayerSpec, string>()
  const takenKeys = new Set<string>()

  /** What the weights of a layer are called: the same for every call. */
  function keyOf(path: readonly LayerSpec[]): string {
    const layer = path.at(-1)!
    const known = keys.get(layer)
    if (known !== undefined) return known
    const wanted = path
      .map(({ name }) => name)
      .join('/')
      .slice(-200)
    let key = wanted
    for (let at = 2; takenKeys.has(key); at++) key = `${wanted} ${at}`
    takenKeys.add(key)
    keys.set(layer, key)
    return key
  }

  return ({ path, given }) => {
    const layer = path.at(-1)!
    const inputs = given.filter((one) => typeof one === 'string')
    const where = `the layer “${shown(layer.name)}” (${shown(layer.className)})`
    let base: string | null = null
    const site: Site = {
      layer,
      writer,
      builder,
      inputs,
      given,
      get shape() {
        if (inputs[0] === undefined) throw site.refused('is given nothing')
        return builder.shape(inputs[0])
      },
      settings(schema) {
        const parsed = schema.safeParse(layer.config)
        if (parsed.success) return parsed.data
        const [issue] = parsed.error.issues
        const setting = issue?.path.map(String).join('.') ?? ''
        throw site.refused(`has a setting that cannot be: ${shown(setting)}`)
      },
      add(operation, suffix) {
        const name = builder.add(suffix === undefined ? layer.name : `${base ?? layer.name}.${suffix}`, operation)
        if (suffix === undefined) base = name
        return name
      },
      weights(wanted) {
        return wanted.map(([role, shape], at) => {
          const found = source.find(path, role, at)
          if (!found) throw site.refused(`has no weights “${role}” in the file`)
          if (found.shape.join() !== shape.join())
            throw site.refused(`has weights “${role}” of the shape ${shapeWords(found.shape)}, where ${shapeWords(shape)} fit`)
          return found
        })
      },
      weigh: (role, weights) => builder.weigh(`${keyOf(path)}/${role}`, weights),
      refused: (what, help) => refused(`${where} ${what}`, help),
    }
    return site
  }
}

const both = (one: number): [number, number] => [one, one]
/** One number for both sides, or two. */
export const two = z.union([
  z.int().min(0).max(4096).transform(both),
  z.tuple([z.int().min(0).max(4096)]).transform(([one]) => both(one)),
  z.tuple([z.int().min(0).max(4096), z.int().min(0).max(4096)]),
])
/** Channels stand last; the other way round TensorFlow itself cannot compute on a processor. */
export const last = z.enum(['channels_last']).nullish()
export const padding = z.preprocess((one) => (typeof one === 'string' ? one.toLowerCase() : one), z.enum(['same', 'valid']))
