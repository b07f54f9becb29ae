// A network of another make, as a list of operations in the order in which they can be computed: what every file that is brought becomes.
import { z } from 'zod'
import { size } from './layer-shapes.ts'
import { type Operation, operation, operationKind } from './operations/index.ts'
import { type Shape, shapeWords, valueName } from './operations/kind.ts'

/** The picture that goes in. */
export const pictureName = 'input'

export const networkGraph = z.strictObject({
  input: z.strictObject({
    height: z.int().min(1).max(2048),
    width: z.int().min(1).max(2048),
    channels: z.union([z.literal(1), z.literal(3)]),
  }),
  nodes: z.array(operation).min(1).max(10_000),
  /** What the network itself answers, the most important first. */
  outputs: z.array(valueName).min(1).max(64),
})
export type NetworkGraph = z.output<typeof networkGraph>

/** Numbers in one activation at most; a file that asks for more lies, or is not for this computer. */
const mostNumbers = 2 ** 28

/**
 * Shapes of all values by name, in the order of the nodes; the picture first. Throws a RangeError that names the operation, in words for
 * the user, when something does not fit: a name that comes twice or too late, weights that are missing, shapes that do not match.
 */
export function graphShapes({ input, nodes, outputs }: NetworkGraph, weights: ReadonlyMap<string, Shape>): Map<string, Shape> {
  const shapes = new Map<string, Shape>([[pictureName, [input.height, input.width, input.channels]]])
  for (const node of nodes) {
    try {
      shapes.set(node.name, shapeOf(node, shapes, weights))
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      throw new RangeError(`The operation "${node.name}" (${node.op}) of this network cannot be: ${error.message}.`)
    }
  }
  for (const name of outputs)
    if (!shapes.has(name)) throw new RangeError(`This network says that its answer is "${name}", and has no such value.`)
  return shapes
}

function shapeOf(node: Operation, shapes: ReadonlyMap<string, Shape>, weights: ReadonlyMap<string, Shape>): Shape {
  if (shapes.has(node.name)) throw new RangeError('there are two of this name')
  const inputs = node.inputs.map((name) => {
    const shape = shapes.get(name)
    if (!shape) throw new RangeError(`it takes "${name}", which is not there before it`)
    return shape
  })
  const shape = operationKind(node).shape(node, inputs, (name) => {
    const found = weights.get(name)
    if (!found) throw new RangeError(`its weights "${name}" are missing`)
    return found
  })
  if (size(shape) > mostNumbers) throw new RangeError(`it makes ${shapeWords(shape)} numbers of one picture, more than fit into memory`)
  return shape
}

/** Names of the weights that the operations read, each once, in their order. */
export function graphWeights({ nodes }: NetworkGraph): string[] {
  return [...new Set(nodes.flatMap((node) => operationKind(node).weights?.(node) ?? []))]
}

/** How often each value is taken by another operation. */
export function consumers({ nodes }: NetworkGraph): Map<string, Operation[]> {
  const taken = new Map<string, Operation[]>()
  for (const node of nodes) for (const name of new Set(node.inputs)) taken.set(name, [...(taken.get(name) ?? []), node])
  return taken
}
