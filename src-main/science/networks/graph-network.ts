// A network of another make, as a list of operations, as a network that is looked into.
import { consumers, graphShapes, graphWeights, type NetworkGraph, pictureName } from '../../../src-shared/network/graph.ts'
import type { Operation } from '../../../src-shared/network/operations/index.ts'
import type { Preprocessing } from '../../../src-shared/network/preprocessing.ts'
import { tf } from '../../tensorflow/tf.ts'
import { deepest, type Network, type NetworkInfo, type Tap, type Taps } from './network.ts'
import { computeOf } from './operations/index.ts'

export interface GraphNetworkOptions {
  /** Without it the network takes [0, 1]. */
  readonly preprocessing?: Preprocessing | undefined
  /** Colour in [0, 1] of what lies outside of a picture; black without it. */
  readonly background?: readonly number[] | undefined
  /** Names of the classes; by number without them. */
  readonly classNames?: readonly string[] | undefined
}

/**
 * The network, with weights of its own, made from the arrays of its file, for the caller to dispose of. Throws a RangeError, in words, when
 * the graph or its weights do not fit.
 */
export function graphNetwork(
  graph: NetworkGraph,
  arrays: ReadonlyMap<string, { readonly shape: readonly number[]; readonly values: Float32Array }>,
  options: GraphNetworkOptions = {},
): Network {
  const info = graphInfo(graph, new Map([...arrays].map(([name, { shape }]) => [name, shape])), options)
  const names = graphWeights(graph)
  const weights = names.map((name) => tf.tensor(arrays.get(name)!.values, [...arrays.get(name)!.shape]))
  const place = new Map(names.map((name, at) => [name, at]))
  const byName = new Map(graph.nodes.map((node) => [node.name, node]))

  return {
    info,
    weights,
    run(pictures, wanted, { weights: given = weights, touch } = {}) {
      deepest(info, wanted)
      const weight = (name: string): tf.Tensor => given[place.get(name)!]!
      const needed = neededFor(byName, wanted)
      const values = new Map<string, tf.Tensor>()
      if (needed.has(pictureName)) values.set(pictureName, prepare(pictures, options.preprocessing))
      for (const node of graph.nodes) {
        if (!needed.has(node.name)) continue
        const inputs = node.inputs.map((name) => values.get(name)!)
        const value = computeOf(node)(node, inputs, weight)
        values.set(node.name, touch ? touch(node.name, value) : value)
      }
      const taps: Taps = {}
      for (const name of wanted) taps[name] = name === pictureName ? pictures : values.get(name)!
      return taps
    },
    dispose: () => {
      tf.dispose(weights)
    },
  }
}

/** What is known of the network before any number is computed. Throws like `graphNetwork`. */
export function graphInfo(
  graph: NetworkGraph,
  weights: ReadonlyMap<string, readonly number[]>,
  { preprocessing, background, classNames }: GraphNetworkOptions = {},
): NetworkInfo {
  const shapes = graphShapes(graph, weights)
  const { height, width, channels } = graph.input
  for (const list of [preprocessing?.scale, preprocessing?.shift, background])
    if (list && list.length !== channels)
      throw new RangeError(`This network has ${channels} channels; its preprocessing is told for ${list.length}.`)
  const taken = consumers(graph)
  const byName = new Map(graph.nodes.map((node) => [node.name, node]))
  const input: Tap = {
    name: pictureName,
    shape: [height, width, channels],
    stage: 'only',
    layer: pictureName,
    activation: null,
    weighted: false,
  }
  return {
    input: { height, width, channels, background: background ?? new Array<number>(channels).fill(0) },
    taps: [input, ...graph.nodes.map((node) => tapOf(node, shapes.get(node.name)!, byName, taken))],
    classes: classesOf(graph, byName, shapes, classNames),
  }
}

/** The activation function that alone takes this value. */
function functionAfter(name: string, taken: ReadonlyMap<string, Operation[]>): Extract<Operation, { op: 'activation' }> | null {
  const [next, ...others] = taken.get(name) ?? []
  return next?.op === 'activation' && others.length === 0 ? next : null
}

const isFunction = (node: Operation | undefined): boolean => node?.op === 'activation' || node?.op === 'softmax'

function tapOf(
  node: Operation,
  shape: readonly number[],
  byName: ReadonlyMap<string, Operation>,
  taken: ReadonlyMap<string, Operation[]>,
): Tap {
  const given = byName.get(node.inputs[0]!)
  if (node.op === 'activation' && given && !isFunction(given) && functionAfter(given.name, taken) === node)
    return { name: node.name, shape, stage: 'after', layer: given.name, activation: node.of.kind, weighted: hasUnits(given, taken) }
  const after = isFunction(node) ? null : functionAfter(node.name, taken)
  const stage = after ? 'before' : 'only'
  return { name: node.name, shape, stage, layer: node.name, activation: after?.of.kind ?? null, weighted: hasUnits(node, taken) }
}

/**
 * Whether its channels are units of the network: of convolutions and dense layers, each with the normalization that follows it, and of sums
 * that go through an activation function.
 */
function hasUnits(node: Operation, taken: ReadonlyMap<string, Operation[]>): boolean {
  const next = taken.get(node.name) ?? []
  if (node.op === 'conv' || node.op === 'deconv' || node.op === 'dense') return !(next.length === 1 && isNormalization(next[0]!))
  if (isNormalization(node)) return true
  return node.op === 'combine' && node.by === 'add' && functionAfter(node.name, taken) !== null
}

const isNormalization = ({ op }: Operation): boolean => op === 'scale' || op === 'group-norm'

/** The operations that the wanted values need, and the picture where one does. */
function neededFor(byName: ReadonlyMap<string, Operation>, wanted: readonly string[]): Set<string> {
  const needed = new Set<string>()
  const open = wanted.filter((name) => name !== pictureName)
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (needed.has(name)) continue
    needed.add(name)
    open.push(...(byName.get(name)?.inputs ?? []))
  }
  return needed
}

function prepare(pictures: tf.Tensor4D, preprocessing: Preprocessing | undefined): tf.Tensor {
  if (!preprocessing) return pictures
  const { scale, shift, order } = preprocessing
  const scaled = pictures.mul(tf.tensor1d([...scale])).add(tf.tensor1d([...shift]))
  return order === 'bgr' ? scaled.reverse(3) : scaled
}

/** Where the classes are told: the first answer of one number for each class, before a softmax or sigmoid; null where there is none. */
function classesOf(
  { outputs }: NetworkGraph,
  byName: ReadonlyMap<string, Operation>,
  shapes: ReadonlyMap<string, readonly number[]>,
  names: readonly string[] | undefined,
): NetworkInfo['classes'] {
  for (const output of outputs) {
    let node = byName.get(output)
    while (node && (node.op === 'softmax' || (node.op === 'activation' && node.of.kind === 'sigmoid'))) node = byName.get(node.inputs[0]!)
    const shape = node && shapes.get(node.name)!
    if (node && shape?.length === 1)
      return { tap: node.name, names: Array.from({ length: shape[0]! }, (_, at) => names?.[at] ?? String(at)) }
  }
  return null
}
