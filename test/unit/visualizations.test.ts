// What was made of a network is found from the network, among however many other runs, and the newest of each objective stands for it.
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { createVisualizations } from '../../src-main/runs/visualizations.ts'
import { openStore } from '../../src-main/store/open.ts'
import { listQuery } from '../../src-main/store/run-query.ts'
import { type ObjectiveSpec, objectiveKey } from '../../src-shared/recipe/objective.ts'
import { ascendRecipe, type Recipe, recipe, searchRecipe, sweepRecipe } from '../../src-shared/recipe/recipe.ts'
import { ascendResults, ascentPlace } from '../../src-shared/run/results/ascend.ts'
import { keep } from '../../src-shared/run/results/form.ts'
import { searchResults } from '../../src-shared/run/results/search.ts'
import type { Json } from '../../src-shared/run/event.ts'
import type { Run } from '../../src-shared/run/run.ts'
import { shownOf } from '../../src-shared/run/visualization.ts'
import { shelve } from '../../src-shared/run/visualization-shelf.ts'
import { modelMedia } from '../../src-shared/network/model-file.ts'
import { sampleRun } from '../crash/store-sample.ts'
import { ascentMeta } from '../fixtures/ascent-results.ts'
import { newFolder } from '../fixtures/folders.ts'
import { ownStore } from '../fixtures/own-store.ts'

const [model, other, generator] = ['a', 'b', 'c'].map((letter) => letter.repeat(64)) as [string, string, string]
const channel = (one: number): ObjectiveSpec => ({ kind: 'channel', layer: 'conv3', channel: one })
const jitter = [{ kind: 'jitter' as const, pixels: 3 }]
const naive = (of: string, units: number[], change: object = {}): Recipe =>
  ascendRecipe.parse({ kind: 'ascend', model: of, objectives: units.map(channel), ...change })
const search = (of: string, unit: number): Recipe =>
  searchRecipe.parse({ kind: 'search', model: of, generator, objectives: [channel(unit)], samples: 1000 })

const store = ownStore()
const ask = createVisualizations(store)
/** Puts a run with all its pictures into a library; each scores as its start, and a thousandth of when it was made. */
function made(one: Recipe, change: Partial<Run> = {}, into = store): string {
  const run = sampleRun({ recipe: one, ...change })
  into.runs.create(run)
  const put = (name: string, media: string, bytes: Uint8Array, meta: Parameters<typeof store.artifacts.put>[4]): string =>
    into.artifacts.put(run.id, name, media, bytes, meta)
  const bytes = new TextEncoder().encode(run.id)
  if (one.kind === 'ascend')
    for (const spec of one.objectives)
      for (let start = 0; start < one.starts; start++)
        keep(put, ascendResults.artifacts.picture, ascentPlace(objectiveKey(spec), start), bytes, ascentMeta(spec, start, start))
  if (one.kind === 'search')
    for (const spec of one.objectives) {
      const [key, name] = [objectiveKey(spec), 'a channel']
      const ranks = [{ sample: 7, score: 5, pictureScore: 4, z: [0] }]
      keep(put, searchResults.artifacts.tops, key, bytes, { caption: '', objective: spec, key, name, ranks, samples: one.samples })
    }
  return run.id
}
const idsOf = (of: string, origins?: Run['origin'][]): string[] => ask({ model: of, origins }).runs.map(({ run }) => run.id)

test('exactly what was made of a network is found among ten thousand runs, newest first, and the others cost nothing', () => {
  const folder = newFolder()
  const large = openStore(folder)
  const mine: string[] = []
  const others = Array.from({ length: 16 }, (_, unit) => naive(other, [unit]))
  large.transaction(() => {
    for (let at = 0; at < 10_000; at++) {
      if (at % 2500 === 100) mine.unshift(made(naive(model, [at]), {}, large))
      else large.runs.create(sampleRun({ recipe: others[at % 16]! }))
    }
  })
  const { runs, next } = createVisualizations(large)({ model })
  expect(runs.map(({ run }) => run.id)).toEqual(mine)
  expect(next).toBeNull()
  large.close()

  const db = new Database(join(folder, 'library.sqlite'))
  const { sql, values } = listQuery({ limit: 50, input: model, kinds: ['ascend', 'search'], states: ['finished', 'cancelled'] })
  const plan = db.prepare<[typeof values], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all(values)
  db.close()
  const steps = plan.map(({ detail }) => detail).filter((detail) => /\b(run_input|run|whole)\b/.test(detail))
  // From the network to the runs that build on it, and from each of these by its id to its record.
  expect(steps).toEqual([
    expect.stringMatching(/^SEARCH run_input USING .*INDEX run_input_hash \(hash=\?\)$/),
    expect.stringMatching(/^SEARCH run USING INDEX \w+ \(id=\?\)$/),
    expect.stringMatching(/^SEARCH whole USING INDEX \w+ \(id=\?\)/),
  ])
})

test('parts of runs and those that were stopped are there; what is archived, in the Trash, unfinished or of another network is not', () => {
  const whole = sampleRun({ recipe: recipe.parse({ kind: 'dataset', dataset: {} }) })
  const gone = sampleRun({ recipe: whole.recipe, trashed: 5 })
  for (const one of [whole, gone]) store.runs.create(one)
  const found = [
    made(naive(model, [1]), { parent: whole.id }),
    made(naive(model, [2]), { state: 'cancelled' }),
    made(search(model, 3), { origin: 'starter' }),
  ]
  made(naive(model, [4]), { archived: true })
  made(naive(model, [5]), { trashed: 5 })
  made(naive(model, [6]), { parent: gone.id })
  made(naive(model, [7]), { state: 'failed' })
  made(naive(other, [8]))
  made(recipe.parse({ kind: 'examples', model, objectives: [channel(9)] }))
  expect(idsOf(model)).toEqual(found.toReversed())
  expect(idsOf(model, ['starter'])).toEqual([found[2]])
  // A generator draws for a search, which does not look into it.
  expect(idsOf(generator)).toEqual([])
})

test('a run is left out once newer ones have all its pictures, and page after page nothing is lost', () => {
  const of = 'd'.repeat(64)
  const old = made(naive(of, [1, 2]))
  const stopped = made(naive(of, [1]), { state: 'cancelled' })
  const varied = made(naive(of, [1], { starts: 3 }))
  const newest = made(naive(of, [1]))
  const robust = made(naive(of, [1], { transforms: jitter }))
  // The stopped one has what the newest has; the old one still has channel 2.
  expect(idsOf(of)).toEqual([robust, newest, varied, old])
  made(naive(of, [2]))
  expect(idsOf(of)).not.toContain(old)
  expect(idsOf(of)).not.toContain(stopped)
  // What was read once follows the run's record.
  store.runs.update(newest, { name: 'Called otherwise' })
  expect(ask({ model: of }).runs.find(({ run }) => run.id === newest)?.run.name).toBe('Called otherwise')
  store.runs.update(newest, { trashed: 5 })
  expect(idsOf(of)).not.toContain(newest)
  expect(idsOf(of)).toContain(stopped)

  const many = 'e'.repeat(64)
  const all = store.transaction(() => Array.from({ length: 510 }, (_, at) => made(naive(many, [at])))).toReversed()
  const first = ask({ model: many })
  const second = ask({ model: many, before: first.next! })
  expect([...first.runs, ...second.runs].map(({ run }) => run.id)).toEqual(all)
  expect(second.next).toBeNull()
})

test('of an objective the newest picture made by itself is shown, the newest variations beside it; of a generator the best', () => {
  const of = 'f'.repeat(64)
  const decoder = { parameterization: { kind: 'decoder', generator, start: 'examples' } }
  made(naive(of, [1]))
  const plain = made(naive(of, [1]))
  const varied = made(naive(of, [1], { starts: 3 }))
  const alone = made(naive(of, [2], { starts: 2 }))
  const climb = made(naive(of, [1], { ...decoder, starts: 4 }))
  const shelf = shelve(ask({ model: of }).runs)
  const place = shelf.naive.get('conv3:1')!
  expect(shownOf(place.newest)).toMatchObject({ run: { id: plain }, start: 0 })
  expect(place.many.map(({ run, start }) => [run.id, start])).toEqual([0, 1, 2].map((start) => [varied, start]))
  expect(shownOf(shelf.naive.get('conv3:2')?.newest)).toMatchObject({ run: { id: alone, variations: true }, start: 0 })
  expect(shownOf(shelf.generated.get('conv3:1')?.newest)).toMatchObject({ run: { id: climb, variations: false }, start: 3 })
  expect(shelf.robust.size).toBe(0)
  made(search(of, 1))
  expect(shownOf(shelve(ask({ model: of }).runs).generated.get('conv3:1')?.newest)).toMatchObject({
    by: 'search',
    score: 4,
    steps: 1000,
  })
})

test('a change of a run concerns the networks of this library that it and its parts build on', () => {
  const trained = sampleRun()
  store.runs.create(trained)
  const network = store.artifacts.put(trained.id, 'model', modelMedia, new Uint8Array([1]), {})
  const whole = sampleRun({ recipe: recipe.parse({ kind: 'dataset', dataset: {} }) })
  store.runs.create(whole)
  const part = made(naive(network, [1]), { parent: whole.id })
  const elsewhere = made(naive('9'.repeat(64), [1]))
  expect([whole.id, part, elsewhere, trained.id, 'nobody'].map((id) => store.runs.networksOf(id))).toEqual([
    [network],
    [network],
    [],
    [],
    [],
  ])
})

test('what was made by a saved preset stands with that preset, from whatever seed, and leaves the methods their own', () => {
  const own = openStore(newFolder())
  const gallery = createVisualizations(own)
  const shelf = () => shelve(gallery({ model }).runs)
  const robust = made(naive(model, [1], { transforms: jitter }), {}, own)
  const mine = made(naive(model, [1], { transforms: jitter, steps: 7, seed: 3 }), {}, own)
  const key = objectiveKey(channel(1))
  expect(shownOf(shelf().robust.get(key)?.newest)?.run.id).toBe(mine)
  const {
    kind: _kind,
    model: _model,
    objectives: _objectives,
    seed: _seed,
    ...method
  } = ascendRecipe.parse(naive(model, [1], { transforms: jitter, steps: 7, starts: 4 }))
  own.saved.put({ id: 'mine', kind: 'ascent-preset', name: 'Mine', body: JSON.parse(JSON.stringify(method)) as Json, created: 1 })
  own.saved.put({ id: 'other', kind: 'ascent-preset', name: 'Of another version', body: { steps: 'many' }, created: 2 })
  expect(shownOf(shelf().robust.get(key)?.newest)?.run.id).toBe(robust)
  expect(shownOf(shelf().own.get('mine')?.get(key)?.newest)?.run.id).toBe(mine)
  own.saved.drop('mine')
  expect(shownOf(shelf().robust.get(key)?.newest)?.run.id).toBe(mine)
  own.close()
})

test('the cells of a sweep are not taken for the pictures of a unit', () => {
  const own = openStore(newFolder())
  const base = ascendRecipe.parse(naive(model, [1], { transforms: jitter }))
  const sweep = sampleRun({ recipe: sweepRecipe.parse({ kind: 'sweep', base, vary: [{ path: 'steps', values: [1, 2] }] }) })
  own.runs.create(sweep)
  made(naive(model, [1], { transforms: jitter, steps: 1 }), { parent: sweep.id }, own)
  const alone = made(naive(model, [1], { transforms: jitter, steps: 2 }), {}, own)
  expect(createVisualizations(own)({ model }).runs.map(({ run }) => run.id)).toEqual([alone])
  own.close()
})
