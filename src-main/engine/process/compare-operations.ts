// Whether a network that was brought computes what its file lists: both are given the same pictures, and their answers are compared.
import type { NetworkGraph } from '../../../src-shared/network/graph.ts'
import type { ImportedHeader, Model } from '../../../src-shared/network/model-file.ts'
import { graphAnswers } from '../../science/networks/graph-answers.ts'
import { tf } from '../../tensorflow/tf.ts'

export interface OtherOperations {
  /** Hash of the network that they are compared with. */
  model: string
  graph: NetworkGraph
  weights: readonly { name: string; shape: number[]; of: string | null }[]
  values: Uint8Array
}

/** Seeds of the random pictures. */
const [inUnit, aroundZero] = [11, 12]

/**
 * The largest difference on a black picture and on two of random numbers, from 0 to 1 and from -1 to 1, which are given to both without any
 * preprocessing; as a share of the largest number of an answer.
 */
export function compareOperations(
  { header, weights }: Model<ImportedHeader>,
  other: OtherOperations,
): { pictures: number; difference: number } {
  const { height, width, channels } = header.graph.input
  const shape: [number, number, number, number] = [1, height, width, channels]
  const own = new Map(header.weights.map(({ name, shape: sides }, at) => [name, tf.tensor(weights[at]!, sides)]))
  const theirs = new Map<string, tf.Tensor>()
  const values = new Float32Array(other.values.slice().buffer)
  let at = 0
  for (const { name, shape: sides, of } of other.weights) {
    const count = sides.reduce((product, side) => product * side, 1)
    theirs.set(name, of === null ? tf.tensor(values.subarray(at, at + count), sides) : own.get(of)!.reshape(sides))
    if (of === null) at += count
  }
  const pictures: tf.Tensor4D[] = [
    tf.zeros(shape),
    tf.randomUniform(shape, 0, 1, 'float32', inUnit),
    tf.randomUniform(shape, -1, 1, 'float32', aroundZero),
  ]
  try {
    const differences = pictures.map((picture) => {
      const kept = graphAnswers(header.graph, (name) => own.get(name)!, picture)
      const listed = graphAnswers(other.graph, (name) => theirs.get(name)!, picture)
      return Math.max(...kept.map((answer, place) => difference(answer, listed[place]!)))
    })
    return { pictures: pictures.length, difference: Math.max(...differences) }
  } finally {
    tf.dispose([...own.values(), ...theirs.values(), ...pictures])
  }
}

/** The largest, as a share of the largest number; what both cannot compute is alike. */
function difference(answer: Float32Array, other: Float32Array): number {
  let [most, apart] = [0, 0]
  for (const [at, number] of answer.entries()) {
    const wanted = other[at]!
    if (Object.is(number, wanted)) continue
    if (!Number.isFinite(number) || !Number.isFinite(wanted)) return Number.MAX_VALUE
    apart = Math.max(apart, Math.abs(number - wanted))
  }
  if (apart === 0) return 0
  for (const wanted of other) if (Number.isFinite(wanted)) most = Math.max(most, Math.abs(wanted))
  return most === 0 ? apart : apart / most
}
