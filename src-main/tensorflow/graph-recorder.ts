// tfjs-node executes every op as a native call of its own, all of them through `executeOp` of the native binding. The recorder stands in
// for that binding while a step runs once, and keeps the ops and constants in the order of execution: a TensorFlow graph.
// Only this file and compile.ts touch the native binding.
import { createHash } from 'node:crypto'
import type { AttrValue, NodeDef } from './saved-model.ts'
import { tf } from './tf.ts'

export type Numbers = Float32Array | Int32Array | Uint8Array

export interface Metadata {
  readonly id: number
  readonly shape: number[]
  readonly dtype: number
}

interface OpAttr {
  readonly name: string
  readonly type: number
  readonly value: unknown
}

/** The part of tfjs-node's native binding that is used here. Tensor ids are never reused. */
export interface Binding {
  createTensor(shape: number[], dtype: number, values: Numbers | Uint8Array[]): number
  deleteTensor(id: number): void
  tensorDataSync(id: number): Numbers
  executeOp(op: string, attrs: OpAttr[], inputs: number[], outputs: number): Metadata[]
  loadSavedModel(folder: string, tags: string): number
  deleteSavedModel(id: number): void
  runSavedModel(id: number, inputs: number[], inputNames: string, outputNames: string): Metadata[]
  readonly TF_FLOAT: number
  readonly TF_INT32: number
  readonly TF_BOOL: number
  readonly TF_UINT8: number
  readonly TF_ATTR_STRING: number
  readonly TF_ATTR_INT: number
  readonly TF_ATTR_FLOAT: number
  readonly TF_ATTR_BOOL: number
  readonly TF_ATTR_TYPE: number
  readonly TF_ATTR_SHAPE: number
}

export interface Backend {
  binding: Binding
  readonly tensorMap: { get(dataId: object): { readonly id: number } | undefined }
  getInputTensorIds(tensors: readonly tf.Tensor[]): number[]
  createOutputTensor(metadata: Metadata): tf.Tensor
}

export const backend = (): Backend => tf.backend() as unknown as Backend

interface Recorded {
  readonly op: string
  readonly inputs: readonly Port[]
  readonly attrs: Attrs
  /** Whether its value can change from run to run, because an input leads to it. */
  readonly live: boolean
}

/** One output of a recorded node. */
interface Port {
  readonly node: Recorded
  readonly index: number
}

type Attrs = Readonly<Record<string, AttrValue>>

// Ops that would make the graph mean something else than the eager step, with the reason.
const REFUSED: readonly (readonly [RegExp, string])[] = [
  [/^(Multinomial|Random|TruncatedNormal)/, "draws random numbers. Draw them outside, from the run's seed, and pass them as an input"],
  [/^(Where|Unique|NonMaxSuppression)/, 'gives a result whose shape depends on the values, and the shapes of a compiled step are fixed'],
]

// Type attributes that a tfjs-node kernel leaves out because eager TensorFlow infers them, with the input whose dtype they are.
const INFERRED: Readonly<Record<string, Readonly<Record<string, number>>>> = { ExpandDims: { T: 0, Tdim: 1 } }

/** Collects the ops and constants of one run of a step. */
export class Recorder {
  readonly #native: Binding
  readonly #label: string
  readonly #nodes: Recorded[] = []
  readonly #placeholders: Recorded[] = []
  readonly #outputs: Recorded[] = []
  readonly #ports = new Map<number, Port>()
  readonly #created = new Map<number, { shape: number[]; dtype: number; values: Numbers | Uint8Array[] }>()
  readonly #constants = new Map<string, Port>()
  #firstId = Infinity

  /** `label` is how error messages name the step. */
  constructor(native: Binding, label: string) {
    this.#native = native
    this.#label = label
  }

  /** What to put in the place of the native binding while the step runs. */
  binding(): Binding {
    const createTensor: Binding['createTensor'] = (shape, dtype, values) => {
      const id = this.#native.createTensor(shape, dtype, values)
      this.#created.set(id, { shape, dtype, values })
      return id
    }
    const executeOp: Binding['executeOp'] = (op, attrs, inputs, count) => {
      for (const [pattern, why] of REFUSED) if (pattern.test(op)) throw new Error(`${this.#label} uses the op ${op}, which ${why}.`)
      const outputs = this.#native.executeOp(op, attrs, inputs, count)
      const node = this.#add(
        op,
        inputs.map((id) => this.#port(id)),
        { ...this.#inferred(op, inputs), ...Object.fromEntries(attrs.map((attr) => [attr.name, this.#attr(op, attr)])) },
      )
      outputs.forEach((output, index) => this.#ports.set(output.id, { node, index }))
      return outputs
    }
    const runSavedModel: Binding['runSavedModel'] = () => {
      throw new Error(`${this.#label} runs another compiled step while it is being compiled. Call the step itself instead.`)
    }
    return Object.create(this.#native, Object.getOwnPropertyDescriptors({ createTensor, executeOp, runSavedModel })) as Binding
  }

  /** Makes the native tensor `id` an input, fed as `dtype`; a uint8 input is cast to float32 in the graph. */
  input(id: number, shape: readonly number[], dtype: number): void {
    const placeholder = this.#add(
      'Placeholder',
      [],
      { dtype: { kind: 'type', value: dtype }, shape: { kind: 'shape', value: shape } },
      true,
    )
    this.#placeholders.push(placeholder)
    const seen =
      dtype === this.#native.TF_UINT8
        ? this.#add('Cast', [{ node: placeholder, index: 0 }], {
            SrcT: { kind: 'type', value: dtype },
            DstT: { kind: 'type', value: this.#native.TF_FLOAT },
          })
        : placeholder
    this.#ports.set(id, { node: seen, index: 0 })
    this.#firstId = Math.min(this.#firstId, id)
  }

  /** Makes the native tensor `id` an output of the given shape, which can differ from the native one if only tfjs's label was changed. */
  output(id: number, shape: readonly number[]): void {
    const { dtype, shape: native } = this.#describe(id)
    const T: AttrValue = { kind: 'type', value: dtype }
    const port = this.#port(id)
    // An Identity makes every output port 0 of a node of its own, also where it is an input, a constant or one of several outputs.
    if (native.join() === shape.join()) this.#outputs.push(this.#add('Identity', [port], { T }))
    else {
      const { TF_INT32 } = this.#native
      const target = this.#constant(TF_INT32, [shape.length], Int32Array.from(shape))
      this.#outputs.push(this.#add('Reshape', [port, target], { T, Tshape: { kind: 'type', value: TF_INT32 } }))
    }
  }

  /** Whether the value of native tensor `id` can change from run to run. */
  isLive(id: number): boolean {
    return this.#ports.get(id)?.node.live ?? false
  }

  /** The nodes the outputs need, and all inputs, in order of execution, with the names of inputs and outputs. */
  graph(): { nodes: NodeDef[]; inputs: string[]; outputs: string[] } {
    const needed = new Set<Recorded>([...this.#placeholders, ...this.#outputs])
    for (const node of this.#nodes.toReversed()) if (needed.has(node)) for (const input of node.inputs) needed.add(input.node)
    const kept = this.#nodes.filter((node) => needed.has(node))
    const names = new Map(kept.map((node, index) => [node, `${node.op}_${index}`]))
    const nameOf = (node: Recorded): string => names.get(node) ?? ''
    return {
      nodes: kept.map((node) => ({
        name: nameOf(node),
        op: node.op,
        inputs: node.inputs.map((input) => `${nameOf(input.node)}:${input.index}`),
        attrs: node.attrs,
      })),
      inputs: this.#placeholders.map(nameOf),
      outputs: this.#outputs.map(nameOf),
    }
  }

  #add(op: string, inputs: readonly Port[], attrs: Attrs, live = inputs.some((input) => input.node.live)): Recorded {
    const node = { op, inputs, attrs, live }
    this.#nodes.push(node)
    return node
  }

  /** Where native tensor `id` comes from: an input, a recorded op, or else a constant whose value is frozen now. */
  #port(id: number): Port {
    const known = this.#ports.get(id)
    if (known) return known
    const { dtype, shape } = this.#describe(id)
    const port = this.#constant(dtype, shape, this.#created.get(id)?.values ?? this.#native.tensorDataSync(id))
    this.#ports.set(id, port)
    return port
  }

  #describe(id: number): { dtype: number; shape: number[] } {
    const made = this.#created.get(id)
    if (made) return made
    if (id > this.#firstId && !this.#ports.has(id)) {
      throw new Error(`${this.#label} uses a tensor that no op has made, so it cannot be recorded.`)
    }
    // The binding tells shape and dtype only of what an op returns.
    const [copy] = this.#native.executeOp('Identity', [], [id], 1)
    if (!copy) throw new Error(`${this.#label} uses a tensor that TensorFlow does not know.`)
    this.#native.deleteTensor(copy.id)
    return copy
  }

  /** Equal constants become one node. */
  #constant(dtype: number, shape: readonly number[], values: Numbers | Uint8Array[]): Port {
    const { TF_FLOAT, TF_INT32, TF_BOOL } = this.#native
    if (Array.isArray(values) || ![TF_FLOAT, TF_INT32, TF_BOOL].includes(dtype)) {
      throw new Error(`${this.#label} uses a constant that is neither float32, int32 nor bool. Keep strings outside.`)
    }
    // A copy, because the numbers may lie in an array that JavaScript overwrites later.
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice()
    const key = `${dtype} ${shape.join()} ${createHash('sha256').update(bytes).digest('base64')}`
    const same = this.#constants.get(key)
    if (same) return same
    const value: AttrValue = { kind: 'tensor', value: { dtype, shape, bytes } }
    const port = { node: this.#add('Const', [], { dtype: { kind: 'type', value: dtype }, value }), index: 0 }
    this.#constants.set(key, port)
    return port
  }

  #inferred(op: string, inputs: readonly number[]): Attrs {
    const attrs: Record<string, AttrValue> = {}
    for (const [name, index] of Object.entries(INFERRED[op] ?? {})) {
      const id = inputs[index]
      if (id !== undefined) attrs[name] = { kind: 'type', value: this.#describe(id).dtype }
    }
    return attrs
  }

  #attr(op: string, { name, type, value }: OpAttr): AttrValue {
    const native = this.#native
    if (type === native.TF_ATTR_STRING && typeof value === 'string') return { kind: 'string', value }
    if (type === native.TF_ATTR_INT && (typeof value === 'number' || isListOf(value, 'number'))) return { kind: 'int', value }
    if (type === native.TF_ATTR_FLOAT && (typeof value === 'number' || isListOf(value, 'number'))) return { kind: 'float', value }
    if (type === native.TF_ATTR_BOOL && (typeof value === 'boolean' || isListOf(value, 'boolean'))) return { kind: 'bool', value }
    if (type === native.TF_ATTR_TYPE && typeof value === 'number') return { kind: 'type', value }
    if (type === native.TF_ATTR_SHAPE && isListOf(value, 'number')) return { kind: 'shape', value }
    throw new Error(`${this.#label} uses the op ${op} with an attribute "${name}" of a kind that cannot be written into a graph.`)
  }
}

interface Primitives {
  number: number
  boolean: boolean
}

function isListOf<K extends keyof Primitives>(value: unknown, kind: K): value is Primitives[K][] {
  return Array.isArray(value) && value.every((entry) => typeof entry === kind)
}
