// Where pictures come from on this machine: a folder, or a zip.
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { invalid } from '../../../src-shared/rpc/fault.ts'
import { ZipError } from '../../../src-shared/zip/directory.ts'
import { openZip } from '../zip/reader.ts'
import { fileLimit } from './decode.ts'

export interface PictureSource {
  /** What the folder or file is called. */
  name: string
  /** All files below it, with "/". */
  paths: string[]
  /** A file's bytes; of one that is too large only so many that this can be told. */
  read(path: string): Promise<Uint8Array>
  close(): Promise<void>
}

const most = 1_000_000
/** Bytes of a zip of pictures, of which few are in memory at once. */
const mostZipBytes = 2 ** 38

/** Opens a folder, or a zip of one. Throws `invalid`, in words, where there is neither. */
export async function openPictureSource(path: string): Promise<PictureSource> {
  const found = await stat(path).catch(() => null)
  if (found?.isDirectory()) return ofFolder(path)
  if (found?.isFile()) return ofZip(path)
  throw invalid(`There is no folder or zip file ${resolve(path)}. Nothing was imported.`)
}

async function ofFolder(folder: string): Promise<PictureSource> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  if (entries.length > most) throw invalid(`There are more than ${most.toLocaleString('en-US')} files in ${folder}. Nothing was imported.`)
  const start = resolve(folder).length + 1
  return {
    name: basename(resolve(folder)),
    // What a link leads to may be anywhere: only files that are in the folder are read.
    paths: entries.filter((one) => one.isFile()).map((one) => resolve(one.parentPath, one.name).slice(start).replaceAll('\\', '/')),
    async read(path) {
      const file = join(folder, path)
      const { size } = await stat(file)
      return size > fileLimit ? new Uint8Array(fileLimit + 1) : readFile(file)
    },
    close: async () => {},
  }
}

async function ofZip(file: string): Promise<PictureSource> {
  try {
    const zip = await openZip(file, { entries: most, total: mostZipBytes })
    return {
      name: basename(file).replace(/\.zip$/i, ''),
      paths: [...zip.entries.keys()].filter((name) => !name.endsWith('/')),
      async read(path) {
        const entry = zip.entries.get(path)!
        if (entry.size > fileLimit) return new Uint8Array(fileLimit + 1)
        const pieces: Uint8Array[] = []
        try {
          for await (const piece of zip.pieces(entry)) pieces.push(piece)
        } catch (error) {
          // One damaged file costs no other.
          if (error instanceof ZipError) return Buffer.from('damaged in its zip')
          throw error
        }
        return Buffer.concat(pieces)
      },
      close: () => zip.close(),
    }
  } catch (error) {
    if (error instanceof ZipError) throw invalid(`${error.message} Nothing was imported.`)
    throw error
  }
}
