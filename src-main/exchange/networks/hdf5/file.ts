// An HDF5 file as Keras writes it (through h5py), read with suspicion. An own reader, since of the libraries for it h5wasm keeps one
// instance a process, which one damaged file leaves broken for all that follow, and jsfive makes an object of every number. Format: "HDF5
// File Format Specification Version 3.0", sections II (superblock), III.A.1, III.B and III.D (groups), IV.A.2 (messages). Dense storage and
// links out of the file are not read.
import { shown } from '../kind.ts'
import { refused } from '../refusal.ts'
import { numbersOf } from '../numbers.ts'
import { createTexts, type Datatype, datatypeAt, shapeAt } from './datatype.ts'
import { Bytes, type Message, messageKinds, messageOf, messagesAt, nowhere } from './object-header.ts'
import { storedBytes } from './storage.ts'

export interface Hdf5Array {
  readonly shape: number[]
  /** Its numbers, row by row; nothing is read before. */
  read(): Float32Array
}
/** A group or an array, by its path from here. */
export interface Hdf5Object {
  /** Names of what it holds; none for an array. */
  readonly names: readonly string[]
  child(name: string): Hdf5Object | null
  /** The texts of an attribute; null where there is none of this name. An attribute that is no text has none. */
  texts(attribute: string): string[] | null
  /** Null for a group. */
  readonly array: Hdf5Array | null
}

const mostLinks = 100_000
const newer = 'its HDF5 file is written in the newer, dense form of the format, which is not read'

export const isHdf5 = (all: Uint8Array): boolean =>
  all.length > 64 && [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a].every((byte, at) => all[at] === byte)

/** The root of a file. Throws an `invalid` fault, or a RangeError for what points outside of the file. */
export function openHdf5(all: Uint8Array): Hdf5Object {
  if (!isHdf5(all)) throw refused('its file does not begin as an HDF5 file does')
  const bytes = new Bytes(all)
  const version = bytes.u8(8)
  const sizes = version < 2 ? [bytes.u8(13), bytes.u8(14)] : [bytes.u8(9), bytes.u8(10)]
  if (version > 3 || sizes.join() !== '8,8') throw refused(`its HDF5 file is of a form (${version}) that is not read`)
  return objectAt(bytes, createTexts(bytes), rootAddress(bytes, version), '')
}

function rootAddress(bytes: Bytes, version: number): number {
  const extra = version === 1 ? 4 : 0
  const base = bytes.u64(version < 2 ? 24 + extra : 12)
  if (base !== 0) throw refused('its HDF5 file begins with something else, which is not read')
  return bytes.u64(version < 2 ? 64 + extra : 36)
}

function objectAt(bytes: Bytes, texts: ReturnType<typeof createTexts>, address: number, path: string): Hdf5Object {
  const messages = messagesAt(bytes, address)
  const links = linksOf(bytes, messages)
  // A group may hold hundreds of others, and is asked for each of them.
  const children = new Map<string, Hdf5Object>()
  return {
    names: [...links.keys()],
    child(name) {
      const at = links.get(name)
      if (at === undefined) return null
      const child = children.get(name) ?? objectAt(bytes, texts, at, `${path}/${name}`)
      children.set(name, child)
      return child
    },
    texts: (wanted) => attributeTexts(bytes, texts, messages, wanted),
    array: messages.some(({ kind }) => kind === messageKinds.dataspace) ? arrayOf(bytes, messages, path) : null,
  }
}

function arrayOf(bytes: Bytes, messages: readonly Message[], name: string): Hdf5Array {
  const shape = shapeAt(bytes, messageOf(messages, messageKinds.dataspace, name).at)
  const type = datatypeAt(bytes, messageOf(messages, messageKinds.datatype, name).at)
  return {
    shape,
    read() {
      if (type.kind !== 'number') throw refused(`“${shown(name)}” in its HDF5 file holds no numbers`)
      return numbersOf(storedBytes(bytes, { name, messages, shape, type }), type.type, type.little)
    },
  }
}

function attributeTexts(
  bytes: Bytes,
  texts: ReturnType<typeof createTexts>,
  messages: readonly Message[],
  wanted: string,
): string[] | null {
  for (const { kind, at } of messages) {
    if (kind === messageKinds.attributeInfo && bytes.u64(at + 2 + (bytes.u8(at + 1) & 1 ? 2 : 0)) !== nowhere) throw refused(newer)
    if (kind !== messageKinds.attribute) continue
    const version = bytes.u8(at)
    if (version < 1 || version > 3) continue
    const lengths = [bytes.u16(at + 2), bytes.u16(at + 4), bytes.u16(at + 6)].map((one) => (version === 1 ? 8 * Math.ceil(one / 8) : one))
    const name = at + (version === 3 ? 9 : 8)
    if (bytes.text(name, bytes.u16(at + 2)) !== wanted) continue
    const [type, shape] = [name + lengths[0]!, name + lengths[0]! + lengths[1]!]
    const count = shapeAt(bytes, shape).reduce((product, side) => product * side, 1)
    const datatype: Datatype = datatypeAt(bytes, type)
    return datatype.kind === 'text' ? texts(datatype, shape + lengths[2]!, count) : []
  }
  return null
}

/** Addresses of what a group holds, by name; links to elsewhere are left out. */
function linksOf(bytes: Bytes, messages: readonly Message[]): Map<string, number> {
  const links = new Map<string, number>()
  for (const { kind, at } of messages) {
    if (kind === messageKinds.symbolTable) fromSymbolTable(bytes, bytes.u64(at), bytes.u64(at + 8), links)
    else if (kind === messageKinds.link) fromLink(bytes, at, links)
    else if (kind === messageKinds.linkInfo && bytes.u64(at + 2 + (bytes.u8(at + 1) & 1 ? 8 : 0)) !== nowhere) throw refused(newer)
  }
  return links
}

function fromLink(bytes: Bytes, start: number, links: Map<string, number>): void {
  const flags = bytes.u8(start + 1)
  let at = start + 2
  const hard = (flags & 8) === 0 || bytes.u8(at) === 0
  at += (flags & 8 ? 1 : 0) + (flags & 4 ? 8 : 0) + (flags & 16 ? 1 : 0)
  const width = 2 ** (flags & 3)
  const length = bytes.sized(at, width)
  if (hard) links.set(bytes.text(at + width, length), bytes.u64(at + width + length))
}

function fromSymbolTable(bytes: Bytes, root: number, heap: number, links: Map<string, number>): void {
  if (!bytes.signed(heap, 'HEAP')) throw refused('the names of its HDF5 file are not where the file says')
  const names = bytes.part(bytes.u64(heap + 24), bytes.u64(heap + 8))
  const nameAt = (at: number): string => {
    const end = names.indexOf(0, at)
    return new TextDecoder().decode(names.subarray(at, end < 0 ? names.length : Math.min(end, at + 1024)))
  }
  const seen = new Set<number>()
  const open = [root]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (seen.has(node)) throw refused('a group of its HDF5 file goes round in a circle')
    seen.add(node)
    const leaf = bytes.signed(node, 'SNOD')
    if (!leaf && !(bytes.signed(node, 'TREE') && bytes.u8(node + 4) === 0)) throw refused('a group of its HDF5 file is damaged')
    const count = bytes.u16(node + 6)
    for (let index = 0; index < count; index++) {
      if (!leaf) open.push(bytes.u64(node + 32 + 16 * index))
      // A soft link (2) names another place.
      else if (bytes.u32(node + 8 + 40 * index + 16) !== 2)
        links.set(nameAt(bytes.u64(node + 8 + 40 * index)), bytes.u64(node + 16 + 40 * index))
    }
    if (links.size > mostLinks || open.length > mostLinks) throw refused('a group of its HDF5 file holds too much')
  }
}
