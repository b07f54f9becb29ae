// What every reader of a network's file answers: the operations, the weights, and what the user should know about them.
import type { NetworkGraph } from '../../../src-shared/network/graph.ts'
import type { Preprocessing } from '../../../src-shared/network/preprocessing.ts'
import { FaultError, invalid } from '../../../src-shared/rpc/fault.ts'
import { ZipError } from '../zip/reader.ts'

/** A file as it was brought: one alone, or those of a folder or unpacked zip, named from that folder. */
export interface GivenFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** An array of weights, row by row. */
export interface Weights {
  readonly shape: number[]
  readonly values: Float32Array
}

export interface ReadOptions {
  /** Height and width in pixels to take where the file leaves them open; 224 without it. */
  readonly side?: number | undefined
}
/** What most networks of pictures were trained on. */
export const usualSide = 224

export interface ReadNetwork {
  readonly graph: NetworkGraph
  readonly weights: Map<string, Weights>
  readonly format: 'onnx' | 'keras' | 'keras-h5' | 'tensorflow-layers' | 'tensorflow-graph'
  /** What wrote the file, in the file's own words, at most 100 letters: "pytorch 2.5.1". */
  readonly producer: string | null
  /** Where the file says them. */
  readonly classNames: string[] | null
  /** Sentences for the user: what was rewritten, joined or left out. */
  readonly notes: string[]
  /** Where the file tells it apart from its operations. */
  readonly preprocessing: Preprocessing | null
}

/** Bytes of weights in one network at most. */
export const mostWeightBytes = 2 ** 31
/** Bytes of a description in JSON at most. */
export const mostDescriptionBytes = 2 ** 26
/** Layers or operations in one file at most. */
export const mostLayers = 10_000
/** Letters of the name of a value, and of what wrote the file. */
export const mostLetters = 100

/** To be thrown when a file cannot become a network: `what` is wrong with it, as a clause; and what may help, as a sentence. */
export const refused = (what: string, help = 'Export the network again, or bring another file.'): FaultError =>
  invalid(`This network cannot be imported: ${what}. Nothing was changed. ${help}`)

/** Text from a file, as it may stand in a sentence: short, and of one line. */
export function shown(text: unknown): string {
  const line = (typeof text === 'string' ? text : (JSON.stringify(text) ?? 'nothing')).replace(/\p{C}/gu, ' ')
  return line.length > 60 ? `${line.slice(0, 57)}...` : line
}

/** Whatever goes wrong while a file is read is the fault of the file: always `invalid`, in one sentence. */
export async function asRefusal<T>(read: () => T | Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof FaultError) throw error
    if (error instanceof ZipError) throw refused(`its file cannot be unpacked (${error.message.replace(/\.$/, '')})`)
    // The graph's own, in words for the user.
    if (error instanceof RangeError && /^Th(e|is) .*\.$/s.test(error.message)) throw refused(`${error.message.slice(0, 500)}`.slice(0, -1))
    throw refused('its file is damaged or cut short', 'Bring it again from where it was saved.')
  }
}

/** Gives each value a name of its own: the wanted one where it is free, with a number where it is not. */
export function createNames(taken: readonly string[]): (wanted: string) => string {
  const names = new Set(taken)
  const counts = new Map<string, number>()
  return (wanted) => {
    const base = wanted === '' ? 'value' : wanted
    let name = base.slice(0, mostLetters)
    for (let at = counts.get(base) ?? 2; names.has(name); at++) {
      name = `${base.slice(0, mostLetters - 1 - String(at).length)} ${at}`
      counts.set(base, at + 1)
    }
    names.add(name)
    return name
  }
}
