// Bytes in a contract. `z.instanceof(Uint8Array)` would ask for an unshared buffer in the types, which no caller can promise.
import { z } from 'zod'

export const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'expected bytes')
