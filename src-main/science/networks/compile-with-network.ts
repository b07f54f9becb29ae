// Compiled steps that look into a network: what becomes of its weights in the graph.
import { type CompileOptions, compileStep, type StepInput } from '../../tensorflow/compile.ts'
import type { tf } from '../../tensorflow/tf.ts'
import type { Network, RunOptions, Taps } from './network.ts'

/**
 * Weights of up to this many bytes are constants of a graph, which TensorFlow can prepare once for all; 64 MB. A graph of more would take
 * long to write and to load, and from 2 GB on it could not be written at all: such weights are inputs, handed over without being copied.
 */
const mostConstants = 2 ** 26

/** Runs the network inside of the step. */
export type Look = (pictures: tf.Tensor4D, wanted: readonly string[], options?: Pick<RunOptions, 'touch'>) => Taps

export interface StepWithNetwork {
  /** Like that of a compiled step; `weights`, in place of the network's own, only where the weights are inputs. */
  run(inputs: readonly StepInput[], weights?: readonly tf.Tensor[]): tf.Tensor[]
  dispose(): void
}

export interface NetworkCompileOptions extends CompileOptions {
  /** "inputs" where the weights may change from run to run; else it goes by how large they are. */
  readonly weights?: 'inputs'
  /** Weights of more bytes than this are inputs. */
  readonly mostConstants?: number
}

/** Compiles a step that looks into `network`, like `compileStep`. The network must outlive it. */
export function compileWithNetwork(
  network: Network,
  step: (look: Look, ...inputs: tf.Tensor[]) => readonly tf.Tensor[],
  examples: readonly tf.Tensor[],
  { weights: as, mostConstants: most = mostConstants, ...options }: NetworkCompileOptions = {},
): StepWithNetwork {
  const bytes = network.weights.reduce((sum, one) => sum + 4 * one.size, 0)
  if (as !== 'inputs' && bytes <= most) {
    const look: Look = (pictures, wanted, options) => network.run(pictures, wanted, options)
    const compiled = compileStep((...inputs) => step(look, ...inputs), examples, options)
    return { run: (inputs) => compiled.run(inputs), dispose: () => compiled.dispose() }
  }
  const fed = examples.length
  const compiled = compileStep(
    (...inputs) => {
      const weights = inputs.slice(fed)
      return step((pictures, wanted, given) => network.run(pictures, wanted, { ...given, weights }), ...inputs.slice(0, fed))
    },
    [...examples, ...network.weights],
    options,
  )
  return {
    run: (inputs, weights = network.weights) => compiled.run([...inputs, ...weights]),
    dispose: () => compiled.dispose(),
  }
}
