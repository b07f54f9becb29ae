// Compiles a step function into one TensorFlow graph: the step runs once while its native ops are recorded, gradients included, and the
// record goes back to TensorFlow as a SavedModel, which it optimizes and then runs in a single call.
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeTemporaryFolder } from '../temporary-folder.ts'
import { savedModel } from './saved-model.ts'
import { backend, type Binding, Recorder } from './graph-recorder.ts'
import { tf } from './tf.ts'

/** A tensor, or its numbers in row-major order (bool and uint8 inputs as `Uint8Array`). */
export type StepInput = tf.Tensor | Float32Array | Int32Array | Uint8Array

export interface CompiledStep {
  /** Nodes handed to TensorFlow, constants and inputs included, before its own optimization. */
  readonly nodes: number
  /**
   * Runs the graph. Inputs must have the shapes and dtypes of the examples; numbers in a typed array are copied, so the array may be
   * reused at once. The outputs belong to the caller, or to the `tf.tidy` around the call. Throws on a mismatch and after `dispose`.
   */
  run(inputs: readonly StepInput[]): tf.Tensor[]
  /** Frees the graph. Calling it again is harmless. */
  dispose(): void
}

export interface CompileOptions {
  /** What error messages call the step. */
  readonly name?: string
  /**
   * Indexes of inputs fed as `Uint8Array`, such as batches of images: a quarter of the bytes to move. The graph casts them, so the step
   * sees a float32 tensor of the raw values 0..255; the example is a float32 tensor of the right shape.
   */
  readonly uint8Inputs?: readonly number[]
}

type Step = (...inputs: tf.Tensor[]) => readonly tf.Tensor[]

interface InputSpec {
  readonly shape: number[]
  readonly dtype: 'float32' | 'int32' | 'bool' | 'uint8'
  readonly native: number
  readonly size: number
}

const TAG = 'serve'

/**
 * Runs `step` once, eagerly, on the example inputs, records every native op and replays them as one TensorFlow graph. Shapes and dtypes
 * (float32, int32, bool) are fixed by the examples, which the caller keeps.
 *
 * The step must be a pure function of its inputs. Everything else it reads is frozen at its present value: tensors and variables it closes
 * over, numbers, random draws, branches taken. What would silently go wrong throws instead: reading a value that depends on an input
 * (`dataSync`, `data`, `print`), `await`, `Math.random` (also behind `tf.randomNormal` or `tf.dropout` without a seed), assigning to a
 * variable, running another compiled step.
 */
export function compileStep(step: Step, examples: readonly tf.Tensor[], options: CompileOptions = {}): CompiledStep {
  const label = options.name === undefined ? 'The step' : `The step "${options.name}"`
  const owner = backend()
  const native = owner.binding
  const specs = examples.map((example, index) => specOf(example, index, label, native, options.uint8Inputs ?? []))
  const recorder = record(step, examples, specs, label)
  const graph = recorder.graph()
  const inputNames = graph.inputs.map((name) => `${name}:0`).join()
  const outputNames = graph.outputs.map((name) => `${name}:0`).join()
  let model: number | undefined = load(native, savedModel(graph.nodes, TAG))

  return {
    nodes: graph.nodes.length,
    run(inputs) {
      if (model === undefined) throw new Error(`${label} was disposed and cannot run any more. Compile it again.`)
      if (inputs.length !== specs.length) throw new Error(`${label} takes ${specs.length} inputs and was given ${inputs.length}.`)
      const { binding } = owner
      const fed: number[] = []
      try {
        const ids = specs.map((spec, index) => feed(inputs[index], spec, `${label} was given as input ${index}`, binding, fed))
        return binding.runSavedModel(model, ids, inputNames, outputNames).map((output) => owner.createOutputTensor(output))
      } finally {
        for (const id of fed) binding.deleteTensor(id)
      }
    },
    dispose() {
      if (model !== undefined) native.deleteSavedModel(model)
      model = undefined
    },
  }
}

function specOf(example: tf.Tensor, index: number, label: string, native: Binding, uint8Inputs: readonly number[]): InputSpec {
  const { shape, dtype, size } = example
  if (uint8Inputs.includes(index)) {
    if (dtype !== 'float32') throw new Error(`${label} sees the uint8 input ${index} as float32, but its example is ${dtype}.`)
    return { shape, dtype: 'uint8', native: native.TF_UINT8, size }
  }
  if (dtype === 'float32') return { shape, dtype, native: native.TF_FLOAT, size }
  if (dtype === 'int32') return { shape, dtype, native: native.TF_INT32, size }
  if (dtype === 'bool') return { shape, dtype, native: native.TF_BOOL, size }
  throw new Error(`${label} has an example of dtype ${dtype} as input ${index}. Inputs can be float32, int32 or bool.`)
}

/** The native tensor to feed; one made from plain numbers is added to `fed`, to be freed after the run. */
function feed(input: StepInput | undefined, spec: InputSpec, start: string, binding: Binding, fed: number[]): number {
  const wanted = `${spec.dtype} [${spec.shape.join(', ')}]`
  if (input instanceof tf.Tensor) {
    if (input.dtype !== spec.dtype || !tf.util.arraysEqual(input.shape, spec.shape)) {
      throw new Error(`${start} a tensor ${input.dtype} [${input.shape.join(', ')}]; it was compiled for ${wanted}.`)
    }
    const [id] = backend().getInputTensorIds([input])
    if (id === undefined) throw new Error(`${start} a tensor that TensorFlow does not know.`)
    return id
  }
  const fits =
    (spec.dtype === 'float32' && input instanceof Float32Array) ||
    (spec.dtype === 'int32' && input instanceof Int32Array) ||
    ((spec.dtype === 'bool' || spec.dtype === 'uint8') && input instanceof Uint8Array)
  if (!fits || input?.length !== spec.size) {
    throw new Error(`${start} ${input?.constructor.name ?? 'nothing'} of length ${input?.length ?? 0}; it was compiled for ${wanted}.`)
  }
  // The native tensor shares the memory of the array, and an output can share that of the input (a reshape does). The cast of a uint8
  // input makes a copy in any case.
  const id = binding.createTensor(spec.shape, spec.native, spec.dtype === 'uint8' ? input : input.slice())
  fed.push(id)
  return id
}

/** Runs the step on copies of the examples and returns the record. Everything the run made is freed again. */
function record(step: Step, examples: readonly tf.Tensor[], specs: readonly InputSpec[], label: string): Recorder {
  const owner = backend()
  const native = owner.binding
  const recorder = new Recorder(native, label)
  tf.tidy(() => {
    // Copies with ids of their own: two inputs may share one native tensor, and one that still lies in JavaScript could be read unseen.
    const inputs = owner.getInputTensorIds(examples).map((id, index) => {
      const [copy] = native.executeOp('Identity', [], [id], 1)
      const spec = specs[index]
      if (!copy || !spec) throw new Error(`${label} has an example that TensorFlow does not know.`)
      recorder.input(copy.id, spec.shape, spec.native)
      return owner.createOutputTensor(copy)
    })
    const watch = guard(recorder, label)
    try {
      const outputs = step(...inputs)
      if (watch.violation) throw watch.violation
      if (outputs instanceof Promise) {
        outputs.catch(() => undefined)
        throw new Error(`${label} is asynchronous. Only the part before its first await would be recorded, so it cannot be compiled.`)
      }
      if (!Array.isArray(outputs) || outputs.length === 0 || !outputs.every((output) => output instanceof tf.Tensor)) {
        throw new Error(`${label} must return a list of at least one tensor.`)
      }
      for (const output of outputs) for (const id of owner.getInputTensorIds([output])) recorder.output(id, output.shape)
    } finally {
      watch.stop()
    }
  })
  return recorder
}

interface Watch {
  /** The first thing the step did that a graph would not do. Throwing at once would leave tensors behind if it was inside a gradient. */
  violation?: Error
  stop(): void
}

/** Puts the recorder in place and watches for what makes a step impure, until stopped. */
function guard(recorder: Recorder, label: string): Watch {
  const owner = backend()
  const native = owner.binding
  const engine = tf.engine()
  const { readSync, read } = engine
  const { random } = Math
  const { assign } = tf.Variable.prototype
  const watch: Watch = {
    stop() {
      owner.binding = native
      Object.assign(engine, { readSync, read })
      Math.random = random
      tf.Variable.prototype.assign = assign
    },
  }
  // Caught in the engine and not in the binding, where the kernel of gather reads its indices to check their range.
  const watchRead = (dataId: object): void => {
    const id = owner.tensorMap.get(dataId)?.id
    if (id === undefined || !recorder.isLive(id)) return
    watch.violation ??= new Error(
      `${label} reads the value of a tensor that depends on its inputs (dataSync, data, arraySync, array, print). ` +
        'In a compiled step that value would be frozen. Return the tensor as an output and read it outside, or choose with tf.where.',
    )
  }
  owner.binding = recorder.binding()
  engine.readSync = (dataId) => {
    watchRead(dataId)
    return readSync.call(engine, dataId)
  }
  engine.read = (dataId) => {
    watchRead(dataId)
    return read.call(engine, dataId)
  }
  Math.random = () => {
    watch.violation ??= new Error(
      `${label} draws random numbers, which would be frozen. Draw them outside, from the run's seed, and pass them as an input.`,
    )
    return random()
  }
  tf.Variable.prototype.assign = () => {
    watch.violation ??= new Error(
      `${label} assigns to a variable, which a graph does not do. Return the new value as an output and assign it outside.`,
    )
  }
  return watch
}

/** TensorFlow loads graphs from a folder only, so one exists for a moment. */
function load(native: Binding, file: Uint8Array): number {
  const folder = makeTemporaryFolder('phosphene-graph-')
  try {
    writeFileSync(join(folder, 'saved_model.pb'), file)
    return native.loadSavedModel(folder, TAG)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
