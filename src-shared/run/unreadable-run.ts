// A run whose record this version cannot read: what is known of it all the same, so that it is listed, put away or deleted like any other.
import { z } from 'zod'
import { artifact } from './run.ts'

export const unreadableRun = z.object({
  /** What it is asked for by: its id, or, where that is no id, "record-" and the number of its record. */
  key: z.string().min(1).max(64),
  /** As it can be shown. */
  name: z.string(),
  /** Milliseconds since 1970; null where no number is recorded. */
  created: z.number().nullable(),
  /** As they are recorded, cut to 40 characters. */
  kind: z.string(),
  state: z.string(),
  appVersion: z.string(),
  archived: z.boolean(),
  trashed: z.boolean(),
  /** A later version seems to have written it: its recipe has something that this one does not know. */
  newer: z.boolean(),
  /** What is wrong with it, in words. */
  why: z.string(),
})
export type UnreadableRun = z.output<typeof unreadableRun>

/** The same with its results, which are whole, and its record as it is stored, as JSON text; null if that is too long to be sent. */
export const unreadableDetail = z.object({ run: unreadableRun, artifacts: z.array(artifact), record: z.string().nullable() })
export type UnreadableDetail = z.output<typeof unreadableDetail>
