// What can go wrong, as one union. A fault crosses the wire whole; an exception would arrive as nameless text.
import { z } from 'zod'

const message = z.string()

/** Every fault has a message in prose: what happened, what is safe, what to do next. */
export const faultSchema = z.discriminatedUnion('code', [
  /** The request itself is wrong: fix the input and ask again. `reason` is a word by which who asked knows one such fault from others. */
  z.object({ code: z.literal('invalid'), message, reason: z.string().max(40).optional() }),
  /** No such run, model or artifact. */
  z.object({ code: z.literal('missing'), message }),
  /** Another job holds what was asked for; `run` names it. */
  z.object({ code: z.literal('busy'), message, run: z.string() }),
  /** The library on disk could not be read or written. */
  z.object({ code: z.literal('storage'), message }),
  /** The engine process died or could not start. */
  z.object({ code: z.literal('engine'), message }),
  /** A mistake in the lab. */
  z.object({ code: z.literal('internal'), message }),
])
export type Fault = z.infer<typeof faultSchema>

/** An exception that carries its fault, so that `throw` works as usual on either side of the wire. */
export class FaultError extends Error {
  override name = 'FaultError'
  readonly fault: Fault
  constructor(fault: Fault) {
    super(fault.message)
    this.fault = fault
  }
}

// To be thrown: `throw missing('There is no run 12.')`.
export const invalid = (message: string, reason?: string): FaultError =>
  new FaultError({ code: 'invalid', message, ...(reason === undefined ? {} : { reason }) })
export const missing = (message: string): FaultError => new FaultError({ code: 'missing', message })
export const busy = (message: string, run: string): FaultError => new FaultError({ code: 'busy', message, run })
export const storage = (message: string): FaultError => new FaultError({ code: 'storage', message })
export const engine = (message: string): FaultError => new FaultError({ code: 'engine', message })
export const internal = (message: string): FaultError => new FaultError({ code: 'internal', message })

/**
 * The fault in anything thrown: its own if it has one; a RangeError says that the input was wrong; else `internal`, with the message alone
 * (a stack would tell paths).
 */
export function faultOf(error: unknown): Fault {
  if (error instanceof FaultError) return error.fault
  if (error instanceof RangeError) return { code: 'invalid', message: error.message }
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) }
}
