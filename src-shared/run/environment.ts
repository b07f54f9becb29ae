// What a run was carried out on: all that decides how sums are rounded besides its recipe and the version of the lab.
import { z } from 'zod'

export const environment = z.object({
  /** The processor's own name; null where the system does not tell. */
  processor: z.string().nullable(),
  /** Its vector instructions by the names Linux gives them, such as "avx2", in alphabetical order; null where they are not known. */
  features: z.array(z.string()).nullable(),
  /** Threads that TensorFlow spreads one operation over. */
  threads: z.int(),
  tensorflow: z.string(),
  tfjs: z.string(),
  /** Whether TensorFlow uses oneDNN's kernels; null where it decides by itself. */
  oneDnn: z.boolean().nullable(),
  /** Operating system and architecture as Node names them, such as "linux x64". */
  platform: z.string(),
})
export type Environment = z.output<typeof environment>

const unknown = 'not known'
export const featuresLabel = 'Vector instructions'
const parts: { label: string; of: (one: Environment) => string }[] = [
  { label: 'Processor', of: (one) => one.processor ?? unknown },
  { label: featuresLabel, of: (one) => one.features?.join(' ') ?? unknown },
  { label: 'Threads', of: (one) => String(one.threads) },
  { label: 'oneDNN', of: (one) => (one.oneDnn === null ? 'as TensorFlow decides' : one.oneDnn ? 'on' : 'off') },
  { label: 'TensorFlow', of: (one) => one.tensorflow },
  { label: 'tfjs-node', of: (one) => one.tfjs },
  { label: 'System', of: (one) => one.platform },
]

export interface EnvironmentRow {
  label: string
  value: string
}
/** An environment as the rows of a table, the same wherever it is shown. */
export const environmentRows = (one: Environment): EnvironmentRow[] => parts.map(({ label, of }) => ({ label, value: of(one) }))
