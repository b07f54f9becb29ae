// Fixtures for the tests of the store: made-up runs, and folders that are gone after the test.
import { createHash } from 'node:crypto'
import { canonical, recipe } from '../../src-shared/recipe/recipe.ts'
import type { Run } from '../../src-shared/run/run.ts'

export { newFolder, removeFolders } from '../fixtures/folders.ts'

let count = 0

/** A finished run that was never carried out. */
export function sampleRun(change: Partial<Run> = {}): Run {
  count++
  const made = change.recipe ?? recipe.parse({ kind: 'classifier', dataset: { seed: count } })
  return {
    id: `run-${process.pid}-${count}`,
    parent: null,
    replayOf: null,
    name: `Run ${count}`,
    recipe: made,
    recipeHash: createHash('sha256').update(canonical(made)).digest('hex'),
    state: 'finished',
    appVersion: '0.0.0',
    origin: 'here',
    science: 1,
    environment: null,
    created: 1_700_000_000_000 + count,
    started: null,
    finished: null,
    seconds: 1.5,
    summary: { accuracy: 0.99, list: [1, 'two', null] },
    notices: [{ level: 'info', code: 'sample', message: 'A made-up run.' }],
    fault: null,
    progress: { phase: 'epoch 1 of 2', done: 1, total: 2, secondsLeft: null },
    starred: false,
    archived: false,
    trashed: null,
    note: '',
    tags: [],
    ...change,
  }
}
