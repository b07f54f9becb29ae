// The directory of a zip, read with suspicion: it is checked against the bytes there are before anything is unpacked. Format: PKWARE
// APPNOTE 6.3.10, sections 4.3.12 (directory), 4.3.14 and 4.3.15 (end of large ones, zip64), 4.3.16 (end), 4.5.3 (sizes of large entries).
// No encryption.

/** What makes a zip no zip, or none that is read; `message` is a sentence. */
export class ZipError extends Error {}

export interface ZipEntry {
  name: string
  /** Bytes unpacked, as the directory states them. */
  size: number
}
export interface ListedEntry extends ZipEntry {
  packed: number
  crc: number
  deflated: boolean
  /** Where its own header stands. */
  header: number
}
export interface ZipLimits {
  entries: number
  /** Bytes of all entries together; of each, the larger of packed and unpacked counts. */
  total: number
}
export interface ZipDirectory {
  entries: Map<string, ListedEntry>
  /** Where it begins, which is where the entries end. */
  start: number
}
/** Bytes of a file; it throws a ZipError for what is not there. */
export type BytesAt = (start: number, length: number) => Promise<Uint8Array>

const endSize = 22
const locatorSize = 20
const largeEndSize = 56
const headerSize = 46
export const localSize = 30
const signatures = { entry: 0x0201_4b50, local: 0x0403_4b50, end: 0x0605_4b50, largeEnd: 0x0606_4b50, locator: 0x0706_4b50 }
const all16 = 0xffff
const all32 = 0xffff_ffff
export const cutShort = 'This file is not a zip, or it is cut short.'
export const lies = 'This zip is damaged or made to deceive: '
const elsewhere = `${lies}its directory is not where it says.`
const unclear = `${lies}its directory cannot be read.`

/** A name from outside, short and without what a terminal or a page would obey. */
export const shownEntry = (name: string): string => name.replace(/[^\w ./-]/g, '_').slice(0, 60)

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** A whole number of 64 bits. Throws a ZipError for one that no file of this world reaches. */
function long(view: DataView, at: number): number {
  const value = view.getBigUint64(at, true)
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new ZipError(elsewhere)
  return Number(value)
}

/** Reads the directory of a zip of so many bytes. Throws a ZipError if it is none, or is beyond the limits. */
export async function zipDirectory(bytesAt: BytesAt, size: number, limits: ZipLimits): Promise<ZipDirectory> {
  const { start, length, count, end } = await placeOf(bytesAt, size)
  if (count > limits.entries)
    throw new ZipError(
      `This zip states ${count.toLocaleString('en-US')} files; ${limits.entries.toLocaleString('en-US')} is the most that is read.`,
    )
  // Every entry takes its bytes: what is stated cannot be more than what is there.
  if (start + length !== end || length < count * headerSize) throw new ZipError(elsewhere)
  return { entries: entriesOf(await bytesAt(start, length), count, limits), start }
}

interface Place {
  start: number
  length: number
  count: number
  /** Where what comes after the directory begins. */
  end: number
}

async function placeOf(bytesAt: BytesAt, size: number): Promise<Place> {
  if (size < endSize) throw new ZipError(cutShort)
  const first = Math.max(0, size - endSize - all16)
  const tail = viewOf(await bytesAt(first, size - first))
  let at = tail.byteLength - endSize
  while (at >= 0 && !(tail.getUint32(at, true) === signatures.end && tail.getUint16(at + 20, true) === tail.byteLength - at - endSize)) at--
  if (at < 0) throw new ZipError(cutShort)
  const [disk, firstDisk, here, count] = [4, 6, 8, 10].map((offset) => tail.getUint16(at + offset, true)) as [
    number,
    number,
    number,
    number,
  ]
  const [length, start] = [tail.getUint32(at + 12, true), tail.getUint32(at + 16, true)]
  const end = first + at
  // Some write the second end behind every directory, as PyTorch does.
  const large = await largePlace(bytesAt, end)
  if (large) return large
  if (disk !== 0 || firstDisk !== 0 || here !== count) throw new ZipError('This zip is one part of several.')
  return { start, length, count, end }
}

/** Where the directory of a zip64 stands; null where none is before the end. */
async function largePlace(bytesAt: BytesAt, end: number): Promise<Place | null> {
  if (end < locatorSize + largeEndSize) return null
  const locator = viewOf(await bytesAt(end - locatorSize, locatorSize))
  if (locator.getUint32(0, true) !== signatures.locator) return null
  if (locator.getUint32(4, true) !== 0 || locator.getUint32(16, true) > 1) throw new ZipError('This zip is one part of several.')
  const at = long(locator, 8)
  if (at + largeEndSize > end - locatorSize) throw new ZipError(elsewhere)
  const found = viewOf(await bytesAt(at, largeEndSize))
  if (found.getUint32(0, true) !== signatures.largeEnd || at + 12 + long(found, 4) !== end - locatorSize) throw new ZipError(elsewhere)
  if (found.getUint32(16, true) !== 0 || found.getUint32(20, true) !== 0) throw new ZipError('This zip is one part of several.')
  const [here, count, length, start] = [24, 32, 40, 48].map((offset) => long(found, offset)) as [number, number, number, number]
  if (here !== count) throw new ZipError('This zip is one part of several.')
  return { start, length, count, end: at }
}

function entriesOf(bytes: Uint8Array, count: number, limits: ZipLimits): Map<string, ListedEntry> {
  const view = viewOf(bytes)
  const text = new TextDecoder()
  const found = new Map<string, ListedEntry>()
  let total = 0
  for (let at = 0; found.size < count; ) {
    if (at + headerSize > bytes.length || view.getUint32(at, true) !== signatures.entry) throw new ZipError(unclear)
    const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)]
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true)) as [number, number, number]
    const next = at + headerSize + nameLength + extra + comment
    if (next > bytes.length) throw new ZipError(unclear)
    const name = text.decode(bytes.subarray(at + headerSize, at + headerSize + nameLength))
    const { size, packed, header } = sizesOf(view, at, at + headerSize + nameLength, extra)
    if (flags & 1)
      throw new ZipError('This zip is encrypted. Unpack it with its password, and bring the folder, or a zip without a password.')
    if (method !== 0 && method !== 8)
      throw new ZipError(`“${shownEntry(name)}” in this zip is packed in a way that is not read here (method ${method}).`)
    if (method === 0 && packed !== size) throw new ZipError(`${lies}“${shownEntry(name)}” is stored with two sizes.`)
    if (found.has(name)) throw new ZipError(`${lies}it holds “${shownEntry(name)}” twice.`)
    total += Math.max(packed, size)
    if (total > limits.total)
      throw new ZipError(
        `This zip unpacks to more than ${Math.round(limits.total / 2 ** 20).toLocaleString('en-US')} MiB, more than is read from one file.`,
      )
    found.set(name, { name, size, packed, crc: view.getUint32(at + 16, true), deflated: method === 8, header })
    at = next
  }
  return found
}

/** Those of an entry; what does not fit into 32 bits stands in its extra field 1, in this order. */
function sizesOf(view: DataView, at: number, extra: number, length: number): { size: number; packed: number; header: number } {
  const short = { size: view.getUint32(at + 24, true), packed: view.getUint32(at + 20, true), header: view.getUint32(at + 42, true) }
  if (Object.values(short).every((one) => one !== all32)) return short
  for (let field = extra; field + 4 <= extra + length; ) {
    const [id, bytes] = [view.getUint16(field, true), view.getUint16(field + 2, true)]
    let place = field + 4
    const end = place + bytes
    if (end > extra + length) throw new ZipError(unclear)
    field = end
    if (id !== 1) continue
    for (const key of ['size', 'packed', 'header'] as const) {
      if (short[key] !== all32) continue
      if (place + 8 > end) throw new ZipError(unclear)
      short[key] = long(view, place)
      place += 8
    }
    return short
  }
  return short
}

/**
 * Where the bytes of an entry begin, by the bytes of its own header (`localSize` of them). Throws a ZipError where they reach over `end`,
 * the next entry or the directory.
 */
export function contentStart(entry: ListedEntry, local: Uint8Array, end: number): number {
  const view = viewOf(local)
  const start = entry.header + localSize + view.getUint16(26, true) + view.getUint16(28, true)
  if (view.getUint32(0, true) !== signatures.local || start + entry.packed > end)
    throw new ZipError(`${lies}“${shownEntry(entry.name)}” is not where it says.`)
  return start
}
