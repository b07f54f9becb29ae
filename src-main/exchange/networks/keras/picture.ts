// What a model of Keras takes.
import { z } from 'zod'
import type { ReadOptions } from '../kind.ts'
import { refused } from '../refusal.ts'
import { type PictureShape, pictureOfShape } from '../picture.ts'
import type { LayerSpec } from './topology.ts'

const sides = z.array(z.int().min(1).max(1_000_000_000).nullable()).min(1).max(8)

/** Throws `invalid` for anything but one picture. */
export function pictureOf(model: LayerSpec, options: ReadOptions): PictureShape {
  const { inputs } = model.model!
  if (inputs.length !== 1)
    throw refused(`it takes ${inputs.length} inputs at once`, 'Only networks that take one picture can be looked into.')
  const shape = shapeOf(model)
  if (!shape) throw refused('its file does not say which pictures it takes', 'Call the model on a picture once, and save it again.')
  return pictureOfShape(shape, options)
}

/** The shape of the input, its batch first; null where the file does not say. */
function shapeOf(layer: LayerSpec): (number | null)[] | null {
  const { config, model } = layer
  for (const stated of [config['batch_shape'], config['batch_input_shape'], config['build_input_shape']]) {
    const shape = sides.safeParse(stated)
    if (shape.success) return shape.data
  }
  const bare = sides.safeParse(config['shape'] ?? config['input_shape'])
  if (bare.success) return [null, ...bare.data]
  const entry = model?.inputs[0]?.layer
  if (!entry) return null
  // A model that begins with a model.
  return shapeOf(entry) ?? (model.layers[1]?.model ? shapeOf(model.layers[1]) : null)
}
