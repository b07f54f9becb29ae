// What is known of a network of another make before any number is computed.
import { consumers, graphShapes, type NetworkGraph, pictureName } from './graph.ts'
import type { NetworkInfo, Tap } from './network-info.ts'
import type { Operation } from './operations/index.ts'
import type { Preprocessing } from './preprocessing.ts'

export interface GraphOptions {
  /** Without it the network takes [0, 1]. */
  readonly preprocessing?: Preprocessing | undefined
  /** Colour in [0, 1] of what lies outside of a picture; black without it. */
  readonly background?: readonly number[] | undefined
  /** Names of the classes; by number without them. */
  readonly classNames?: readonly string[] | undefined
}

/** What is known of the network before any number is computed. Throws like `graphNetwork`. */
export function graphInfo(
  graph: NetworkGraph,
  weights: ReadonlyMap<string, readonly number[]>,
  { preprocessing, background, classNames }: GraphOptions = {},
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
