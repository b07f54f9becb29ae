// A network of another make, as a list of operations, as a network that is looked into.
import { graphWeights, type NetworkGraph, pictureName } from '../../../src-shared/network/graph.ts'
import { graphInfo, type GraphOptions } from '../../../src-shared/network/graph-info.ts'
import { deepest } from '../../../src-shared/network/network-info.ts'
import type { Operation } from '../../../src-shared/network/operations/index.ts'
import type { Preprocessing } from '../../../src-shared/network/preprocessing.ts'
import { tf } from '../../tensorflow/tf.ts'
import type { Network, Taps } from './network.ts'
import { computeOf } from './operations/index.ts'

/**
 * The network, with weights of its own, made from the arrays of its file, for the caller to dispose of. Throws a RangeError, in words, when
 * the graph or its weights do not fit.
 */
export function graphNetwork(
  graph: NetworkGraph,
  arrays: ReadonlyMap<string, { readonly shape: readonly number[]; readonly values: Float32Array }>,
  options: GraphOptions = {},
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

/** Pictures in [0, 1] as a network wants them. */
export function prepare(pictures: tf.Tensor4D, preprocessing: Preprocessing | undefined): tf.Tensor4D {
  if (!preprocessing) return pictures
  const { scale, shift, order } = preprocessing
  const scaled = pictures.mul(tf.tensor1d([...scale])).add<tf.Tensor4D>(tf.tensor1d([...shift]))
  return order === 'bgr' ? scaled.reverse(3) : scaled
}
