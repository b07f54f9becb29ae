// What a network makes of the shape of its input, layer by layer: known from its description alone, before any number is computed.
import type { Architecture, Layer } from '../recipe/recipe.ts'

/**
 * Shape of each tap without the batch, [height, width, channels] or [units], in the order of the layers. The record has no prototype, so
 * that a name from outside, such as "constructor", finds a layer or nothing.
 */
export function tapShapes(architecture: Architecture): Record<string, number[]> {
  const shapes = Object.create(null) as Record<string, number[]>
  shapes['input'] = architecture.input
  let shape = architecture.input
  for (const layer of architecture.layers) {
    shape = outputShape(layer, shape)
    shapes[layer.name] = shape
    if ('activation' in layer && layer.activation !== 'linear') shapes[`${layer.name}.${layer.activation}`] = shape
  }
  return shapes
}

/** Shape of a layer's output, from that of its input. */
export function outputShape(layer: Layer, shape: number[]): number[] {
  const [height = 1, width = 1] = shape
  switch (layer.kind) {
    case 'conv':
      return [height, width, layer.filters]
    case 'dense':
      return [layer.units]
    case 'pool':
      return [Math.floor(height / 2), Math.floor(width / 2), shape[2]!]
    case 'upsample':
      return [height * 2, width * 2, shape[2]!]
    case 'flatten':
      return [size(shape)]
    case 'reshape':
      return [...layer.shape]
  }
}

/** How many numbers something of this shape holds. */
export function size(shape: readonly number[]): number {
  return shape.reduce((product, one) => product * one, 1)
}
