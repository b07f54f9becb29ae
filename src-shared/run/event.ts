// What a run says while it works. The engine speaks it, main records it, the page and the command line show it.
import { z } from 'zod'
import { bytes } from '../rpc/bytes.ts'
import { environment } from './environment.ts'
import { json } from '../rpc/json.ts'
import { hash } from '../recipe/recipe.ts'

export { type Json, json } from '../rpc/json.ts'

export const progress = z.object({
  /** What is being done, in words, such as "epoch 3 of 12". */
  phase: z.string(),
  done: z.number(),
  total: z.number(),
  /** Seconds left by the speed of the last steps; null until it can be told. */
  secondsLeft: z.number().nullable(),
})
export type Progress = z.output<typeof progress>
export const metricPoint = z.object({ series: z.string(), step: z.number(), value: z.number() })
export type MetricPoint = z.output<typeof metricPoint>
/**
 * What a classifier in training calls a picture: the classes 0 to 59 that it shows and that were said, at the check after so many epochs.
 */
const guess = z.object({ epoch: z.int(), truth: z.int(), said: z.int() })
export type Guess = z.output<typeof guess>
/** A picture forming now: RGB bytes, width x height x 3. Not recorded. `name` is stable over a run, such as "conv3:5". */
export const livePicture = z.object({
  name: z.string(),
  label: z.string(),
  width: z.int(),
  height: z.int(),
  rgb: bytes,
  guess: guess.optional(),
})
export type LivePicture = z.output<typeof livePicture>
export const notice = z.object({ level: z.enum(['info', 'warning']), code: z.string(), message: z.string() })
export type Notice = z.output<typeof notice>

/** From the engine to main. */
export const engineEvent = z.discriminatedUnion('type', [
  /** The first event: what this job is carried out on. */
  z.object({ type: z.literal('environment'), environment }),
  z.object({ type: z.literal('progress'), progress }),
  z.object({ type: z.literal('metrics'), points: z.array(metricPoint) }),
  z.object({ type: z.literal('picture'), pictures: z.array(livePicture) }),
  z.object({ type: z.literal('notice'), notice }),
  /** A result to keep. `name` is unique in the run, such as "model" or "pictures/conv3:5/0". */
  z.object({ type: z.literal('artifact'), name: z.string(), media: z.string(), bytes, meta: z.record(z.string(), json) }),
  /** Enough to go on from here after a crash, a pause or a quit; replaces the one before. */
  z.object({ type: z.literal('checkpoint'), bytes }),
  /** The last event. `partial` when the job was stopped before its end. */
  z.object({ type: z.literal('done'), partial: z.boolean(), summary: z.record(z.string(), json) }),
])
export type EngineEvent = z.output<typeof engineEvent>

/** From main to whoever watches a run. */
export const runEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), run: z.string(), progress }),
  z.object({ type: z.literal('metrics'), run: z.string(), points: z.array(metricPoint) }),
  z.object({ type: z.literal('picture'), run: z.string(), pictures: z.array(livePicture) }),
  z.object({ type: z.literal('notice'), run: z.string(), notice }),
  z.object({ type: z.literal('artifact'), run: z.string(), name: z.string(), hash, media: z.string(), meta: z.record(z.string(), json) }),
  /** The run's record changed (state, name, summary, ...): read it again. `networks`: those that it and its parts build on. */
  z.object({ type: z.literal('changed'), run: z.string(), networks: z.array(hash) }),
])
export type RunEvent = z.output<typeof runEvent>
