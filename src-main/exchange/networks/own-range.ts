// What a network itself does to its pictures first: from that follows which numbers it is to be given.
import type { FoundNetwork } from '../../../src-shared/network/found-network.ts'
import { type NetworkGraph, pictureName } from '../../../src-shared/network/graph.ts'
import type { Operation } from '../../../src-shared/network/operations/index.ts'
import { shown, type Weights } from './kind.ts'

/** Operations that leave the range of the numbers as it is. */
const passes = new Set<Operation['op']>(['transpose', 'reshape', 'resize', 'pad', 'slice'])

/**
 * The way of reading pictures that fits the first operations of a network, and why; null where it begins with something else. A factor
 * below 1/50 is for bytes (1/255, 1/127.5, one by a deviation of bytes), a larger one for numbers from 0 to 1.
 */
export function ownRange({ nodes }: NetworkGraph, weights: ReadonlyMap<string, Weights>): FoundNetwork['reading'] {
  let value = pictureName
  let factor = 1
  let first: string | null = null
  for (const node of nodes) {
    if (node.inputs[0] !== value) continue
    const by = factorOf(node, weights)
    if (by === null) break
    if (!passes.has(node.op)) first ??= node.name
    factor *= by
    value = node.name
  }
  if (first === null) return null
  const where = `The network itself brings its pictures into range (“${shown(first)}”)`
  if (Math.abs(factor) < 1 / 50) return { name: 'zero-to-255', because: `${where}, from bytes: 0 to 255.` }
  if (Math.abs(factor) > 1.5) return { name: 'zero-to-one', because: `${where}, from numbers of 0 to 1.` }
  return null
}

/** By how much an operation multiplies its numbers, on average over the channels; null for one that does anything else. */
function factorOf(node: Operation, weights: ReadonlyMap<string, Weights>): number | null {
  if (passes.has(node.op)) return 1
  if (node.op === 'scale') return meanOf(weights.get(node.factor))
  if (node.op !== 'constant' || node.first) return null
  const mean = meanOf(weights.get(node.constant))
  if (node.by === 'multiply') return mean
  if (node.by === 'divide') return 1 / mean
  return node.by === 'add' || node.by === 'subtract' ? 1 : null
}

/** A network has at most one number for each colour there; more are something else. */
const meanOf = (of: Weights | undefined): number =>
  of && of.values.length <= 3 ? of.values.reduce((sum, one) => sum + Math.abs(one), 0) / of.values.length : Number.NaN
