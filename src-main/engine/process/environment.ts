// What this process computes on, as a run's record keeps it.
import { readFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import type { Environment } from '../../../src-shared/run/environment.ts'
import { tf } from '../../tensorflow/tf.ts'

/** The instructions that decide which kernels are chosen and how sums are split: x86 by the first group, ARM by the second. */
const vector = /^(sse4_[12]|avx\w*|fma\w*|f16c|amx_\w+|neon|asimd\w*|sve\w*|bf16|i8mm)$/

/**
 * The vector instructions in the text of Linux's /proc/cpuinfo, in alphabetical order; null when it lists none ("flags" on x86, "Features"
 * on ARM).
 */
export function featuresIn(cpuinfo: string): string[] | null {
  const found = /^(?:flags|Features)\s*:\s*(.+)$/m
    .exec(cpuinfo)?.[1]
    ?.split(/\s+/)
    .filter((one) => vector.test(one))
  return found && found.length > 0 ? [...new Set(found)].sort() : null
}

/** How many processors a list such as "0-3,8" names, as Linux writes it in /proc/self/status. */
export function countIn(list: string): number {
  return list
    .trim()
    .split(',')
    .reduce((sum, range) => {
      const [first, last = first] = range.split('-').map(Number)
      return sum + last! - first! + 1
    }, 0)
}

/**
 * Threads that TensorFlow spreads one operation over: its own setting, or as many processors as the process may run on, which is the
 * affinity and not a container's share of time (tsl/platform/default/port.cc, NumSchedulableCPUs; core/common_runtime/local_device.cc).
 * OMP_NUM_THREADS plays no part: this build of oneDNN uses TensorFlow's own threads.
 */
export function threadsOf(setting: string | undefined, status: string | null): number {
  const own = /^\d+$/.test(setting ?? '') ? Number(setting) : 0
  if (own > 0) return own
  const allowed = /^Cpus_allowed_list:\s*(\S+)$/m.exec(status ?? '')?.[1]
  return allowed === undefined ? availableParallelism() : countIn(allowed)
}

/** TensorFlow takes 0 and 1 by our word and everything else as "decide by the processor"; on a Mac it is built without oneDNN. */
export function oneDnnOf(setting: string | undefined, platform: string): boolean | null {
  if (setting === '0' || platform === 'darwin') return false
  return setting === '1' ? true : null
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

export function environmentOf(): Environment {
  const model = cpus()[0]?.model.trim() ?? ''
  const { binding } = tf.backend() as unknown as { binding: { TF_Version: string } }
  return {
    processor: model === '' || model === 'unknown' ? null : model,
    features: featuresIn(read('/proc/cpuinfo') ?? ''),
    threads: threadsOf(process.env['TF_NUM_INTRAOP_THREADS'], read('/proc/self/status')),
    tensorflow: binding.TF_Version,
    tfjs: tf.version['tfjs-node'] ?? '',
    oneDnn: oneDnnOf(process.env['TF_ENABLE_ONEDNN_OPTS'], process.platform),
    platform: `${process.platform} ${process.arch}`,
  }
}
