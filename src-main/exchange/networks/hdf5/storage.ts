// How the numbers of an array lie in an HDF5 file: in one piece, or in chunks that may be packed. Format: sections IV.A.2.i (layout),
// IV.A.2.l (filters), III.A.1 (trees of chunks).
import { inflateSync } from 'node:zlib'
import { networkLimits, shown } from '../kind.ts'
import { refused } from '../refusal.ts'
import type { Datatype } from './datatype.ts'
import { type Bytes, type Message, messageKinds, messageOf } from './object-header.ts'

export interface Stored {
  readonly name: string
  readonly messages: readonly Message[]
  readonly shape: readonly number[]
  readonly type: Datatype
}

const product = (sides: readonly number[]): number => sides.reduce((all, side) => all * side, 1)

/** The bytes of all numbers, row by row. */
export function storedBytes(bytes: Bytes, array: Stored): Uint8Array {
  const { at } = messageOf(array.messages, messageKinds.layout, array.name)
  const wanted = product(array.shape) * array.type.size
  const [version, kind] = [bytes.u8(at), bytes.u8(at + 1)]
  if (version !== 3) throw refused(`“${shown(array.name)}” in its HDF5 file is stored in a form (${version}) that is not read`)
  if (wanted === 0) return new Uint8Array(0)
  if (kind === 0) return exactly(array, bytes.part(at + 4, bytes.u16(at + 2)), wanted)
  if (kind === 1) return exactly(array, bytes.part(bytes.u64(at + 2), wanted), bytes.u64(at + 10))
  return fromChunks(bytes, array, at, wanted)
}

function exactly({ name }: Stored, part: Uint8Array, wanted: number): Uint8Array {
  if (part.length !== wanted) throw refused(`“${shown(name)}” in its HDF5 file is not as long as its shape says`)
  return part
}

interface Chunk {
  readonly origin: readonly number[]
  readonly size: number
  /** Which filters were left out, by bits. */
  readonly mask: number
  readonly at: number
}

function fromChunks(bytes: Bytes, array: Stored, at: number, wanted: number): Uint8Array {
  const rank = array.shape.length
  if (bytes.u8(at + 1) !== 2 || bytes.u8(at + 2) !== rank + 1) throw refused(`“${shown(array.name)}” is not stored as its shape says`)
  const sides = Array.from({ length: rank }, (_, side) => bytes.u32(at + 11 + 4 * side))
  const unpacked = product(sides) * array.type.size
  const counts = array.shape.map((side, axis) => Math.ceil(side / sides[axis]!))
  if (!(unpacked > 0) || unpacked * product(counts) > 2 * networkLimits.weights)
    throw refused(`“${shown(array.name)}” in its HDF5 file is cut into chunks beyond any sense`)
  const chunks = chunksAt(bytes, bytes.u64(at + 3), rank, product(counts))
  const fits = chunks.every(({ origin }) => origin.every((place, axis) => place % sides[axis]! === 0 && place < array.shape[axis]!))
  const places = new Set(chunks.map(({ origin }) => origin.join()))
  if (!fits || places.size !== product(counts)) throw refused(`parts of “${shown(array.name)}” in its HDF5 file are missing`)
  const filters = filtersOf(bytes, array)
  const all = new Uint8Array(wanted)
  for (const chunk of chunks) lay(all, array, sides, chunk.origin, unpack(bytes, array, chunk, filters, unpacked))
  return all
}

/** The leaves of a tree, at most so many. */
function chunksAt(bytes: Bytes, root: number, rank: number, most: number): Chunk[] {
  const chunks: Chunk[] = []
  const seen = new Set<number>()
  const open = [root]
  const key = 8 + 8 * (rank + 1)
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (seen.has(node) || !bytes.signed(node, 'TREE') || bytes.u8(node + 4) !== 1)
      throw refused('a tree of chunks of its HDF5 file is damaged')
    seen.add(node)
    const [level, count] = [bytes.u8(node + 5), bytes.u16(node + 6)]
    for (let index = 0; index < count; index++) {
      const at = node + 24 + index * (key + 8)
      const child = bytes.u64(at + key)
      if (level > 0) open.push(child)
      else {
        const origin = Array.from({ length: rank }, (_, axis) => bytes.u64(at + 8 + 8 * axis))
        chunks.push({ origin, size: bytes.u32(at), mask: bytes.u32(at + 4), at: child })
      }
      if (chunks.length > most || open.length > most) throw refused('a tree of chunks of its HDF5 file has too many of them')
    }
  }
  return chunks
}

function filtersOf(bytes: Bytes, { messages }: Stored): number[] {
  const message = messages.find(({ kind }) => kind === messageKinds.filters)
  if (!message) return []
  const [version, count] = [bytes.u8(message.at), bytes.u8(message.at + 1)]
  let at = message.at + (version === 1 ? 8 : 2)
  return Array.from({ length: count }, () => {
    const id = bytes.u16(at)
    const named = version === 1 || id >= 256
    const length = named ? bytes.u16(at + 2) : 0
    const values = bytes.u16(at + (named ? 6 : 4))
    at += (named ? 8 : 6) + (version === 1 ? 8 * Math.ceil(length / 8) + 4 * (values + (values % 2)) : length + 4 * values)
    return id
  })
}

function unpack(bytes: Bytes, { name, type }: Stored, chunk: Chunk, filters: readonly number[], unpacked: number): Uint8Array {
  let part = bytes.part(chunk.at, chunk.size)
  for (const [index, id] of [...filters.entries()].reverse()) {
    if (chunk.mask & (1 << index)) continue
    // Deflate; shuffle, the bytes of all numbers apart; and a checksum behind, which is left unread as those of the rest of the file are.
    if (id === 1) part = inflateSync(part, { maxOutputLength: unpacked + 4 })
    else if (id === 2) part = unshuffled(part, type.size)
    else if (id === 3) part = part.subarray(0, Math.max(0, part.length - 4))
    else throw refused(`“${shown(name)}” in its HDF5 file is packed in a way (filter ${id}) that is not read`)
  }
  if (part.length !== unpacked) throw refused(`a part of “${shown(name)}” in its HDF5 file is not as long as it should be`)
  return part
}

function unshuffled(part: Uint8Array, size: number): Uint8Array {
  const count = Math.floor(part.length / size)
  const apart = new Uint8Array(part)
  for (let one = 0; one < count; one++) for (let byte = 0; byte < size; byte++) apart[one * size + byte] = part[byte * count + one]!
  return apart
}

/** Copies a chunk to its place, without what sticks out, by runs along the last side. */
function lay(all: Uint8Array, { shape, type }: Stored, sides: readonly number[], origin: readonly number[], part: Uint8Array): void {
  const last = shape.length - 1
  const rows = product(sides.slice(0, last))
  const run = Math.min(sides[last]!, shape[last]! - origin[last]!) * type.size
  for (let row = 0; row < rows; row++) {
    let [rest, to, stride, inside] = [row, origin[last]!, shape[last]!, true]
    for (let axis = last - 1; axis >= 0; axis--) {
      const place = origin[axis]! + (rest % sides[axis]!)
      rest = Math.floor(rest / sides[axis]!)
      inside &&= place < shape[axis]!
      to += place * stride
      stride *= shape[axis]!
    }
    const from = row * sides[last]! * type.size
    if (inside) all.set(part.subarray(from, from + run), to * type.size)
  }
}
