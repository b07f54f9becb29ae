// One operation of an ONNX file, as what reads it sees it: its inputs, its attributes, and where to put what it becomes.
import type { FaultError } from '../../../../src-shared/rpc/fault.ts'
import type { Draft, Origin } from '../draft.ts'
import { refused } from '../refusal.ts'
import type { AttributeMessage, NodeMessage } from './messages.ts'
import { isDecimal, type Known } from './tensor.ts'
import { type Any, arranged, channelsLast, isKnown, type Value } from './value.ts'

/** What was done to the network, for the user, and how often. */
export type Note = 'dropout' | 'normalization' | 'training'

export interface Site {
  readonly node: NodeMessage
  /** Null where an optional one is left out. */
  readonly inputs: readonly (Any | null)[]
  readonly opset: number
  readonly draft: Draft
  readonly origin: Origin
  note(kind: Note): void
  /** Numbers of a tensor that stands in an attribute. */
  tensor(attribute: AttributeMessage): Known
  /** Counts numbers that are about to be computed of numbers of the file. Throws 'invalid' when they become too many. */
  spend(numbers: number): void
}

/** What an operation becomes: its outputs, in their order. */
export type Reader = (site: Site) => Any[]

/** To be thrown: `what` is a clause about the operation. */
export const cannot = ({ node, origin }: Site, what: string): FaultError =>
  refused(`the operation ${node.op.slice(0, 60)} at "${(origin.path || origin.word).slice(0, 100)}" ${what}`)

/** Carries out something of the shared rules of shapes, whose RangeErrors are clauses about an operation. */
export function within<T>(site: Site, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof RangeError) throw cannot(site, `cannot be: ${error.message}`)
    throw error
  }
}

export const integer = ({ node }: Site, name: string, otherwise: number): number => node.attributes.get(name)?.integer ?? otherwise
export const float = ({ node }: Site, name: string, otherwise: number): number => node.attributes.get(name)?.float ?? otherwise
export const text = ({ node }: Site, name: string, otherwise: string): string => node.attributes.get(name)?.text ?? otherwise
export const integers = ({ node }: Site, name: string): number[] | null => node.attributes.get(name)?.integers ?? null

/** The value that is computed of the picture. Throws 'invalid' where there is none. */
export function value(site: Site, at = 0): Value {
  const one = site.inputs[at]
  if (!one) throw cannot(site, 'is given nothing')
  if (isKnown(one)) throw cannot(site, 'is not about the picture that goes in')
  return one
}

/** A value of height, width and channels, its channels last. */
export function picture(site: Site, at = 0): Value {
  const given = value(site, at)
  if (given.dims.length !== 4)
    throw cannot(site, `works on ${given.dims.length - 2} sides of a picture; networks of pictures with height and width can be read`)
  return arranged(site, given, channelsLast(4))
}

/** Numbers of the file; null where they are left out. Throws 'invalid' where they are computed of the picture. */
export function optional(site: Site, at: number): Known | null {
  const one = site.inputs[at] ?? null
  if (one && !isKnown(one)) throw cannot(site, 'takes numbers that depend on the picture where the file should have them')
  return one
}

export function known(site: Site, at: number): Known {
  const one = optional(site, at)
  if (!one) throw cannot(site, 'lacks numbers that the file should have')
  return one
}

/** Whole numbers that are an input in newer files and an attribute in older ones. */
export function listed(site: Site, at: number, name: string): number[] | null {
  const attribute = integers(site, name)
  if (attribute) return attribute
  const numbers = optional(site, at)
  if (numbers && numbers.values.length > 4096) throw cannot(site, 'has a list that is too long')
  return numbers ? Array.from(numbers.values) : null
}

/** One number that is an input in newer files and an attribute in older ones. */
export function single(site: Site, at: number, name: string, otherwise: number): number {
  const attribute = site.node.attributes.get(name)
  return attribute ? attribute.float : (optional(site, at)?.values[0] ?? otherwise)
}

/** Whether an operation Cast makes decimal numbers. */
export const isDecimalCast = (site: Site): boolean => isDecimal(integer(site, 'to', 0))

/** An axis that may be counted from the end. Throws 'invalid' for one that is not there. */
export function axisOf(site: Site, axis: number, rank: number): number {
  const from = axis < 0 ? axis + rank : axis
  if (!Number.isInteger(from) || from < 0 || from >= rank) throw cannot(site, `names side ${axis} of ${rank}`)
  return from
}

/** Like `axisOf`, for what must leave the pictures of a batch apart. */
export function ownAxis(site: Site, axis: number, rank: number): number {
  const from = axisOf(site, axis, rank)
  if (from === 0) throw cannot(site, 'mixes the pictures of a batch')
  return from
}
