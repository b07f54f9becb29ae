// A run as one file: a zip of its record, its parts, its curves and its artifacts, each named by its content hash.
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { z } from 'zod'
import { json } from '../src-shared/event.ts'
import { invalid } from '../src-shared/fault.ts'
import { canonical, hash, parentsOf } from '../src-shared/recipe.ts'
import { type Run, run } from '../src-shared/run.ts'
import { sha256 } from './store/hashes.ts'
import type { Store } from './store/open.ts'

/** Where a run was made is not for its file to say; what older versions wrote did not say by which version of the science. */
const packedRun = run.omit({ origin: true }).extend({ science: run.shape.science.default(1) })
const entry = z.object({
  run: packedRun,
  artifacts: z.array(z.object({ name: z.string(), hash, media: z.string(), meta: z.record(z.string(), json) })),
  metrics: z.record(z.string(), z.array(z.tuple([z.number(), z.number()]))),
})
const manifest = z.object({ format: z.literal('phosphene-run'), version: z.literal(1), root: z.string(), runs: z.array(entry) })
/** Recipes as they are written: a later version may read more settings into one than it was hashed with. */
const rawRecipes = z.object({ runs: z.array(z.object({ run: z.object({ recipe: z.unknown() }) })) })
/** A bundle that unpacks to more than this many bytes is no run of ours; it would fill the memory. */
const unpackedLimit = 2 ** 30
type Entry = z.output<typeof entry>

/** Packs a run with its parts and the runs that made what it builds on, so that it opens in a library that has none of them. */
export const packRun = (root: Run, store: Store): { name: string; bytes: Uint8Array } => packRuns([root], store)

/** Packs some runs as one file, each as `packRun` does; the first gives it its name. What several build on is in it once. */
export function packRuns(roots: Run[], store: Store): { name: string; bytes: Uint8Array } {
  const root = roots[0]
  if (!root) throw invalid('A file of runs needs at least one run.')
  const files: Record<string, Uint8Array> = {}
  const entries = withParents(roots, store).map((one): Entry => {
    const artifacts = store.artifacts.of(one.id).map(({ name, hash: content, media, meta }) => ({ name, hash: content, media, meta }))
    for (const { hash: content } of artifacts) files[`artifacts/${content}`] = store.artifacts.read(content)!.bytes
    const metrics = Object.fromEntries(store.metrics.series(one.id).map(({ series }) => [series, store.metrics.read(one.id, series).map(({ step, value }): [number, number] => [step, value])]))
    const { origin: _here, ...said } = one
    return { run: said, artifacts, metrics }
  })
  files['manifest.json'] = strToU8(JSON.stringify({ format: 'phosphene-run', version: 1, root: root.id, runs: entries }))
  files['manifest.sha256'] = strToU8(sha256(files['manifest.json']))
  files['recipe.json'] = strToU8(JSON.stringify(root.recipe, null, 2))
  files['README.txt'] = strToU8('A run of Phosphene. Open it there with Import. manifest.json lists its parts and curves; artifacts are named by their SHA-256.\n')
  // Level 1: pictures are compressed already, weights hardly compress. One time for all, so that the same run gives the same file.
  return { name: `${fileName(root.name)}.phosphene.zip`, bytes: zipSync(files, { level: 1, mtime: new Date(1980, 0, 1) }) }
}

/** Takes a packed run into the library, all of it or nothing. `already` when it was there. Throws `invalid` for a damaged or foreign file. */
export function unpackRun(bytes: Uint8Array, store: Store, origin: 'imported' | 'starter' = 'imported'): { id: string; already: boolean } {
  const refuse = (why: string): Error => invalid(`${why} Nothing was imported.`)
  let files: Record<string, Uint8Array>
  let size = 0
  try {
    files = unzipSync(bytes, { filter: ({ originalSize }) => {
      size += originalSize
      return size <= unpackedLimit
    } })
  } catch {
    throw refuse('This file is not a zip, or it is cut short.')
  }
  if (size > unpackedLimit) throw refuse('This zip unpacks to more than a run can hold.')
  const text = files['manifest.json']
  if (!text) throw refuse('This zip holds no run of Phosphene: manifest.json is missing.')
  if (sha256(text) !== strFromU8(files['manifest.sha256'] ?? new Uint8Array())) throw refuse('The manifest of this file was changed after it was written, or is damaged.')
  let raw: unknown
  try { raw = JSON.parse(strFromU8(text)) } catch { throw refuse('The manifest of this file is not JSON.') }
  const parsed = manifest.safeParse(raw)
  if (!parsed.success) throw refuse(`The manifest of this file does not fit this version of Phosphene. ${z.prettifyError(parsed.error)}`)
  const { root, runs } = parsed.data
  if (!runs.some((one) => one.run.id === root)) throw refuse('The manifest of this file does not hold the run it names.')
  const recipes = rawRecipes.parse(raw).runs.map(({ run: one }) => one.recipe)
  const already = store.runs.get(root) !== undefined
  store.transaction(() => {
    for (const [at, { run: one, artifacts, metrics }] of runs.entries()) {
      if (sha256(canonical(recipes[at])) !== one.recipeHash) throw refuse(`The recipe of "${one.name}" does not have the hash it is recorded with.`)
      if (store.runs.get(one.id)) {
        // What is there stays as it is; only results that the disk has damaged are put again.
        for (const { name, hash: content, media, meta } of artifacts) {
          const file = files[`artifacts/${content}`]
          if (file && sha256(file) === content && store.artifacts.find(one.id, name)?.hash === content) store.artifacts.put(one.id, name, media, file, meta)
        }
        continue
      }
      const unended = one.state === 'running' || one.state === 'queued' || one.state === 'paused' || one.state === 'interrupted'
      store.runs.create({ ...one, origin, state: unended ? 'cancelled' : one.state, trashed: null })
      for (const { name, hash: content, media, meta } of artifacts) {
        const file = files[`artifacts/${content}`]
        if (!file) throw refuse(`The artifact "${name}" is missing in this file.`)
        if (sha256(file) !== content) throw refuse(`The artifact "${name}" is damaged: its bytes do not have the hash they are named by.`)
        store.artifacts.put(one.id, name, media, file, meta)
      }
      for (const [series, points] of Object.entries(metrics)) store.metrics.append(one.id, points.map(([step, value]) => ({ series, step, value })))
    }
  })
  return { id: root, already }
}

/** Each run's parents first, then itself, then its parts: the order in which they can be recorded again. What is a part elsewhere stands alone here. */
function withParents(roots: Run[], store: Store): Run[] {
  const own = new Set(roots.flatMap((root) => [root, ...store.runs.children(root.id)]).flatMap(({ id }) => store.artifacts.of(id).map((one) => one.hash)))
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

/** A name that every file system takes. */
export function fileName(name: string): string {
  return name.normalize('NFKD').replace(/[^\w\s.-]/g, '').replace(/^[\s.-]+/, '').trim().replace(/\s+/g, '-').slice(0, 80) || 'run'
}
