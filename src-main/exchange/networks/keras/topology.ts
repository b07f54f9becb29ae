// The description of a model by Keras, 2 or 3, Sequential or Functional, as calls of layers. TensorFlow.js writes the form of Keras 2.
import { z } from 'zod'
import { networkLimits, shown } from '../kind.ts'
import { refused } from '../refusal.ts'

const config = z.record(z.string(), z.unknown())
const layerSchema = z.looseObject({
  class_name: z.string().max(200),
  // An old Sequential has its layers here.
  config: z.union([config, z.array(z.unknown())]),
  name: z.string().max(1000).optional(),
  module: z.string().nullish(),
  inbound_nodes: z.array(z.unknown()).optional(),
})

export interface LayerSpec {
  readonly className: string
  readonly name: string
  readonly config: Record<string, unknown>
  /** Layers of a model; null for a layer. */
  readonly model: ModelSpec | null
  /** False for an operation such as x + y, which has a place among the layers but is none. */
  readonly layer: boolean
}
/** An answer of one call of a layer. */
export interface Reference {
  readonly layer: LayerSpec
  readonly call: number
  readonly answer: number
}
export type Argument = Reference | number
export interface ModelSpec {
  /** In the order of the description. */
  readonly layers: readonly LayerSpec[]
  /** What each call of each layer is given, by layer. */
  readonly calls: ReadonlyMap<LayerSpec, readonly (readonly Argument[])[]>
  readonly inputs: readonly Reference[]
  readonly outputs: readonly Reference[]
}

const mostDepth = 8
const models = new Set(['Sequential', 'Functional', 'Model'])
export const isModel = (className: string): boolean => models.has(className)

/** The outermost model. Throws an `invalid` fault for what is no description of a model. */
export function readTopology(description: unknown): LayerSpec {
  const counter = { left: networkLimits.nodes }
  const outer = layerSpec(description, 0, counter)
  if (!outer.model)
    throw refused(
      `it is of the kind “${shown(outer.className)}”, and only models whose layers the file lists are read (Sequential, Functional)`,
      'A model that is a Python class of its own cannot be looked into; a functional one of the same layers can.',
    )
  return outer
}

function layerSpec(description: unknown, depth: number, counter: { left: number }): LayerSpec {
  const parsed = layerSchema.safeParse(description)
  if (!parsed.success || depth > mostDepth) throw refused('its description of the layers cannot be read')
  if (--counter.left < 0) throw refused(`it has more than ${networkLimits.nodes.toLocaleString('en')} layers`)
  const { class_name: className, config: given, module } = parsed.data
  const own = Array.isArray(given) ? { layers: given } : given
  const name = parsed.data.name ?? (typeof own['name'] === 'string' ? own['name'] : className.toLowerCase())
  const model = isModel(className) ? modelSpec(className, own, depth, counter) : null
  return { className, name, config: own, model, layer: !/\.ops\b/.test(module ?? '') }
}

function modelSpec(className: string, own: Record<string, unknown>, depth: number, counter: { left: number }): ModelSpec {
  const { layers: listed } = own
  if (!Array.isArray(listed)) throw refused('its description lists no layers')
  const layers = listed.map((one) => layerSpec(one, depth + 1, counter))
  return className === 'Sequential' ? sequential(layers) : functional(layers, listed, own)
}

function sequential(layers: readonly LayerSpec[]): ModelSpec {
  const [first] = layers
  if (!first) throw refused('a model in it has no layers')
  const calls = new Map<LayerSpec, Argument[][]>()
  // Without a layer for it, the first one is given the picture.
  const entry: LayerSpec = first.className === 'InputLayer' ? first : { ...first, className: 'InputLayer', model: null, layer: false }
  calls.set(entry, [[]])
  let last: Reference = { layer: entry, call: 0, answer: 0 }
  for (const layer of layers) {
    if (layer === entry) continue
    const before = calls.get(layer) ?? []
    calls.set(layer, [...before, [last]])
    last = { layer, call: before.length, answer: 0 }
  }
  return { layers: entry === first ? layers : [entry, ...layers], calls, inputs: [{ layer: entry, call: 0, answer: 0 }], outputs: [last] }
}

function functional(layers: readonly LayerSpec[], listed: readonly unknown[], own: Record<string, unknown>): ModelSpec {
  const byName = new Map(layers.map((layer) => [layer.name, layer]))
  const references: { layer: LayerSpec; call: number; answer: number }[] = []
  const refer = (place: unknown): Reference => {
    const parts = z.tuple([z.string(), z.int().min(0), z.int().min(0)], z.unknown()).safeParse(place)
    const layer = parts.success ? byName.get(parts.data[0]) : undefined
    if (!parts.success || !layer) throw refused(`its layers are given “${shown(place)}”, which is none of its values`)
    const reference = { layer, call: parts.data[1], answer: parts.data[2] }
    references.push(reference)
    return reference
  }
  const calls = new Map(
    layers.map((layer, at): [LayerSpec, Argument[][]] => {
      const nodes = (listed[at] as { inbound_nodes?: unknown[] }).inbound_nodes ?? []
      return [layer, layer.className === 'InputLayer' ? [[]] : nodes.map((node) => argumentsOf(node, refer, 0))]
    }),
  )
  const [inputs, outputs] = [places(own['input_layers'], refer), places(own['output_layers'], refer)]
  // Keras 2 counts the calls of a model inside of another from the one that it was made with, which it does not list.
  for (const layer of layers.filter((one) => one.model)) {
    const uses = references.filter((one) => one.layer === layer)
    const most = uses.reduce((largest, { call }) => Math.max(largest, call), 0)
    if (most > 0 && most === calls.get(layer)!.length) for (const one of uses) one.call--
  }
  return { layers, calls, inputs, outputs }
}

/** ["layer", 0, 0]; a list of such; or an object of such. */
function places(given: unknown, refer: (place: unknown) => Reference): Reference[] {
  if (Array.isArray(given) && typeof given[0] === 'string') return [refer(given)]
  const list: unknown[] = Array.isArray(given) ? given : given && typeof given === 'object' ? Object.values(given) : []
  if (list.length === 0) throw refused('its description does not say what goes in and what comes out')
  return list.map(refer)
}

/** What a layer is given by one call: values of layers, and numbers such as the 3 of x + 3. */
function argumentsOf(node: unknown, refer: (place: unknown) => Reference, depth: number): Argument[] {
  if (depth > mostDepth) throw refused('its description of the layers cannot be read')
  if (typeof node === 'number') return [node]
  if (Array.isArray(node)) {
    // Keras 2: ["layer", 0, 0, {}]. Further values and numbers stand in the object behind.
    if (typeof node[0] === 'string' && typeof node[1] === 'number') {
      const more = z.record(z.string(), z.unknown()).safeParse(node[3])
      return [refer(node), ...(more.success ? fromKeywords(more.data, refer, depth) : [])]
    }
    return node.flatMap((one) => argumentsOf(one, refer, depth + 1))
  }
  if (node === null || typeof node !== 'object') return []
  // Keras 3: {"args": [...], "kwargs": {...}}, in them {"class_name": "__keras_tensor__", "config": {"keras_history": [...]}}.
  const { args, kwargs, class_name: className, config: own } = node as Record<string, unknown>
  if (className === '__keras_tensor__') return [refer((own as Record<string, unknown> | undefined)?.['keras_history'])]
  if (className !== undefined) throw refused(`its layers are given a value of the kind “${shown(className)}”, which is not read`)
  const further = z.record(z.string(), z.unknown()).safeParse(kwargs)
  return [...argumentsOf(args ?? [], refer, depth + 1), ...(further.success ? fromKeywords(further.data, refer, depth) : [])]
}

/** The second value of x + y, x * y and the like, named "x2", "x1" or "y"; nothing else that is named is a value. */
function fromKeywords(given: Record<string, unknown>, refer: (place: unknown) => Reference, depth: number): Argument[] {
  return Object.entries(given).flatMap(([name, value]) => {
    if (['x1', 'x2', 'y'].includes(name)) return argumentsOf(value, refer, depth + 1)
    if (value !== null && typeof value === 'object' && JSON.stringify(value).includes('__keras_tensor__'))
      return argumentsOf(value, refer, depth + 1)
    return []
  })
}
