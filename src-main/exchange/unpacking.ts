// A packed run taken into the library: checked whole before anything is written, then written at once or not at all.
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { FaultError, invalid, storage } from '../../src-shared/rpc/fault.ts'
import { canonical } from '../../src-shared/recipe/recipe.ts'
import type { RunOrigin } from '../../src-shared/run/run.ts'
import { depthLimit, nestingOf, troubleOf } from '../../src-shared/rpc/stored-json.ts'
import { type Entry, fileLimits, fromPacked, manifest, type Manifest, manifestFormat, manifestVersion } from './manifest.ts'
import { isNewer } from './newer.ts'
import { sha256 } from '../store/hashes.ts'
import type { Store } from '../store/open.ts'
import { version } from '../app/version.ts'
import { ZipError } from '../../src-shared/zip/directory.ts'
import { openZip, type Zip } from './zip/reader.ts'

/** Beside the results: manifest.json, manifest.sha256, recipe.json, README.txt. */
const besides = 4
const refuse = (why: string): FaultError => invalid(`${why} Nothing was imported.`)

/**
 * Takes a packed run into the library, all of it or nothing. `already` when it was there. Throws `invalid` for a damaged, foreign or newer
 * file and `storage` for one that cannot be read. All checking happens in pieces and other threads; only the writing, in one transaction,
 * holds this one.
 */
export async function unpackFile(
  path: string,
  store: Store,
  origin: Exclude<RunOrigin, 'here'> = 'imported',
  signal?: AbortSignal,
): Promise<{ id: string; already: boolean }> {
  let zip: Zip | undefined
  try {
    zip = await openZip(path, { entries: fileLimits.artifacts + besides, total: fileLimits.total })
    const listed = await manifestOf(zip)
    for (const content of new Set(listed.runs.flatMap((one) => one.artifacts.map(({ hash }) => hash)))) {
      signal?.throwIfAborted()
      await verify(zip, content, listed.runs)
    }
    signal?.throwIfAborted()
    return take(zip, listed, store, origin)
  } catch (error) {
    if (error instanceof ZipError) throw refuse(error.message)
    if (error instanceof FaultError || signal?.aborted) throw error
    if ((error as NodeJS.ErrnoException).syscall !== undefined)
      throw storage(`The file cannot be read: ${(error as Error).message}. Nothing was imported.`)
    throw error
  } finally {
    await zip?.close()
  }
}

async function textOf(zip: Zip, name: string, limit: number): Promise<Buffer | undefined> {
  const entry = zip.entries.get(name)
  if (!entry) return undefined
  if (entry.size > limit) throw refuse(`${name} in this file is larger than ${limit} bytes.`)
  const pieces: Uint8Array[] = []
  for await (const piece of zip.pieces(entry)) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** The manifest, when it fits. */
async function manifestOf(zip: Zip): Promise<Manifest> {
  const text = await textOf(zip, 'manifest.json', fileLimits.manifest)
  if (!text) throw refuse('This zip does not contain a run of Phosphene: manifest.json is missing.')
  if (sha256(text) !== (await textOf(zip, 'manifest.sha256', 64))?.toString('latin1'))
    throw refuse('The manifest of this file was changed after it was written, or is damaged.')
  if (nestingOf(text) > 2 * depthLimit) throw refuse(`The manifest of this file is nested more than ${2 * depthLimit} deep.`)
  let raw: unknown
  try {
    raw = JSON.parse(text.toString('utf8'))
  } catch {
    throw refuse('The manifest of this file is not JSON.')
  }
  const form = own(raw, 'format') === manifestFormat ? own(raw, 'version') : undefined
  if (typeof form === 'number' && form > manifestVersion) throw newer(raw)
  const trouble = troubleOf(withoutCurves(raw), { depth: 2 * depthLimit, values: fileLimits.points, text: fileLimits.manifest })
  if (trouble !== null) throw refuse(`The manifest of this file ${trouble}.`)
  const parsed = manifest.safeParse(raw)
  // A later version may have kinds of recipe or results that this one does not know.
  if (!parsed.success && form === manifestVersion && isNewer(madeBy(raw) ?? '0', version)) throw newer(raw)
  if (!parsed.success) throw refuse(`The manifest of this file does not fit this version of Phosphene (${version}). ${brief(parsed.error)}`)
  const listed = parsed.data
  if (!listed.runs.some((one) => one.run.id === listed.root)) throw refuse('The manifest of this file does not contain the run it names.')
  // As they are written: a later version may read more settings into a recipe than it was hashed with.
  const recipes = (raw as { runs: { run: { recipe: unknown } }[] }).runs.map(({ run }) => run.recipe)
  for (const [at, { run }] of listed.runs.entries())
    if (sha256(canonical(recipes[at])) !== run.recipeHash)
      throw refuse(`The recipe of "${run.name}" does not have the hash it is recorded with.`)
  return listed
}

const own = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined

const madeBy = (raw: unknown): string | undefined => {
  const made = own(raw, 'madeBy')
  return typeof made === 'string' && /^[\w.+-]{1,40}$/.test(made) ? made : undefined
}
const newer = (raw: unknown): FaultError => {
  const by = madeBy(raw)
  return refuse(
    `This file was made by a newer version of Phosphene${by === undefined ? '' : ` (${by})`}. This one is ` +
      `${version} and reads up to version ${manifestVersion} of such files. Open it with the newer one.`,
  )
}

/** The manifest without what is counted and checked by itself. */
function withoutCurves(raw: unknown): unknown {
  const runs = own(raw, 'runs')
  return Array.isArray(runs) ? runs.map((one: unknown) => (typeof one === 'object' && one !== null ? { ...one, metrics: null } : one)) : raw
}

/** The first of what a schema finds; a file with a thousand faults is not read by anyone. */
function brief(error: z.ZodError): string {
  return z.prettifyError(new z.ZodError(error.issues.slice(0, 3))).slice(0, 1000)
}

/** Whether a result is there, of a size that can be kept, and what it is named by. */
async function verify(zip: Zip, content: string, runs: readonly Entry[]): Promise<void> {
  const name = (): string => runs.flatMap((one) => one.artifacts).find((one) => one.hash === content)!.name
  const entry = zip.entries.get(`artifacts/${content}`)
  if (!entry) throw refuse(`The artifact "${name()}" is missing in this file.`)
  if (entry.size > fileLimits.artifact) throw refuse(`The artifact "${name()}" is larger than ${fileLimits.artifact} bytes.`)
  const sum = createHash('sha256')
  for await (const piece of zip.pieces(entry)) sum.update(piece)
  if (sum.digest('hex') !== content) throw refuse(`The artifact "${name()}" is damaged: its bytes do not have the hash they are named by.`)
}

function take(zip: Zip, { root, runs }: Manifest, store: Store, origin: RunOrigin): { id: string; already: boolean } {
  const already = store.runs.get(root) !== undefined
  const put = (run: string, { name, hash: content, media, meta }: Entry['artifacts'][number]): void => {
    if (store.artifacts.put(run, name, media, zip.readSync(zip.entries.get(`artifacts/${content}`)!), meta) !== content)
      throw refuse('The file was changed while it was read.')
  }
  store.transaction(() => {
    const skipped = new Set<string>()
    for (const { run: one, artifacts, metrics } of runs) {
      const there = store.runs.get(one.id)
      if (there) {
        if (there.recipeHash !== one.recipeHash) throw refuse(`This library has another run with the id of "${one.name}".`)
        // What is there stays as it is; only results that the disk has damaged are put again.
        for (const artifact of artifacts) if (store.artifacts.find(one.id, artifact.name)?.hash === artifact.hash) put(one.id, artifact)
        skipped.add(one.id)
        continue
      }
      // Nothing is added under a run that is here: a file could otherwise put its own parts into one of the library's.
      if (one.parent !== null && skipped.has(one.parent)) {
        skipped.add(one.id)
        continue
      }
      const unended = one.state === 'running' || one.state === 'queued' || one.state === 'paused' || one.state === 'interrupted'
      store.runs.create({ ...fromPacked(one), origin, state: unended ? 'cancelled' : one.state, trashed: null })
      for (const artifact of artifacts) put(one.id, artifact)
      for (const [series, points] of Object.entries(metrics))
        store.metrics.append(
          one.id,
          points.map(([step, value]) => ({ series, step, value })),
        )
    }
  })
  return { id: root, already }
}
