// A run: a recipe that was, is or will be carried out, and what came of it.
import { z } from 'zod'
import { environment } from './environment.ts'
import { json, notice, progress } from './event.ts'
import { hash, type Recipe, recipe } from '../recipe/recipe.ts'
import { runFault } from './run-fault.ts'

/** queued -> running -> finished | cancelled | failed; paused and interrupted (the process died) can be resumed. */
export const runState = z.enum(['queued', 'running', 'paused', 'finished', 'cancelled', 'failed', 'interrupted'])
export type RunState = z.output<typeof runState>

/** Where a run was carried out: in this library, by whoever made the starter that ships with the lab, or elsewhere, and came in a file. */
export const runOrigin = z.enum(['here', 'starter', 'imported'])
export type RunOrigin = z.output<typeof runOrigin>

/**
 * The version of what a recipe of each kind means: raised whenever the same recipe gives other bytes on the same machine, as when a step, a
 * draw of random numbers or a default changes. Runs of another version are shown and compared, and never taken for the result of a recipe
 * now. Kinds have versions of their own, so that a change to one leaves what was computed by all others in use.
 *
 * 1: everything recorded before versions were, and what has not changed since.
 * 2: an autoencoder records its validation loss without clipping, and the error of its clipped pictures beside it; reconstructions and
 *    matched channels are judged on pictures that neither of their two networks was trained on.
 */
const scienceVersions: Partial<Record<Recipe['kind'], number>> = { autoencoder: 2, reconstructions: 2, match: 2 }

/** The version under which a run of this kind is begun now. */
export const scienceOf = (kind: Recipe['kind']): number => scienceVersions[kind] ?? 1

export const runId = z.string().regex(/^[\w-]{1,64}$/, 'an id is 1 to 64 letters, digits, _ or -')
/** Milliseconds since 1970, within what a Date can be (ECMA-262, 21.4.1.1). */
const time = z.number().min(0).max(8.64e15)

export const run = z.object({
  id: runId,
  /** The run this one is a part of, such as a reproduction. */
  parent: runId.nullable(),
  /** The run whose recipe this one carries out again. */
  replayOf: runId.nullable(),
  name: z.string(),
  recipe,
  /** SHA-256 of the canonical recipe. */
  recipeHash: hash,
  state: runState,
  appVersion: z.string(),
  /** Never changed by a user, nor by a file that is imported. */
  origin: runOrigin,
  /** What `scienceOf` said of its kind when it was begun. */
  science: z.int().min(1).max(1_000_000),
  /** What it was carried out on, at its last start; null before it begins, and for runs of versions that did not record it. */
  environment: environment.nullable().default(null),
  created: time,
  started: time.nullable(),
  finished: time.nullable(),
  /** Seconds of work, over all its starts. */
  seconds: z.number(),
  summary: z.record(z.string(), json),
  notices: z.array(notice),
  /** Why it failed. */
  fault: runFault.nullable(),
  progress: progress.nullable(),
  starred: z.boolean(),
  archived: z.boolean(),
  /** When it was put in the Trash, or null. */
  trashed: time.nullable(),
  note: z.string(),
  tags: z.array(z.string()),
})
export type Run = z.output<typeof run>

export const artifact = z.object({ name: z.string(), hash, media: z.string(), size: z.int(), meta: z.record(z.string(), json) })
export type Artifact = z.output<typeof artifact>
