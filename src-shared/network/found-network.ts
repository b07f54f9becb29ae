// What the lab says of a file of a network before it is kept, and what the network answers under each way of reading pictures.
import { z } from 'zod'
import { classNames, networkSource } from '../recipe/imported-network.ts'

/** Names the files that are brought together; made by whoever brings them. */
export const stageId = z.uuid()

export const foundNetwork = z.object({
  format: networkSource.shape.format,
  producer: networkSource.shape.producer,
  /** What was rewritten, a sentence each. */
  notes: z.array(z.string()),
  input: z.object({ height: z.int(), width: z.int(), channels: z.int() }),
  /** Whether the file leaves height and width open: they are then what was asked for. */
  anySize: z.boolean(),
  /** What its first operations say of how it is to be given its pictures, by the name of the usual way; null where they say nothing. */
  reading: z.object({ name: z.enum(['zero-to-one', 'zero-to-255']), because: z.string() }).nullable(),
  /**
   * How far its answers are from those of the operations as the file lists them, as a share of the largest number of an answer; null where
   * all operations are kept as they are listed.
   */
  same: z.object({ pictures: z.int(), difference: z.number() }).nullable(),
  /** Null for a network that tells no classes. */
  classes: z.int().nullable(),
  /** Where the file says them. */
  classNames,
  /** Layers with units of their own, and their units. */
  layers: z.int(),
  units: z.int(),
  /** Weights, and the bytes they are kept in. */
  parameters: z.int(),
  bytes: z.int(),
})
export type FoundNetwork = z.output<typeof foundNetwork>

/** Classes that are said of one picture. */
export const toldClasses = 3
/** What a network says of some pictures under one way of reading them: of each the likeliest classes, most likely first. */
export const readingAnswer = z.array(z.object({ top: z.array(z.object({ class: z.int(), probability: z.number() })) }))
