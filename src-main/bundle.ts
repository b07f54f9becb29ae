// A run as one file: a zip of its record, its parts, its curves and its artifacts, each named by its content hash.
import { createHash } from 'node:crypto'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { z } from 'zod'
import { json } from '../src-shared/event.ts'
import { invalid } from '../src-shared/fault.ts'
import { hash, parentsOf } from '../src-shared/recipe.ts'
import { type Run, run } from '../src-shared/run.ts'
import type { Store } from './store/open.ts'

const entry = z.object({
  run,
  artifacts: z.array(z.object({ name: z.string(), hash, media: z.string(), meta: z.record(z.string(), json) })),
  metrics: z.record(z.string(), z.array(z.tuple([z.number(), z.number()]))),
})
const manifest = z.object({ format: z.literal('phosphene-run'), version: z.literal(1), root: z.string(), runs: z.array(entry) })
type Entry = z.output<typeof entry>

/** Packs a run with its parts and the runs that made what it builds on, so that it opens in a library that has none of them. */
export function packRun(root: Run, store: Store): { name: string; bytes: Uint8Array } {
  const files: Record<string, Uint8Array> = {}
  const entries = [...withParents(root, store)].map((one): Entry => {
    const artifacts = store.artifacts.of(one.id).map(({ name, hash: content, media, meta }) => ({ name, hash: content, media, meta }))
    for (const { hash: content } of artifacts) files[`artifacts/${content}`] = store.artifacts.read(content)!.bytes
    const metrics = Object.fromEntries(store.metrics.series(one.id).map(({ series }) => [series, store.metrics.read(one.id, series).map(({ step, value }): [number, number] => [step, value])]))
    return { run: one, artifacts, metrics }
  })
  files['manifest.json'] = strToU8(JSON.stringify({ format: 'phosphene-run', version: 1, root: root.id, runs: entries }, null, 1))
  files['recipe.json'] = strToU8(JSON.stringify(root.recipe, null, 2))
  files['README.txt'] = strToU8('A run of Phosphene. Open it there with Import. manifest.json lists its parts and curves; artifacts are named by their SHA-256.\n')
  // Level 1: pictures are compressed already, weights hardly compress.
  return { name: `${fileName(root.name)}.phosphene.zip`, bytes: zipSync(files, { level: 1 }) }
}

/** Takes a packed run into the library, all of it or nothing. `already` when it was there. Throws `invalid` for a damaged or foreign file. */
export function unpackRun(bytes: Uint8Array, store: Store): { id: string; already: boolean } {
  let files: Record<string, Uint8Array>
  try {
    files = unzipSync(bytes)
  } catch {
    throw invalid('This file is not a zip, or it is cut short. Nothing was imported.')
  }
  const text = files['manifest.json']
  if (!text) throw invalid('This zip holds no run of Phosphene: manifest.json is missing. Nothing was imported.')
  let raw: unknown
  try { raw = JSON.parse(strFromU8(text)) } catch { throw invalid('The manifest of this file is not JSON. Nothing was imported.') }
  const parsed = manifest.safeParse(raw)
  if (!parsed.success) throw invalid(`The manifest of this file does not fit this version of Phosphene. Nothing was imported. ${z.prettifyError(parsed.error)}`)
  const { root, runs } = parsed.data
  if (!runs.some((one) => one.run.id === root)) throw invalid('The manifest of this file does not hold the run it names. Nothing was imported.')
  const already = store.runs.get(root) !== undefined
  store.transaction(() => {
    for (const { run: one, artifacts, metrics } of runs) {
      if (store.runs.get(one.id)) continue
      const settled = one.state === 'running' || one.state === 'queued' || one.state === 'paused' || one.state === 'interrupted'
      store.runs.create({ ...one, state: settled ? 'cancelled' : one.state, trashed: null })
      for (const { name, hash: content, media, meta } of artifacts) {
        const file = files[`artifacts/${content}`]
        if (!file) throw invalid(`The artifact "${name}" is missing in this file. Nothing was imported.`)
        if (createHash('sha256').update(file).digest('hex') !== content) throw invalid(`The artifact "${name}" is damaged: its bytes do not have the hash they are named by. Nothing was imported.`)
        store.artifacts.put(one.id, name, media, file, meta)
      }
      for (const [series, points] of Object.entries(metrics)) store.metrics.append(one.id, points.map(([step, value]) => ({ series, step, value })))
    }
  })
  return { id: root, already }
}

/** The run's parents first, then itself, then its parts: the order in which they can be recorded again. */
function withParents(root: Run, store: Store): Set<Run> {
  const models = store.artifacts.models()
  const seen = new Map<string, Run>()
  const visit = (one: Run): void => {
    if (seen.has(one.id)) return
    for (const content of parentsOf(one.recipe)) {
      const maker = models.find((model) => model.hash === content)
      const run = maker && maker.run !== root.id ? store.runs.get(maker.run) : undefined
      if (run && run.parent !== root.id && run.id !== one.id) visit(run.parent === null ? run : { ...run, parent: null })
    }
    seen.set(one.id, one)
    for (const child of store.runs.children(one.id)) visit(child)
  }
  visit(root)
  return new Set(seen.values())
}

/** A name that every file system takes. */
export function fileName(name: string): string {
  return name.normalize('NFKD').replace(/[^\w\s.-]/g, '').trim().replace(/\s+/g, '-').slice(0, 80) || 'run'
}
