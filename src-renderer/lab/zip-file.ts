// A zip that someone chose or dropped, read where it is: its directory, and its entries one by one when they are asked for.
import {
  contentStart,
  cutShort,
  type ListedEntry,
  localSize,
  zipDirectory,
  ZipError,
  type ZipLimits,
} from '../../src-shared/zip/directory.ts'

export interface ZipFile {
  /** Paths of the files in it, with "/". */
  paths: string[]
  /** A file, unpacked; no more than `most` bytes of it, and nothing of one that is damaged, so that it costs no other. */
  blob(path: string, most: number): Promise<Blob>
}

/** Of zips that are only looked into; what is taken out of them has limits of its own. */
const limits: ZipLimits = { entries: 1_000_000, total: 2 ** 40 }

/** Throws a ZipError, in words, for what is no zip. */
export async function openZipFile(file: Blob): Promise<ZipFile> {
  const bytesAt = async (start: number, length: number): Promise<Uint8Array> => {
    if (start + length > file.size) throw new ZipError(cutShort)
    return new Uint8Array(await file.slice(start, start + length).arrayBuffer())
  }
  const { entries, start: end } = await zipDirectory(bytesAt, file.size, limits)

  async function unpacked(entry: ListedEntry, most: number): Promise<Blob> {
    const start = contentStart(entry, await bytesAt(entry.header, localSize), end)
    const packed = file.slice(start, start + entry.packed)
    if (!entry.deflated) return packed.slice(0, most)
    const parts: Uint8Array<ArrayBuffer>[] = []
    let size = 0
    const reader = packed.stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader()
    // What states less than it is, is given up on when that is known; what is larger than is wanted, when that is.
    while (size <= entry.size && size < most) {
      const { done, value } = await reader.read()
      if (done) break
      parts.push(value)
      size += value.length
    }
    await reader.cancel()
    return size > entry.size ? new Blob([]) : new Blob(parts).slice(0, most)
  }

  return {
    paths: [...entries.keys()].filter((name) => !name.endsWith('/')),
    async blob(path, most) {
      const entry = entries.get(path)
      try {
        return entry ? await unpacked(entry, most) : new Blob([])
      } catch {
        return new Blob([])
      }
    },
  }
}
