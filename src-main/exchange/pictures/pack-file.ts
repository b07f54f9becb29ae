// Pictures on their way into the library: sheets in a file beside it, so that none but the present sheet is in memory.
import { readSync, rmSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { storage } from '../../../src-shared/rpc/fault.ts'
import { packColumns, picturesPerPack } from '../../../src-shared/domains/pictures/pictures-index.ts'
import { contactSheet } from '../../image/contact-sheet.ts'
import { encodeSheet } from './decode.ts'

export interface Pack {
  /** Pictures in it. */
  count: number
  /** The bytes of a PNG file, at once, since they are read within a transaction. */
  read(): Uint8Array
}
export interface PackFile {
  /** Takes the next picture: size x size x 3 bytes. Throws `storage` when the disk is full. */
  add(rgb: Uint8Array): Promise<void>
  /** Writes what is left. Afterwards the packs can be read, in order. */
  close(): Promise<void>
  packs(): Pack[]
  remove(): Promise<void>
}

export async function createPackFile(path: string, size: number): Promise<PackFile> {
  const perPack = picturesPerPack(size)
  const file: FileHandle = await open(path, 'wx+', 0o600)
  const places: { start: number; length: number; count: number }[] = []
  let pending: Uint8Array[] = []
  let end = 0
  async function flush(): Promise<void> {
    if (pending.length === 0) return
    const { rgb, width, height } = contactSheet(pending, size, packColumns)
    const bytes = await encodeSheet(rgb, width, height)
    try {
      await file.writev([bytes], end)
    } catch (error) {
      throw storage(`The disk of the library has no room for these pictures (${(error as Error).message}). Nothing was imported.`)
    }
    places.push({ start: end, length: bytes.length, count: pending.length })
    end += bytes.length
    pending = []
  }
  return {
    async add(rgb) {
      pending.push(rgb)
      if (pending.length === perPack) await flush()
    },
    close: flush,
    packs: () =>
      places.map(({ start, length, count }) => ({
        count,
        read() {
          const bytes = Buffer.alloc(length)
          readSync(file.fd, bytes, 0, length, start)
          return bytes
        },
      })),
    async remove() {
      await file.close()
      rmSync(path, { force: true })
    },
  }
}
