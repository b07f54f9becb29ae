// The lab's own kind of network, a list of layers, as a network that is looked into.
import type { Architecture, Layer } from '../../../src-shared/recipe/recipe.ts'
import { tapShapes } from '../../../src-shared/network/layer-shapes.ts'
import { tf } from '../../tensorflow/tf.ts'
import { foldClassifier } from './folded/classifier.ts'
import { deepest, type Network, type NetworkInfo, type Tap, type Taps } from './network.ts'
import { forward } from './sequential.ts'

/** Where a network of the lab tells its classes: a dense layer before the softmax. */
const logits = 'logits'

/** Every activation of a list of layers: "conv1" before the activation function of conv1, "conv1.relu" after it. */
export function sequentialTaps(architecture: Architecture): Tap[] {
  const shapes = tapShapes(architecture)
  const input: Tap = { name: 'input', shape: shapes['input']!, stage: 'only', layer: 'input', activation: null, weighted: false }
  return [input, ...architecture.layers.flatMap((layer) => tapsOfLayer(layer, shapes[layer.name]!))]
}

function tapsOfLayer(layer: Layer, shape: readonly number[]): Tap[] {
  const { name } = layer
  if (!('activation' in layer)) return [{ name, shape, stage: 'only', layer: name, activation: null, weighted: false }]
  const { activation } = layer
  if (activation === 'linear') return [{ name, shape, stage: 'only', layer: name, activation: null, weighted: true }]
  const both = { shape, layer: name, activation, weighted: true } as const
  return [
    { name, stage: 'before', ...both },
    { name: `${name}.${activation}`, stage: 'after', ...both },
  ]
}

/** What is known of a list of layers that takes pictures, before any weight. `classes`: names of the classes, by number without them. */
export function sequentialInfo(architecture: Architecture, classes?: readonly string[]): NetworkInfo {
  const [height, width, channels] = architecture.input
  if (height === undefined || width === undefined || channels === undefined)
    throw new RangeError(`A network that is looked into takes pictures; this one takes ${architecture.input.join(' x ')} numbers.`)
  const taps = sequentialTaps(architecture)
  const told = taps.find(({ name }) => name === logits)?.shape[0]
  return {
    input: { height, width, channels, background: new Array<number>(channels).fill(0) },
    taps,
    classes: told === undefined ? null : { tap: logits, names: Array.from({ length: told }, (_, at) => classes?.[at] ?? String(at)) },
  }
}

/**
 * A list of layers with its weights, in the order of `weightSpecs`, as a network that is looked into. The weights go over to it: its
 * `dispose` frees them. Pictures are taken in [0, 1] as they are.
 */
export function sequentialNetwork(architecture: Architecture, weights: readonly tf.Tensor[], classes?: readonly string[]): Network {
  const info = sequentialInfo(architecture, classes)
  const upTo = (wanted: readonly string[]): string => info.taps[deepest(info, wanted)]!.name
  return {
    info,
    weights,
    run(pictures, wanted, { weights: given = weights, touch } = {}) {
      const until = upTo(wanted)
      const all: Taps = until === 'input' ? { input: pictures } : forward(architecture, given, pictures, until, touch)
      return picked(all, wanted)
    },
    byPhases(reads) {
      const wanted = reads.map(({ tap }) => tap)
      const values = weights.map((one) => one.dataSync<'float32'>())
      const folded = foldClassifier(architecture, values, reads, upTo(wanted))
      return folded && ((phases) => picked(folded(phases), wanted))
    },
    dispose: () => tf.dispose([...weights]),
  }
}

const picked = (all: Taps, wanted: readonly string[]): Taps => Object.fromEntries(wanted.map((name) => [name, all[name]!]))
