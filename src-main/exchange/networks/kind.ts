// What a reader of a file of a network is given, and what it makes of it: the lab's own list of operations, and weights by name.
import type { NetworkGraph } from '../../../src-shared/network/graph.ts'
import { FaultError, invalid } from '../../../src-shared/rpc/fault.ts'
import { ZipError } from '../../../src-shared/zip/directory.ts'

/** A file as it was brought, or one of a folder or of an unpacked zip; the name is a path within it. */
export interface NetworkFile {
  readonly name: string
  readonly bytes: Uint8Array
}

export interface ReadOptions {
  /** Pixels of the sides of the picture, where the network takes pictures of any size; 224 without it. */
  readonly side?: number | undefined
}
/** The side of the pictures that most networks of pictures were trained on (ImageNet, since AlexNet). */
export const usualSide = 224

/** An array of a file as numbers of 32 bits, row by row. */
export interface Weights {
  shape: number[]
  values: Float32Array
}

export type NetworkFormat = 'onnx' | 'keras' | 'keras-h5' | 'tensorflow-layers' | 'tensorflow-graph'

/** Operations and their weights. */
export interface AsListed {
  readonly graph: NetworkGraph
  readonly weights: ReadonlyMap<string, Weights>
}

export interface ReadNetwork {
  graph: NetworkGraph
  weights: Map<string, Weights>
  format: NetworkFormat
  /** What wrote the file, in its own words: "pytorch 2.5.1", "Keras 3.9". */
  producer: string | null
  /** Where the file says them. */
  classNames: string[] | null
  /** Sentences for the user: what was rewritten. */
  notes: string[]
  /** Whether the file leaves the size of the pictures open. */
  anySize: boolean
  /** The operations as the file lists them, where some are kept in another form; null where none is. */
  listed: AsListed | null
}

/** What is read of one file at most. */
export const networkLimits = {
  /** Bytes of all weights, as 32-bit numbers. */
  weights: 2 ** 31,
  /** Bytes of a description in JSON. */
  description: 2 ** 26,
  /** Operations or layers. */
  nodes: 10_000,
  /** Models inside of models, or blocks inside of blocks. */
  depth: 16,
  /** Letters of the name of a value, of what wrote the file, and of a name that is shown in a sentence. */
  name: 100,
  notes: 30,
} as const

/** A name from a file, as it may stand in a sentence: short, and of one line. */
export const shown = (name: unknown): string => {
  const text = (typeof name === 'string' ? name : (JSON.stringify(name) ?? 'nothing')).replace(/[^\P{C}]/gu, ' ')
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}

/** To be thrown: the file cannot be read, for the reason that the sentence gives. */
export const unreadable = (sentence: string): FaultError => invalid(`${sentence} Nothing was changed in your library.`)

/** Whatever goes wrong while a file is read is the fault of the file: always `invalid`, in one sentence. */
export async function asInvalid<T>(read: () => Promise<T> | T): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof FaultError) throw error
    if (error instanceof ZipError) throw unreadable(error.message)
    // The graph's own, in words for the user.
    if (error instanceof RangeError && /^Th(e|is) .*\.$/s.test(error.message)) throw unreadable(error.message.slice(0, 500))
    throw unreadable('This file of a network is damaged or cut short. Copy it again from where it was saved.')
  }
}

/** Gives each value a name of its own: the wanted one where it is free, with a number where it is not. */
export function createNames(taken: readonly string[]): (wanted: string) => string {
  const names = new Set(taken)
  const counts = new Map<string, number>()
  return (wanted) => {
    const base = wanted === '' ? 'value' : wanted
    let name = base.slice(0, networkLimits.name)
    for (let at = counts.get(base) ?? 2; names.has(name); at++) {
      name = `${base.slice(0, networkLimits.name - 1 - String(at).length)} ${at}`
      counts.set(base, at + 1)
    }
    names.add(name)
    return name
  }
}
