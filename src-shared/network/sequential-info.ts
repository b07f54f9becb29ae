// What is known of the lab's own kind of network, a list of layers, before any weight.
import type { Architecture, Layer } from '../recipe/recipe.ts'
import { tapShapes } from './layer-shapes.ts'
import type { NetworkInfo, Tap } from './network-info.ts'

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
