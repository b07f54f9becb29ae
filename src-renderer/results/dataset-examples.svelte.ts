// The dataset's own pictures that units answer to most and least: a run that is started by itself, and its table.
import { z } from 'zod'
import type { Progress } from '../../src-shared/run/event.ts'
import { objectiveKey, type ObjectiveSpec } from '../../src-shared/recipe/objective.ts'
import { type Measure, measure, type Split } from '../../src-shared/recipe/recipe.ts'
import { lab } from '../lab/lab.svelte.ts'
import { resourceOf } from '../lab/resource.svelte.ts'
import { watchRun } from '../lab/run-watch.svelte.ts'

const ranked = z.object({ index: z.int(), score: z.number(), label: z.int(), x: z.int().optional(), y: z.int().optional() })
const entry = z.object({
  key: z.string(),
  measure: measure.optional(),
  name: z.string(),
  top: z.array(ranked).min(1),
  bottom: z.array(ranked),
  best: z.number(),
  mean: z.number(),
  median: z.number(),
  histogram: z.object({ low: z.number(), high: z.number(), counts: z.array(z.number()) }),
  /** Mean of each class, in the order of the table's classes. */
  classes: z.array(z.number()).optional(),
})
const table = z.object({
  split: z.enum(['train', 'validation', 'test']),
  count: z.int(),
  objectives: z.array(entry),
  /** The classes of the pictures and how many there are of each; not in tables from before there were measures. */
  classes: z.array(z.object({ label: z.int(), count: z.int() })).optional(),
})
export type Ranked = z.output<typeof ranked>
export type ExampleEntry = z.output<typeof entry>

export interface Examples {
  /** By the key of the objective, and the measure where the table ranks by measures; null until they are there. */
  readonly entries: ReadonlyMap<string, ExampleEntry> | null
  /** Pictures looked at. */
  readonly count: number
  readonly split: Split
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
  split: Split
  /** Without it, objectives are ranked as they stand. */
  measures?: Measure[]
  /** Objectives of a table from before there were measures: what is shown where the library cannot take a new run. */
  before?: ObjectiveSpec[]
}

/** Starts the run that finds them, or takes it from the library, and reads its table. `ask` gives null for nothing. */
export function findExamples(ask: () => ExamplesAsk | null): Examples {
  const asked = $derived(ask())
  // What is shown is always of what is asked for now: pictures of another model's dataset may not even be in this one's.
  const key = $derived(
    asked && [asked.model, asked.split, asked.measures?.join('+') ?? '', ...asked.objectives.map(objectiveKey)].join(' '),
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
  const hash = $derived(watch?.run?.state === 'finished' ? (watch.artifact('examples')?.hash ?? null) : null)
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
): Promise<{ entries: Map<string, ExampleEntry>; count: number; split: Split; classes: { label: number; count: number }[] | null }> {
  const answer = await fetch(`artifact/${hash}`, { signal })
  if (!answer.ok) throw new Error('The table of the dataset examples could not be read from the library. Nothing was changed; try again.')
  const { objectives, count, split, classes } = table.parse(await answer.json())
  const keyOf = (one: ExampleEntry): string => (one.measure === undefined ? one.key : `${one.key} ${one.measure}`)
  return { entries: new Map(objectives.map((one) => [keyOf(one), one])), count, split, classes: classes ?? null }
}
