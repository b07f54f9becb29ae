// What a list of operations answers to one picture, however many operations it has: each value is let go once nobody takes it any more.
import { consumers, type NetworkGraph, pictureName } from '../../../src-shared/network/graph.ts'
import { tf } from '../../tensorflow/tf.ts'
import { computeOf } from './operations/index.ts'

/** The answers, in the order of the graph's outputs; the picture is given as it is. */
export function graphAnswers(graph: NetworkGraph, weight: (name: string) => tf.Tensor, picture: tf.Tensor4D): Float32Array[] {
  const values = new Map<string, tf.Tensor>([[pictureName, picture.clone()]])
  const left = new Map([...consumers(graph)].map(([name, takers]) => [name, takers.length]))
  for (const name of graph.outputs) left.set(name, (left.get(name) ?? 0) + 1)
  try {
    for (const node of graph.nodes) {
      const inputs = node.inputs.map((name) => values.get(name)!)
      values.set(
        node.name,
        tf.tidy(() => computeOf(node)(node, inputs, weight)),
      )
      for (const name of new Set(node.inputs)) {
        left.set(name, left.get(name)! - 1)
        if (left.get(name) !== 0) continue
        values.get(name)!.dispose()
        values.delete(name)
      }
    }
    return graph.outputs.map((name) => values.get(name)!.dataSync<'float32'>().slice())
  } finally {
    tf.dispose([...values.values()])
  }
}
