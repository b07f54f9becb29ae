// A network while it is read: operations under numbers instead of names, which they get when all of them are known.
import { size } from '../../../src-shared/network/layer-shapes.ts'
import type { Operation } from '../../../src-shared/network/operations/index.ts'
import type { Spelling } from './as-listed.ts'
import { networkLimits, type Weights } from './kind.ts'
import { refused } from './refusal.ts'

/** Where in the file an operation comes from, for its name. */
export interface Origin {
  /** The layer or module in which it stands, as its author wrote it: "layer1.0.conv1"; '' when the file does not say. */
  readonly path: string
  /** What it is within that: "relu_1". */
  readonly word: string
  /** Whether it only arranges numbers for another operation of the same origin. */
  readonly helps: boolean
}

type Unnamed<O> = O extends Operation ? Omit<O, 'name'> : never

export interface Draft {
  readonly nodes: Operation[]
  readonly weights: Map<string, Weights>
  readonly origins: Map<string, Origin>
  /** Operations that the file has as several, by name. */
  readonly spellings: Map<string, Spelling>
  /** Adds an operation of this origin; its number in the place of its name. */
  add(operation: Unnamed<Operation>, origin: Origin): string
  /**
   * Adds an array of weights, which is made when there is room for it; its number in the place of its name. `role` is what it is to the
   * operation that reads it: "kernel". Throws 'invalid' when all weights together are more than 2 GB.
   */
  weigh(role: string, shape: readonly number[], make: () => Float32Array): string
}

const mostOperations = 20_000

export function createDraft(): Draft {
  let bytes = 0
  const nodes: Operation[] = []
  const weights = new Map<string, Weights>()
  const origins = new Map<string, Origin>()
  return {
    nodes,
    weights,
    origins,
    spellings: new Map(),
    add(operation, origin) {
      if (nodes.length >= mostOperations) throw refused('it has more operations than the 10,000 that can be looked into')
      const name = `%${nodes.length}`
      nodes.push({ ...operation, name } as Operation)
      origins.set(name, origin)
      return name
    },
    weigh(role, shape, make) {
      bytes += 4 * size(shape)
      if (bytes > networkLimits.weights) throw refused('its weights take more than 2 GB')
      const name = `%${weights.size}.${role}`
      weights.set(name, { shape: [...shape], values: make() })
      return name
    },
  }
}
