// A zip file, opened and unpacked: unpacking stops at the size that its directory states.
import { readSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib'
import {
  contentStart,
  cutShort,
  lies,
  type ListedEntry,
  localSize,
  shownEntry,
  type ZipDirectory,
  zipDirectory,
  type ZipEntry,
  ZipError,
  type ZipLimits,
} from '../../../src-shared/zip/directory.ts'

export interface Zip {
  entries: ReadonlyMap<string, ZipEntry>
  /** Unpacks in pieces, in other threads than this one. Throws a ZipError for an entry that is not what the directory states. */
  pieces(entry: ZipEntry): AsyncGenerator<Uint8Array>
  /** The same at once, for where nothing may come between. */
  readSync(entry: ZipEntry): Uint8Array
  close(): Promise<void>
}

interface Placed extends ListedEntry {
  start: number
}

const pieceSize = 2 ** 18

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
      if (bytesRead !== length) throw new ZipError(cutShort)
      return buffer
    },
    bytesAtSync(start, length) {
      const bytes = Buffer.alloc(length)
      for (let at = 0; at < length; ) {
        const count = readSync(file.fd, bytes, at, length - at, start + at)
        if (count === 0) throw new ZipError(cutShort)
        at += count
      }
      return bytes
    },
    close: () => file.close(),
  }
}

function memorySource(all: Uint8Array): Source {
  const bytesAtSync = (start: number, length: number): Buffer => {
    if (start < 0 || start + length > all.length) throw new ZipError(cutShort)
    return Buffer.from(all.buffer, all.byteOffset + start, length)
  }
  return { size: all.length, bytesAt: async (start, length) => bytesAtSync(start, length), bytesAtSync, close: async () => {} }
}

/** Opens a zip, by its path or its bytes, and reads its directory. Throws a ZipError if it is none, or is beyond the limits. */
export async function openZip(zip: string | Uint8Array, limits: ZipLimits): Promise<Zip> {
  const file = typeof zip === 'string' ? await fileSource(zip) : memorySource(zip)
  try {
    const entries = await place(file, await zipDirectory((start, length) => file.bytesAt(start, length), file.size, limits))
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

/** Where the bytes of each entry begin, when none lies over another or over the directory. */
async function place(file: Source, { entries, start: end }: ZipDirectory): Promise<Map<string, Placed>> {
  const order = [...entries.values()].sort((a, b) => a.header - b.header)
  const placed = new Map<string, Placed>()
  for (const [index, one] of order.entries()) {
    if (one.header + localSize > end) throw new ZipError(`${lies}“${shownEntry(one.name)}” is not where it says.`)
    const start = contentStart(one, await file.bytesAt(one.header, localSize), order[index + 1]?.header ?? end)
    placed.set(one.name, { ...one, start })
  }
  // In the order of the directory.
  return new Map([...entries.keys()].map((name) => [name, placed.get(name)!]))
}

async function* unpack(file: Source, one: Placed): AsyncGenerator<Uint8Array> {
  if (one.packed === 0) {
    if (one.size !== 0 || one.deflated) throw new ZipError(`${lies}“${shownEntry(one.name)}” is not there.`)
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
    throw new ZipError(`${lies}“${shownEntry(one.name)}” cannot be unpacked.`)
  } finally {
    packed.destroy()
    stream.destroy()
  }
  if (count !== one.size) throw new ZipError(`${lies}“${shownEntry(one.name)}” is not as long as it says.`)
  if (crc !== one.crc) throw new ZipError(`${lies}“${shownEntry(one.name)}” is not what was packed.`)
}

/** The bytes of an entry as they stand in the file. */
async function* stored(file: Source, { start, packed }: Placed): AsyncGenerator<Buffer> {
  for (let at = 0; at < packed; at += pieceSize) yield await file.bytesAt(start + at, Math.min(pieceSize, packed - at))
}

function unpackSync(file: Source, one: Placed): Uint8Array {
  const packed = file.bytesAtSync(one.start, one.packed)
  const bytes = one.deflated ? inflateRawSync(packed, { maxOutputLength: Math.max(1, one.size) }) : packed
  if (bytes.length !== one.size) throw new ZipError(`${lies}“${shownEntry(one.name)}” is not as long as it says.`)
  if (crc32(bytes) !== one.crc) throw new ZipError(`${lies}“${shownEntry(one.name)}” is not what was packed.`)
  return bytes
}
