// A zip file as a stream: one entry in memory at a time, packed in another thread. The same entries give the same bytes.
import { promisify } from 'node:util'
import { crc32, deflateRaw } from 'node:zlib'

export interface Packed {
  /** ASCII, as in "artifacts/0a1b". */
  name: string
  bytes: Uint8Array
  /** Bytes that are packed already, as a PNG is, are only stored. */
  store?: boolean
}

const deflate = promisify<Uint8Array, { level: number }, Buffer>(deflateRaw)
/** The first day a zip can tell (APPNOTE 4.4.6): one time for all, so that the same run gives the same file. */
const [time, date] = [0, (1 << 5) | 1]

/** The bytes of a zip, in pieces. Its size must stay below 4 GiB and 65,535 entries, which the caller sees to: zip64 is not written. */
export async function* zipOf(entries: Iterable<Packed>): AsyncGenerator<Uint8Array> {
  const directory: Buffer[] = []
  let at = 0
  for (const { name, bytes, store = false } of entries) {
    // Level 1: weights hardly compress, and tables do so at any level.
    const packed = store ? bytes : await deflate(bytes, { level: 1 })
    const called = Buffer.from(name, 'ascii')
    // Version 2.0, no flags, method, time, date, checksum, both sizes, length of the name, no extra field: alike in both headers.
    const common = Buffer.alloc(26)
    ;[20, 0, store ? 0 : 8, time, date].forEach((value, index) => common.writeUInt16LE(value, 2 * index))
    ;[crc32(bytes), packed.length, bytes.length].forEach((value, index) => common.writeUInt32LE(value, 10 + 4 * index))
    common.writeUInt16LE(called.length, 22)
    yield Buffer.concat([word(0x0403_4b50), common, called])
    yield packed
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(at, 10)
    directory.push(word(0x0201_4b50), Buffer.from([20, 0]), common, rest, called)
    at += 30 + called.length + packed.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x0605_4b50, 0)
  end.writeUInt16LE(directory.length / 5, 8)
  end.writeUInt16LE(directory.length / 5, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(at, 16)
  yield Buffer.concat([listed, end])
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
