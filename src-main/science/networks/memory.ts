// How many pictures go through a network at once: as many as are fast together, as long as their activations fit into memory.
import { size } from '../../../src-shared/network/layer-shapes.ts'
import { deepest, type NetworkInfo } from '../../../src-shared/network/network-info.ts'

/** Bytes that one step may hold at once: what a machine of 8 GB can spare. Every network of the lab stays far below. */
export const memoryBudget = 1.5 * 2 ** 30

/**
 * Bytes that a network takes for each byte of its activations when it is only run. Measured with a network of 224 pixels: TensorFlow holds
 * copies in the order that its convolutions like best.
 */
const lookedAt = 4
/** The same with a gradient, which needs all values at once, and their gradients. */
const climbed = 8

export interface StepSize {
  readonly info: NetworkInfo
  /** The taps that are read. */
  readonly wanted: readonly string[]
  /** Whether a gradient goes back through the network. */
  readonly gradient?: boolean
  /** Bytes of a picture besides its activations. */
  readonly besides?: number
}

/** Bytes that a step holds for each picture: its activations up to the deepest that is wanted, as float32, and what is `besides`. */
export function bytesPerPicture({ info, wanted, gradient = false, besides = 0 }: StepSize): number {
  const numbers = info.taps.slice(0, deepest(info, wanted) + 1).reduce((sum, { shape }) => sum + size(shape), 0)
  return 4 * numbers * (gradient ? climbed : lookedAt) + besides
}

/** Pictures in one step: `most`, or as many as fit into the budget; one at least. */
export function picturesWithin(step: StepSize, most: number, budget = memoryBudget): number {
  return Math.max(1, Math.min(most, Math.floor(budget / bytesPerPicture(step))))
}
