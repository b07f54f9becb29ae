// One operation of a graph of TensorFlow, as its translator sees it.
import type { Shape } from '../../../../src-shared/network/operations/kind.ts'
import type { Builder, LazyWeights, UnnamedOperation } from '../builder.ts'
import { shown } from '../kind.ts'
import { refused } from '../refusal.ts'
import type { Attributes, GraphNode } from './node.ts'

/** Numbers that do not depend on the picture. Where they tell the size of a batch, that is -1. */
export interface Numbers extends LazyWeights {
  readonly name: string
}
/** A value of the network by its name, or numbers. */
export type Value = string | Numbers

export const isNumbers = (value: Value): value is Numbers => typeof value !== 'string'

export interface Site {
  readonly node: GraphNode
  readonly builder: Builder
  readonly attributes: Attributes
  readonly inputs: readonly Value[]
  /** The only other operation that takes its answer; null where there is none, or several, or it is an answer of the network. */
  readonly next: GraphNode | null
  /** The numbers that an input of another operation is, if it is such. */
  numbersOf(node: GraphNode, at: number): Numbers | null
  /** Says that the answer of another operation is known already. */
  settle(node: GraphNode, value: Value): void
  /** Name of an input that depends on the picture. Throws `invalid` for numbers. */
  value(at: number): string
  /** Shape of such an input without its batch. */
  shape(at: number): Shape
  /** An input that does not. Throws `invalid` for a value. */
  numbers(at: number): Numbers
  /** The same, a few whole numbers. */
  whole(at: number): number[]
  add(operation: UnnamedOperation, name?: string): string
  /** Adds numbers to the network; they keep their name. */
  weigh(numbers: Numbers): string
  /** A name to read from that of a node: the path of its layer. */
  label(name: string): string
  refused(what: string, help?: string): Error
}

const mostWhole = 64

export function createSite(parts: Omit<Site, 'value' | 'shape' | 'numbers' | 'whole' | 'add' | 'weigh' | 'refused'>): Site {
  const { node, builder, inputs } = parts
  const site: Site = {
    ...parts,
    value(at) {
      const found = inputs[at]
      if (typeof found !== 'string') throw site.refused('computes with numbers of the file where a value of the picture is expected')
      return found
    },
    shape: (at) => builder.shape(site.value(at)),
    numbers(at) {
      const found = inputs[at]
      if (found === undefined || !isNumbers(found)) throw site.refused('depends on the picture where it needs numbers of the file')
      return found
    },
    whole(at) {
      const { shape, read } = site.numbers(at)
      if (shape.reduce((product, side) => product * side, 1) > mostWhole) throw site.refused('has more settings than it can')
      return [...read()]
    },
    add: (operation, name) => builder.add(name ?? nameOf(site), operation),
    weigh: (numbers) => builder.weigh(numbers.name.slice(-300), numbers),
    refused: (what, help) => refused(`the operation “${shown(node.name)}” (${shown(node.op)}) ${what}`, help),
  }
  return site
}

/** The path of its layer, with the kind of the operation where that is not all that the layer does. */
function nameOf({ node, label }: Site): string {
  const path = label(node.name)
  const kind = node.op.replace(/^_|V2$|V3$/g, '').toLowerCase()
  return path === '' ? kind : `${path}.${kind}`
}

/** Numbers of a shape without the batch side, which is 1 for them. */
export function withoutBatch(site: Site, numbers: Numbers, rank: number): Numbers {
  if (numbers.shape.length !== rank + 1) return numbers
  if (numbers.shape[0] !== 1) throw site.refused('has numbers for each picture of a batch')
  return { ...numbers, shape: numbers.shape.slice(1) }
}
/** Numbers of the file in another shape, under the same name where nothing else is done to them. */
export const derived = (name: string, shape: readonly number[], make: () => Float32Array): Numbers => ({ name, shape, read: make })
