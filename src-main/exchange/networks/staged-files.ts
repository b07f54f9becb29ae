// The files that a network is read from: as they were brought, or out of the one zip they were brought in.
import { readFile } from 'node:fs/promises'
import { invalid } from '../../../src-shared/rpc/fault.ts'
import { sha256 } from '../../store/hashes.ts'
import type { NetworkSource } from '../../../src-shared/recipe/imported-network.ts'
import { ZipError } from '../../../src-shared/zip/directory.ts'
import { openZip } from '../zip/reader.ts'
import type { NetworkFile } from './kind.ts'

const zipLimits = { entries: 1000, total: 2 ** 30 }

/** Reads them from where they lie. Throws `invalid` for a zip that is damaged or too large. */
export async function stagedFiles(placed: readonly { name: string; path: string }[]): Promise<NetworkFile[]> {
  const [only] = placed
  if (placed.length === 1 && /\.zip$/i.test(only!.name)) return unzipped(only!.path)
  return Promise.all(placed.map(async ({ name, path }) => ({ name, bytes: new Uint8Array(await readFile(path)) })))
}

async function unzipped(path: string): Promise<NetworkFile[]> {
  try {
    const zip = await openZip(path, zipLimits)
    try {
      const files: NetworkFile[] = []
      for (const entry of zip.entries.values()) {
        // Folders, and what some systems put beside the files.
        if (entry.name.endsWith('/') || /(^|\/)(__MACOSX\/|\.)/.test(entry.name)) continue
        const pieces: Uint8Array[] = []
        for await (const piece of zip.pieces(entry)) pieces.push(piece)
        files.push({ name: entry.name, bytes: new Uint8Array(Buffer.concat(pieces)) })
      }
      return files
    } finally {
      await zip.close()
    }
  } catch (error) {
    if (error instanceof ZipError) throw invalid(`${error.message} Nothing was changed in your library.`)
    throw error
  }
}

/** What is said of the files: the name of the one that the network is told in, and the SHA-256 of all. */
export function sourceOf(files: readonly NetworkFile[]): Pick<NetworkSource, 'file' | 'hash'> {
  const main = files.find(({ name }) => /\.(onnx|keras|h5|hdf5)$|(^|\/)model\.json$/i.test(name)) ?? files[0]
  const hashes = [...files].sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ bytes }) => sha256(bytes))
  return {
    file: (main?.name ?? 'a network').split('/').slice(-2).join('/').slice(-255),
    hash: hashes.length === 1 ? hashes[0]! : sha256(new TextEncoder().encode(hashes.join('\n'))),
  }
}
