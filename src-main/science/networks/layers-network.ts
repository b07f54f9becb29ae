// A TensorFlow.js layers model, as Keras and other programs write them, as a network that is looked into.
import { tf } from '../../tensorflow/tf.ts'
import { type LayersGraph, type LayersModel, type LayerStep, layersGraph } from './layers-graph.ts'
import { deepest, type NetworkInfo, type Tap } from '../../../src-shared/network/network-info.ts'
import type { Network, RunOptions, Taps } from './network.ts'

/** How the network wants its pictures; each list has one number for each channel. */
export interface Preprocessing {
  /** A picture in [0, 1] is multiplied with `scale`, and `shift` is added: 255 and 0, or 2 and -1, for example. */
  readonly scale: readonly number[]
  readonly shift: readonly number[]
}

export interface LayersNetworkOptions {
  /** Without it the network takes [0, 1]. */
  readonly preprocessing?: Preprocessing
  /** Colour in [0, 1] of what lies outside of a picture; black without it. */
  readonly background?: readonly number[]
  /** Names of the classes, by number without them. */
  readonly classNames?: readonly string[]
}

/**
 * The model as a network; it goes over to it, changed: activation functions are taken out of its layers, so that "conv" is read before and
 * "conv.relu" after the function. A softmax at the end belongs to no class: the classes are told before it. Throws a RangeError, in words
 * for the user, for a model that does not take one picture of a fixed size.
 */
export function layersNetwork(model: LayersModel, options: LayersNetworkOptions = {}): Network {
  const graph = layersGraph(model)
  const info = infoOf(model, graph, options)
  const variables = [...new Set(model.weights)] as unknown as { val: tf.Tensor }[]
  const weights = variables.map(({ val }) => val)
  const { scale, shift } = options.preprocessing ?? {}
  const prepared = (pictures: tf.Tensor4D): tf.Tensor => {
    if (!scale || !shift) return pictures
    return pictures.mul(tf.tensor1d([...scale])).add(tf.tensor1d([...shift]))
  }

  function compute(pictures: tf.Tensor4D, wanted: readonly string[], touch: RunOptions['touch']): Taps {
    deepest(info, wanted)
    const taps: Taps = { input: pictures }
    const results = new Map<string, tf.Tensor>()
    const needed = neededFor(graph, wanted)
    const see = (tap: string, value: tf.Tensor): tf.Tensor => {
      const seen = touch ? touch(tap, value) : value
      taps[tap] = seen
      return seen
    }
    for (const step of graph.steps) {
      if (!needed.has(step.name)) continue
      const inputs = step.inputs.map((name) => (name === 'input' ? prepared(pictures) : results.get(name)!))
      const before = see(step.name, step.compute(inputs))
      results.set(step.name, step.activation ? see(afterName(step), step.activation.apply(before)) : before)
    }
    return Object.fromEntries(wanted.map((name) => [name, taps[name]!]))
  }

  return {
    info,
    weights,
    run(pictures, wanted, { weights: given, touch } = {}) {
      if (!given) return compute(pictures, wanted, touch)
      // Layers read their variables while they are computed: for so long others stand in their place.
      variables.forEach((variable, at) => {
        variable.val = given[at]!
      })
      try {
        return compute(pictures, wanted, touch)
      } finally {
        variables.forEach((variable, at) => {
          variable.val = weights[at]!
        })
      }
    },
    dispose: () => {
      model.dispose()
    },
  }
}

const afterName = ({ name, activation }: LayerStep): string => `${name}.${activation!.name}`

/** The steps that the wanted taps need. */
function neededFor({ steps }: LayersGraph, wanted: readonly string[]): Set<string> {
  const needed = new Set<string>()
  const byName = new Map(steps.map((step) => [step.name, step]))
  const add = (name: string): void => {
    if (name === 'input' || needed.has(name)) return
    needed.add(name)
    for (const input of byName.get(name)!.inputs) add(input)
  }
  for (const step of steps) if (wanted.includes(step.name) || (step.activation && wanted.includes(afterName(step)))) add(step.name)
  return needed
}

function infoOf(model: LayersModel, graph: LayersGraph, { preprocessing, background, classNames }: LayersNetworkOptions): NetworkInfo {
  const sides = model.inputs[0]!.shape.slice(1)
  const [height, width, channels] = sides
  if (sides.length !== 3 || !height || !width || !channels)
    throw new RangeError(
      `This network takes ${sides.map((one) => one ?? 'any number').join(' x ')}; a network that is looked into takes one picture of a ` +
        'fixed height, width and number of channels.',
    )
  for (const list of [preprocessing?.scale, preprocessing?.shift, background])
    if (list && list.length !== channels)
      throw new RangeError(`This network has ${channels} channels; its preprocessing is told for ${list.length}.`)
  const input: Tap = { name: 'input', shape: [height, width, channels], stage: 'only', layer: 'input', activation: null, weighted: false }
  return {
    input: { height, width, channels, background: background ?? new Array<number>(channels).fill(0) },
    taps: [input, ...graph.steps.flatMap(tapsOf)],
    classes: classesOf(graph, classNames),
  }
}

function tapsOf(step: LayerStep): Tap[] {
  const { name, shape, weighted, activation } = step
  if (!activation) return [{ name, shape, stage: 'only', layer: name, activation: null, weighted }]
  const both = { shape, layer: name, activation: activation.name, weighted } as const
  return [
    { name, stage: 'before', ...both },
    { name: afterName(step), stage: 'after', ...both },
  ]
}

/** Where the classes are told: the answer of the model, before a softmax or sigmoid; null where it is not one number for each class. */
function classesOf({ steps, output }: LayersGraph, names?: readonly string[]): NetworkInfo['classes'] {
  const byName = new Map(steps.map((step) => [step.name, step]))
  let last = byName.get(output)
  while (last?.softmax) last = byName.get(last.inputs[0]!)
  if (last?.shape.length !== 1) return null
  const tap = last.activation && !['softmax', 'sigmoid'].includes(last.activation.name) ? afterName(last) : last.name
  return { tap, names: Array.from({ length: last.shape[0]! }, (_, at) => names?.[at] ?? String(at)) }
}
