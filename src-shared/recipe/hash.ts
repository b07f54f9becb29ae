// Names of bytes.
import { z } from 'zod'

/** SHA-256 of an artifact's bytes, in lower-case hex. */
export const hash = z.string().regex(/^[0-9a-f]{64}$/, 'a content hash is 64 hexadecimal digits')
