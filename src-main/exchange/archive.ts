// A run as one file: a zip of its record, its parts, its curves and its artifacts, each named by its content hash.
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { invalid, missing, storage } from '../../src-shared/rpc/fault.ts'
import { parentsOf } from '../../src-shared/recipe/recipe-parents.ts'
import type { Run } from '../../src-shared/run/run.ts'
import { fileName } from '../../src-shared/text/file-name.ts'
import { type Entry, fileLimits, manifest, manifestFormat, manifestVersion, toPacked } from './manifest.ts'
import { sha256 } from '../store/hashes.ts'
import type { Store } from '../store/open.ts'
import { version } from '../app/version.ts'
import { type Packed, zipOf } from './zip/writer.ts'

export interface Archive {
  /** A name for the file. */
  name: string
  /** Bytes of all there is, unpacked: about what the file will have, and never less than half a percent below it. */
  size: number
  /** The file, in pieces; once. Throws `missing` if a result is deleted meanwhile. */
  pieces(): AsyncGenerator<Uint8Array>
}

/** Packs a run with its parts and the runs that made what it builds on, so that it opens in a library that has none of them. */
export const packRun = (root: Run, store: Store): Archive => packRuns([root], store)

/**
 * Packs some runs as one file, each as `packRun` does; the first gives it its name. What several build on is in it once. Throws `invalid`
 * for more than a file may hold, so that whatever is written can be read.
 */
export function packRuns(roots: Run[], store: Store): Archive {
  const root = roots[0]
  if (!root) throw invalid('A file of runs needs at least one run.')
  const sizes = new Map<string, { size: number; store: boolean }>()
  const entries = withParents(roots, store).map((one): Entry => {
    const artifacts = store.artifacts.of(one.id).map(({ name, hash: content, media, meta, size }) => {
      sizes.set(content, { size, store: media === 'image/png' })
      return { name, hash: content, media, meta }
    })
    const metrics = Object.fromEntries(
      store.metrics
        .series(one.id)
        .map(({ series }) => [series, store.metrics.read(one.id, series).map(({ step, value }): [number, number] => [step, value])]),
    )
    return { run: toPacked(one), artifacts: artifacts as Entry['artifacts'], metrics }
  })
  const whole = { format: manifestFormat, version: manifestVersion, madeBy: version, root: root.id, runs: entries }
  const parsed = manifest.safeParse(whole)
  if (!parsed.success)
    throw invalid(
      `“${root.name}” cannot be written as one file. ${z.prettifyError(parsed.error)} Its results can be saved as separate files with ` +
        `"lab export".`,
    )
  const listed = Buffer.from(JSON.stringify(whole))
  const total = [...sizes.values()].reduce((sum, one) => sum + one.size, listed.length)
  const most = Math.max(0, ...[...sizes.values()].map((one) => one.size))
  if (listed.length > fileLimits.manifest || most > fileLimits.artifact || total > fileLimits.total) {
    throw invalid(
      `“${root.name}” and what it builds on take ${mebibytes(total)}, more than one file may hold ` +
        `(${mebibytes(fileLimits.total)}, and ${mebibytes(fileLimits.artifact)} for one result). Save the results as separate files ` +
        `with "lab export".`,
    )
  }

  function* files(): Generator<Packed> {
    yield { name: 'manifest.json', bytes: listed }
    yield { name: 'manifest.sha256', bytes: Buffer.from(sha256(listed)) }
    yield { name: 'recipe.json', bytes: Buffer.from(JSON.stringify(root!.recipe, null, 2)) }
    yield {
      name: 'README.txt',
      bytes: Buffer.from(
        'A run of Phosphene. Open it in Phosphene with Import. manifest.json lists its parts and curves; artifacts are named by their ' +
          'SHA-256.\n',
      ),
    }
    for (const [content, one] of sizes) {
      const found = store.artifacts.read(content)
      if (!found) throw missing(`A result of “${root!.name}” was deleted while the file was written. Export it again.`)
      yield { name: `artifacts/${content}`, bytes: found.bytes, store: one.store }
    }
  }
  return { name: `${fileName(root.name)}.phosphene.zip`, size: total, pieces: () => zipOf(files()) }
}

/**
 * Writes a packed run; the name is taken only once the file is whole. Throws `storage` when it cannot be written, `signal`'s reason when it
 * is stopped; then nothing is left.
 */
export async function writeArchive(archive: Archive, file: string, signal?: AbortSignal): Promise<void> {
  const unfinished = `${file}.part`
  try {
    await pipeline(
      Readable.from(archive.pieces(), { objectMode: false }),
      createWriteStream(unfinished, { flush: true }),
      ...(signal ? [{ signal }] : []),
    )
    await rename(unfinished, file)
  } catch (error) {
    await rm(unfinished, { force: true })
    signal?.throwIfAborted()
    if (error instanceof Error && 'fault' in error) throw error
    throw storage(`${file} could not be written, and nothing was left behind: ${(error as Error).message}`)
  }
}

const mebibytes = (count: number): string => `${Math.ceil(count / 2 ** 20).toLocaleString('en-US')} MiB`

/**
 * Each run's parents first, then itself, then its parts: the order in which they can be recorded again. What is a part elsewhere stands
 * alone here.
 */
function withParents(roots: Run[], store: Store): Run[] {
  const own = new Set(
    roots.flatMap((root) => [root, ...store.runs.children(root.id)]).flatMap(({ id }) => store.artifacts.of(id).map((one) => one.hash)),
  )
  const visited = new Set<string>()
  const order: Run[] = []
  const visit = (one: Run): void => {
    if (visited.has(one.id)) return
    visited.add(one.id)
    for (const content of parentsOf(one.recipe)) {
      const maker = own.has(content) ? undefined : store.artifacts.maker(content)
      const run = maker === undefined ? undefined : store.runs.get(maker)
      if (run) visit({ ...run, parent: null })
    }
    order.push(one)
    for (const child of store.runs.children(one.id)) visit(child)
  }
  for (const root of roots) visit({ ...root, parent: null })
  return order
}
