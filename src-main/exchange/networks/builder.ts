// A graph of operations while a file is read, whose names and shapes are known from the first operation on.
import { z } from 'zod'
import { graphShapes, type NetworkGraph, networkGraph, pictureName } from '../../../src-shared/network/graph.ts'
import { size } from '../../../src-shared/network/layer-shapes.ts'
import { type Operation, operation as operationSchema, operationKind } from '../../../src-shared/network/operations/index.ts'
import type { Shape } from '../../../src-shared/network/operations/kind.ts'
import { asListed, type Spelling } from './as-listed.ts'
import { type AsListed, createNames, networkLimits, shown, type Weights } from './kind.ts'
import { refused } from './refusal.ts'

type Unnamed<O> = O extends Operation ? Omit<O, 'name'> : never
export type UnnamedOperation = Unnamed<Operation>

/** Numbers of a file that are not read before all else fits. */
export interface LazyWeights {
  readonly shape: readonly number[]
  read(): Float32Array
}

export interface Builder {
  readonly input: NetworkGraph['input']
  /** Sentences for the user; each is said once. */
  readonly notes: Set<string>
  /** Shape of a value without its batch. */
  shape(value: string): Shape
  /** A name that no value has, as like the wanted one as can be; it is taken from now on. */
  reserve(wanted: string): string
  /** Adds an operation and gives its name: the wanted one, with a number where it is taken. Throws `invalid` where it does not fit. */
  add(wanted: string, operation: UnnamedOperation): string
  /** Adds weights of this name, unless there are some already, and gives the name. */
  weigh(name: string, weights: LazyWeights): string
  /** Says that the file has an operation as several. */
  spell(value: string, spelling: Spelling): void
  /** The graph, and the weights that it reads; and the operations as the file lists them, where that is something else. */
  finish(outputs: readonly string[]): { graph: NetworkGraph; weights: Map<string, Weights>; listed: AsListed | null }
}

export function createBuilder(input: NetworkGraph['input']): Builder {
  if (input.height > 2048 || input.width > 2048)
    throw refused(
      `it takes pictures of ${input.height} x ${input.width} pixels`,
      'Pictures of up to 2,048 pixels a side can be looked into.',
    )
  const names = createNames([pictureName])
  const shapes = new Map<string, Shape>([[pictureName, [input.height, input.width, input.channels]]])
  const nodes: Operation[] = []
  const weights = new Map<string, LazyWeights>()
  const spellings = new Map<string, Spelling>()

  function add(wanted: string, unnamed: UnnamedOperation): string {
    if (nodes.length >= networkLimits.nodes) throw refused(`it has more than ${networkLimits.nodes.toLocaleString('en')} operations`)
    const name = names(wanted)
    const parsed = operationSchema.safeParse({ ...unnamed, name })
    if (!parsed.success)
      throw refused(`“${shown(name)}” (${unnamed.op}) has a setting that cannot be: ${z.prettifyError(parsed.error).split('\n')[0]}`)
    try {
      const inputs = parsed.data.inputs.map((one) => shapes.get(one)!)
      shapes.set(
        name,
        operationKind(parsed.data).shape(parsed.data, inputs, (weight) => weights.get(weight)!.shape),
      )
    } catch (error) {
      if (error instanceof RangeError) throw refused(`“${shown(name)}” (${unnamed.op}) does not fit: ${error.message}`)
      throw error
    }
    nodes.push(parsed.data)
    return name
  }

  return {
    input,
    notes: new Set(),
    shape: (value) => shapes.get(value)!,
    reserve: names,
    add,
    weigh(name, lazy) {
      if (!weights.has(name)) weights.set(name, lazy)
      return name
    },
    spell(value, spelling) {
      spellings.set(value, spelling)
    },
    finish(outputs) {
      const graph = networkGraph.safeParse({ input, nodes, outputs: [...new Set(outputs)] })
      if (!graph.success) throw refused('it has no layers, or more answers than can be looked into')
      const used = new Set(nodes.flatMap((node) => operationKind(node).weights?.(node) ?? []))
      const bytes = [...used].reduce((sum, name) => sum + 4 * size(weights.get(name)!.shape), 0)
      if (bytes > networkLimits.weights) throw refused('its weights take more than 2 GB')
      graphShapes(graph.data, new Map([...weights].map(([name, { shape }]) => [name, shape])))
      const read = new Map([...used].map((name) => [name, readWeights(name, weights.get(name)!)]))
      const numbers = (name: string): Weights => read.get(name) ?? readWeights(name, weights.get(name)!)
      return { graph: graph.data, weights: read, listed: spellings.size === 0 ? null : asListed(graph.data, spellings, numbers) }
    },
  }
}

function readWeights(name: string, { shape, read }: LazyWeights): Weights {
  const values = read()
  if (values.length !== size(shape)) throw refused(`its weights “${shown(name)}” are not as many as their shape says`)
  return { shape: [...shape], values }
}
