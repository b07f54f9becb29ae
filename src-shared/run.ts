// A run: a recipe that was, is or will be carried out, and what came of it.
import { z } from 'zod'
import { json, notice, progress } from './event.ts'
import { hash, recipe } from './recipe.ts'

/** queued -> running -> finished | cancelled | failed; paused and interrupted (the process died) can be resumed. */
export const runState = z.enum(['queued', 'running', 'paused', 'finished', 'cancelled', 'failed', 'interrupted'])
export type RunState = z.output<typeof runState>

export const run = z.object({
  id: z.string(),
  /** The run this one is a part of, such as a reproduction. */
  parent: z.string().nullable(),
  /** The run whose recipe this one carries out again. */
  replayOf: z.string().nullable(),
  name: z.string(),
  recipe,
  /** SHA-256 of the canonical recipe. */
  recipeHash: hash,
  state: runState,
  appVersion: z.string(),
  /** Milliseconds since 1970. */
  created: z.number(),
  started: z.number().nullable(),
  finished: z.number().nullable(),
  /** Seconds of work, over all its starts. */
  seconds: z.number(),
  summary: z.record(z.string(), json),
  notices: z.array(notice),
  /** Why it failed, in words. */
  fault: z.string().nullable(),
  progress: progress.nullable(),
  starred: z.boolean(),
  archived: z.boolean(),
  /** When it was put in the Trash, or null. */
  trashed: z.number().nullable(),
  note: z.string(),
  tags: z.array(z.string()),
})
export type Run = z.output<typeof run>

export const artifact = z.object({ name: z.string(), hash, media: z.string(), size: z.int(), meta: z.record(z.string(), json) })
export type Artifact = z.output<typeof artifact>
