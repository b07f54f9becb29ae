// The dataset's own pictures that units answer to most and least: a run that is started by itself, and its table.
import type { PicturesDataset } from '../../src-shared/domains/pictures/settings.ts'
import type { Progress } from '../../src-shared/run/event.ts'
import { objectiveKey, type ObjectiveSpec } from '../../src-shared/recipe/objective.ts'
import type { ShownPictures } from '../../src-shared/domains/splits.ts'
import type { Measure } from '../../src-shared/recipe/recipe.ts'
import { type ExampleRow, examplesResults } from '../../src-shared/run/results/examples.ts'
import { lab } from '../lab/lab.svelte.ts'
import { resourceOf } from '../lab/resource.svelte.ts'
import { watchRun } from '../lab/run-watch.svelte.ts'
import { fetchTable } from './stored-table.ts'

export type ExampleEntry = ExampleRow

export interface Examples {
  /** By the key of the objective, and the measure where the table ranks by measures; null until they are there. */
  readonly entries: ReadonlyMap<string, ExampleEntry> | null
  /** Pictures looked at. */
  readonly count: number
  readonly split: ShownPictures
  /** The classes of the pictures; null when the table does not tell the means of classes. */
  readonly classes: readonly { label: number; count: number }[] | null
  /** It is an older table: ranked by means alone. */
  readonly older: boolean
  readonly progress: Progress | null
  readonly run: string | null
  /** It was stopped before its end, so there is nothing. */
  readonly stopped: boolean
  readonly error: unknown
  again(): void
}

export interface ExamplesAsk {
  model: string
  objectives: ObjectiveSpec[]
  split: ShownPictures
  /** Without it, objectives are ranked as they stand. */
  measures?: Measure[]
  /** Pictures that were brought, in place of those that the network learnt from. */
  among?: PicturesDataset
  /** Objectives of a table from before there were measures: what is shown where the library cannot take a new run. */
  before?: ObjectiveSpec[]
}

/** Starts the run that finds them, or takes it from the library, and reads its table. `ask` gives null for nothing. */
export function findExamples(ask: () => ExamplesAsk | null): Examples {
  const asked = $derived(ask())
  // What is shown is always of what is asked for now: pictures of another model's dataset may not even be in this one's.
  const key = $derived(
    asked &&
      [asked.model, asked.among?.index ?? '', asked.split, asked.measures?.join('+') ?? '', ...asked.objectives.map(objectiveKey)].join(
        ' ',
      ),
  )
  const started = resourceOf(
    () => key,
    () => {
      const { before, ...wanted } = asked!
      const start = (more: Omit<ExamplesAsk, 'before'>): Promise<{ id: string }> =>
        lab.client.startRun({ recipe: { kind: 'examples', ...more, top: 9 }, reuse: true })
      return start(wanted).catch((error: unknown) => {
        if (before === undefined) throw error
        return start({ model: wanted.model, split: wanted.split, objectives: before }).catch(() => {
          throw error
        })
      })
    },
  )
  const run = $derived(started.value?.id ?? null)
  const watched = watchRun(() => run)
  const watch = $derived(watched.current?.id === run ? watched.current : null)
  const hash = $derived(watch?.run?.state === 'finished' ? (watch.artifact(examplesResults.artifacts.examples.name)?.hash ?? null) : null)
  const read = resourceOf(() => hash, readTable)
  const state = $derived(watch?.run?.state ?? null)
  return {
    get entries() {
      return read.value?.entries ?? null
    },
    get count() {
      return read.value?.count ?? 0
    },
    get split() {
      return read.value?.split ?? 'test'
    },
    get classes() {
      return hash === null ? null : (read.value?.classes ?? null)
    },
    get older() {
      return read.value !== undefined && read.value !== null && read.value.classes === null
    },
    get progress() {
      return state === 'running' || state === 'queued'
        ? (watch?.progress ?? {
            phase: state === 'queued' ? 'waiting for its turn' : 'starting',
            done: 0,
            total: 0,
            secondsLeft: null,
          })
        : null
    },
    get run() {
      return run
    },
    get stopped() {
      return state === 'cancelled' || state === 'paused' || state === 'interrupted'
    },
    get error() {
      return started.error ?? read.error ?? watch?.error ?? (state === 'failed' ? watch?.run?.fault?.message : null) ?? null
    },
    again() {
      started.reload()
    },
  }
}

/** The table that an examples run leaves. Throws in words when it cannot be read. */
export async function readTable(
  hash: string,
  signal: AbortSignal,
): Promise<{
  entries: Map<string, ExampleEntry>
  count: number
  split: ShownPictures
  classes: { label: number; count: number }[] | null
}> {
  const { objectives, count, split, classes } = await fetchTable(examplesResults.artifacts.examples, hash, signal)
  const keyOf = (one: ExampleEntry): string => (one.measure === undefined ? one.key : `${one.key} ${one.measure}`)
  return { entries: new Map(objectives.map((one) => [keyOf(one), one])), count, split, classes: classes ?? null }
}
