// A zip file read with suspicion: its directory is checked against the bytes there are before anything is unpacked, and unpacking stops at
// the size that was stated. Format: PKWARE APPNOTE 6.3.10, sections 4.3.7 (local header), 4.3.12 (directory), 4.3.16 (end). No zip64, no
// encryption.
import { readSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib'

/** What makes a zip no zip, or none of ours; `message` is a sentence. */
export class ZipError extends Error {}

export interface ZipEntry {
  name: string
  /** Bytes unpacked, as the directory states them; `read` gives exactly as many or throws. */
  size: number
}
export interface ZipLimits {
  entries: number
  /** Bytes of all entries together; of each, the larger of packed and unpacked counts. */
  total: number
}
export interface Zip {
  entries: ReadonlyMap<string, ZipEntry>
  /** Unpacks in pieces, in other threads than this one. Throws a ZipError for an entry that is not what the directory states. */
  pieces(entry: ZipEntry): AsyncGenerator<Uint8Array>
  /** The same at once, for where nothing may come between. */
  readSync(entry: ZipEntry): Uint8Array
  close(): Promise<void>
}

interface Placed extends ZipEntry {
  packed: number
  crc: number
  deflated: boolean
  header: number
  start: number
}

const endSize = 22
const headerSize = 46
const localSize = 30
const pieceSize = 2 ** 18
const cut = 'This file is not a zip, or it is cut short.'
const lies = 'This zip is damaged or made to deceive: '

/** Where the bytes of a zip are. What is asked for and not there is a ZipError. */
interface Source {
  size: number
  bytesAt(start: number, length: number): Promise<Buffer>
  bytesAtSync(start: number, length: number): Buffer
  close(): Promise<void>
}

async function fileSource(path: string): Promise<Source> {
  const file = await open(path, 'r')
  const { size } = await file.stat()
  return {
    size,
    async bytesAt(start, length) {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, start)
      if (bytesRead !== length) throw new ZipError(cut)
      return buffer
    },
    bytesAtSync(start, length) {
      const bytes = Buffer.alloc(length)
      for (let at = 0; at < length; ) {
        const count = readSync(file.fd, bytes, at, length - at, start + at)
        if (count === 0) throw new ZipError(cut)
        at += count
      }
      return bytes
    },
    close: () => file.close(),
  }
}

function memorySource(all: Uint8Array): Source {
  const bytesAtSync = (start: number, length: number): Buffer => {
    if (start < 0 || start + length > all.length) throw new ZipError(cut)
    return Buffer.from(all.buffer, all.byteOffset + start, length)
  }
  return { size: all.length, bytesAt: async (start, length) => bytesAtSync(start, length), bytesAtSync, close: async () => {} }
}

/** Opens a zip, by its path or its bytes, and reads its directory. Throws a ZipError if it is none, or is beyond the limits. */
export async function openZip(zip: string | Uint8Array, limits: ZipLimits): Promise<Zip> {
  const file = typeof zip === 'string' ? await fileSource(zip) : memorySource(zip)
  try {
    const entries = await directory(file, limits)
    return {
      entries,
      pieces: (entry) => unpack(file, entries.get(entry.name)!),
      readSync: (entry) => unpackSync(file, entries.get(entry.name)!),
      close: () => file.close(),
    }
  } catch (error) {
    await file.close()
    throw error
  }
}

async function directory(file: Source, limits: ZipLimits): Promise<Map<string, Placed>> {
  const { size } = file
  if (size < endSize) throw new ZipError(cut)
  const tail = await file.bytesAt(Math.max(0, size - endSize - 0xffff), Math.min(size, endSize + 0xffff))
  let at = tail.length - endSize
  while (at >= 0 && !(tail.readUInt32LE(at) === 0x0605_4b50 && tail.readUInt16LE(at + 20) === tail.length - at - endSize)) at--
  if (at < 0) throw new ZipError(cut)
  const [disk, firstDisk, here, count] = [4, 6, 8, 10].map((offset) => tail.readUInt16LE(at + offset)) as [number, number, number, number]
  const [length, start] = [tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)]
  if (count === 0xffff || length === 0xffff_ffff || start === 0xffff_ffff)
    throw new ZipError('This zip is of the large kind (zip64), which Phosphene neither writes nor reads.')
  if (disk !== 0 || firstDisk !== 0 || here !== count) throw new ZipError('This zip is one part of several.')
  if (count > limits.entries) throw new ZipError(`This zip states ${count} files; ${limits.entries} is the most that is read.`)
  // Every entry takes its bytes: what is stated cannot be more than what is there.
  const end = size - tail.length + at
  if (start + length !== end || length < count * headerSize) throw new ZipError(`${lies}its directory is not where it says.`)
  return place(file, entriesOf(await file.bytesAt(start, length), count, limits), start)
}

function entriesOf(bytes: Buffer, count: number, limits: ZipLimits): Map<string, Placed> {
  const found = new Map<string, Placed>()
  let total = 0
  for (let at = 0; found.size < count; ) {
    if (at + headerSize > bytes.length || bytes.readUInt32LE(at) !== 0x0201_4b50) throw new ZipError(`${lies}its directory cannot be read.`)
    const [flags, method] = [bytes.readUInt16LE(at + 8), bytes.readUInt16LE(at + 10)]
    const [crc, packed, size] = [bytes.readUInt32LE(at + 16), bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 24)]
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset)) as [number, number, number]
    const name = bytes.toString('utf8', at + headerSize, at + headerSize + nameLength)
    const header = bytes.readUInt32LE(at + 42)
    at += headerSize + nameLength + extra + comment
    if (at > bytes.length) throw new ZipError(`${lies}its directory cannot be read.`)
    if (flags & 1) throw new ZipError('This zip is encrypted.')
    if (method !== 0 && method !== 8)
      throw new ZipError(`“${shown(name)}” in this zip is packed in a way that is not read here (method ${method}).`)
    if (method === 0 && packed !== size) throw new ZipError(`${lies}“${shown(name)}” is stored with two sizes.`)
    if (found.has(name)) throw new ZipError(`${lies}it holds “${shown(name)}” twice.`)
    total += Math.max(packed, size)
    if (total > limits.total)
      throw new ZipError(`This zip unpacks to more than ${Math.round(limits.total / 2 ** 20)} MiB, more than is read from one file.`)
    found.set(name, { name, size, packed, crc, deflated: method === 8, header, start: 0 })
  }
  return found
}

/** Where the bytes of each entry begin, when none lies over another or over the directory. */
async function place(file: Source, entries: Map<string, Placed>, end: number): Promise<Map<string, Placed>> {
  const order = [...entries.values()].sort((a, b) => a.header - b.header)
  for (const [index, one] of order.entries()) {
    if (one.header + localSize > end) throw new ZipError(`${lies}“${shown(one.name)}” is not where it says.`)
    const local = await file.bytesAt(one.header, localSize)
    one.start = one.header + localSize + local.readUInt16LE(26) + local.readUInt16LE(28)
    if (local.readUInt32LE(0) !== 0x0403_4b50 || one.start + one.packed > (order[index + 1]?.header ?? end))
      throw new ZipError(`${lies}“${shown(one.name)}” is not where it says.`)
  }
  return entries
}

async function* unpack(file: Source, one: Placed): AsyncGenerator<Uint8Array> {
  if (one.packed === 0) {
    if (one.size !== 0 || one.deflated) throw new ZipError(`${lies}“${shown(one.name)}” is not there.`)
    return
  }
  const packed = Readable.from(stored(file, one), { objectMode: false })
  const stream = one.deflated ? packed.pipe(createInflateRaw({ chunkSize: pieceSize })) : packed
  packed.on('error', (error) => stream.destroy(error))
  let [count, crc] = [0, 0]
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) {
      count += piece.length
      if (count > one.size) break
      crc = crc32(piece, crc)
      yield piece
    }
  } catch {
    throw new ZipError(`${lies}“${shown(one.name)}” cannot be unpacked.`)
  } finally {
    packed.destroy()
    stream.destroy()
  }
  if (count !== one.size) throw new ZipError(`${lies}“${shown(one.name)}” is not as long as it says.`)
  if (crc !== one.crc) throw new ZipError(`${lies}“${shown(one.name)}” is not what was packed.`)
}

/** The bytes of an entry as they stand in the file. */
async function* stored(file: Source, { start, packed }: Placed): AsyncGenerator<Buffer> {
  for (let at = 0; at < packed; at += pieceSize) yield await file.bytesAt(start + at, Math.min(pieceSize, packed - at))
}

function unpackSync(file: Source, one: Placed): Uint8Array {
  const packed = file.bytesAtSync(one.start, one.packed)
  const bytes = one.deflated ? inflateRawSync(packed, { maxOutputLength: Math.max(1, one.size) }) : packed
  if (bytes.length !== one.size) throw new ZipError(`${lies}“${shown(one.name)}” is not as long as it says.`)
  if (crc32(bytes) !== one.crc) throw new ZipError(`${lies}“${shown(one.name)}” is not what was packed.`)
  return bytes
}

/** A name from outside, short and without what a terminal or a page would obey. */
const shown = (name: string): string => name.replace(/[^\w ./-]/g, '_').slice(0, 60)
