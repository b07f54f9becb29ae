// The layers of a TensorFlow.js layers model in the order in which they can be computed, models inside of it included.
import { tf } from '../../tensorflow/tf.ts'

export type LayersModel = Awaited<ReturnType<typeof tf.loadLayersModel>>
type AnyLayer = LayersModel['layers'][number]
type Symbolic = LayersModel['inputs'][number]
interface GraphNode {
  readonly id: number
  readonly outboundLayer: AnyLayer
  readonly inputTensors: Symbolic[]
  readonly outputTensors: Symbolic[]
  readonly callArgs?: Record<string, unknown>
}
/** What is read of a model that the types of TensorFlow.js keep to themselves. */
interface Inside {
  readonly layers: AnyLayer[]
  readonly inputs: Symbolic[]
  readonly outputs: Symbolic[]
  readonly nodesByDepth: Record<string, GraphNode[]>
}
type Activation = { apply(x: tf.Tensor): tf.Tensor; getClassName(): string }

/** One use of a layer. Values are known by the names of the steps that give them; "input" is the picture. */
export interface LayerStep {
  /** The name of the layer; with a number where it is used more than once. */
  readonly name: string
  readonly inputs: readonly string[]
  /** Without the batch. */
  readonly shape: readonly number[]
  readonly weighted: boolean
  /** The layer without its activation function. */
  compute(inputs: tf.Tensor[]): tf.Tensor
  /** Its activation function; null where it has none, or is one itself. */
  readonly activation: { readonly name: string; apply(x: tf.Tensor): tf.Tensor } | null
  /** A softmax, which is not part of the logits. */
  readonly softmax: boolean
}

export interface LayersGraph {
  readonly steps: readonly LayerStep[]
  /** The name of the step that gives the answer of the model. */
  readonly output: string
}

/**
 * Reads a model of one input and one output. The model is changed: activation functions are taken out of its layers, so that what they are
 * given can be seen. Throws a RangeError for a layer that takes no single tensor or answers several.
 */
export function layersGraph(model: LayersModel): LayersGraph {
  const steps: LayerStep[] = []
  const names = new Set(['input'])
  const taken = new Map<AnyLayer, Activation | null>()
  const nameFor = (wanted: string): string => {
    let name = wanted
    for (let at = 2; names.has(name); at++) name = `${wanted} ${at}`
    names.add(name)
    return name
  }

  /** Adds the steps of a model whose inputs are given by these names; returns those of its outputs. */
  function walk(inside: Inside, given: readonly string[]): string[] {
    const known = new Map<number, string>(inside.inputs.map((one, at) => [one.id, given[at]!]))
    const depths = Object.keys(inside.nodesByDepth).map(Number)
    for (const depth of depths.sort((a, b) => b - a)) {
      for (const node of inside.nodesByDepth[depth]!) {
        const { outboundLayer: layer, inputTensors, outputTensors, callArgs } = node
        if (inputTensors.length === 0 || outputTensors.every(({ id }) => known.has(id))) continue
        const inputs = inputTensors.map(({ id }) => known.get(id)!)
        const gives = 'nodesByDepth' in layer ? walk(layer as unknown as Inside, inputs) : [add(layer, inputs, outputTensors, callArgs)]
        outputTensors.forEach(({ id }, at) => known.set(id, gives[at]!))
      }
    }
    return inside.outputs.map(({ id }) => known.get(id)!)
  }

  function add(layer: AnyLayer, inputs: string[], outputs: readonly Symbolic[], callArgs: Record<string, unknown> = {}): string {
    if (outputs.length !== 1)
      throw new RangeError(`The layer "${layer.name}" gives ${outputs.length} answers. Only layers of one answer can be looked into.`)
    const kind = layer.getClassName()
    const alone = ['Activation', 'ReLU', 'LeakyReLU', 'ELU', 'PReLU', 'Softmax', 'ThresholdedReLU'].includes(kind)
    if (!taken.has(layer)) taken.set(layer, alone ? null : takeActivation(layer))
    const activation = taken.get(layer)!
    const name = nameFor(layer.name)
    steps.push({
      name,
      inputs,
      shape: outputs[0]!.shape.slice(1) as number[],
      weighted: layer.weights.length > 0 && kind !== 'BatchNormalization' && kind !== 'PReLU',
      compute: (values) => layer.call(values, { ...callArgs, training: false }) as tf.Tensor,
      activation: activation && { name: activation.getClassName(), apply: (x) => activation.apply(x) },
      softmax: kind === 'Softmax' || (kind === 'Activation' && activationOf(layer)?.getClassName() === 'softmax'),
    })
    return name
  }

  const inside = model as unknown as Inside
  if (inside.inputs.length !== 1 || inside.outputs.length !== 1)
    throw new RangeError(
      `This network has ${inside.inputs.length} inputs and ${inside.outputs.length} outputs. Only networks of one each can be looked into.`,
    )
  const [output] = walk(inside, ['input'])
  return { steps, output: output! }
}

const activationOf = (layer: AnyLayer): Activation | null => (layer as unknown as { activation?: Activation | null }).activation ?? null

/** The activation function of a layer, which is linear from now on; null where it was linear before. */
function takeActivation(layer: AnyLayer): Activation | null {
  const own = activationOf(layer)
  if (!own || own.getClassName() === 'linear') return null
  const linear = activationOf(tf.layers.activation({ activation: 'linear' }) as AnyLayer)
  Object.assign(layer, { activation: linear })
  return own
}
