// Weights that are found by their names: those of .h5 files of Keras and of TensorFlow.js.
import type { LazyWeights } from '../builder.ts'

/** What one role is called by others: Keras 3 calls both kernels alike. */
const alike: Readonly<Record<string, readonly string[]>> = { depthwise_kernel: ['depthwise_kernel', 'kernel'] }

export interface NamedWeights {
  readonly name: string
  readonly weights: LazyWeights
}

/** The parts of a name, without the number that TensorFlow adds: "block/conv/kernel:0". */
const partsOf = (name: string): string[] => name.replace(/:\d+$/, '').split('/')

/**
 * The weights of a role of a layer, among those that may be its own. `path` are the names of the models around the layer and its own name;
 * an empty one says that all of them are of this layer.
 */
export function findNamed(all: readonly NamedWeights[], path: readonly string[], role: string): LazyWeights | null {
  const roles = alike[role] ?? [role]
  const ends = all.filter(({ name }) => roles.includes(partsOf(name).at(-1)!))
  if (path.length === 0) return ends.length === 1 ? ends[0]!.weights : null
  // As much of the path as the name tells: "inner/deep/kernel" or "deep/kernel".
  for (let from = 0; from < path.length; from++) {
    const wanted = path.slice(from).join('/')
    const whole = ends.filter(({ name }) => partsOf(name).slice(0, -1).join('/') === wanted)
    if (whole.length === 1) return whole[0]!.weights
  }
  const within = ends.filter(({ name }) => `/${partsOf(name).slice(0, -1).join('/')}`.endsWith(`/${path.at(-1)!}`))
  return within.length === 1 ? within[0]!.weights : null
}
