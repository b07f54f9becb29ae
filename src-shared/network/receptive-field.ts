// Which part of the picture one place of a layer can see: worked out from the layers alone.
import { outputShape } from './layer-shapes.ts'
import type { Architecture } from '../recipe/recipe.ts'

/** A rectangle of pixels. */
export interface Field {
  x: number
  y: number
  width: number
  height: number
}

/**
 * The pixels that can change the value of `tap` at (x, y), for a network that takes pictures: all others leave it as it is. `whole` is the
 * same without the picture's edge: it may reach beyond it, where the network pads with zeros, and has the same size at every place that
 * does not touch the edge of a layer between. A layer without space sees the whole picture. Throws a RangeError for a tap that there is
 * not.
 *
 * A convolution of side k reaches floor((k - 1) / 2) to the left and above, and the rest to the right and below ("same" padding); a pool of
 * 2 x 2 doubles; an upsampling halves.
 */
export function receptiveField(architecture: Architecture, tap: string, x: number, y: number): { seen: Field; whole: Field } {
  const [height = 1, width = 1] = architecture.input
  const picture: Field = { x: 0, y: 0, width, height }
  const last = architecture.layers.findIndex((one) => one.name === tap || ('activation' in one && `${one.name}.${one.activation}` === tap))
  if (last < 0 && tap !== 'input') throw new RangeError(`This network has no layer "${tap}".`)
  const upTo = architecture.layers.slice(0, last + 1)
  if (upTo.some(({ kind }) => kind === 'flatten' || kind === 'dense' || kind === 'reshape')) return { seen: picture, whole: picture }
  /** Sizes of the inputs of each layer. */
  const sizes: [number, number][] = []
  let shape = architecture.input
  for (const layer of upTo) {
    sizes.push([shape[0]!, shape[1]!])
    shape = outputShape(layer, shape)
  }
  const back = (clipped: boolean): Field => {
    let [left, right, top, bottom] = [x, x, y, y]
    for (let at = upTo.length - 1; at >= 0; at--) {
      const layer = upTo[at]!
      if (layer.kind === 'conv') {
        const before = Math.floor((layer.kernel - 1) / 2)
        const after = layer.kernel - 1 - before
        ;[left, right, top, bottom] = [left - before, right + after, top - before, bottom + after]
      } else if (layer.kind === 'pool') [left, right, top, bottom] = [2 * left, 2 * right + 1, 2 * top, 2 * bottom + 1]
      else if (layer.kind === 'upsample')
        [left, right, top, bottom] = [Math.floor(left / 2), Math.floor(right / 2), Math.floor(top / 2), Math.floor(bottom / 2)]
      if (!clipped) continue
      const [high, wide] = sizes[at]!
      ;[left, right, top, bottom] = [Math.max(0, left), Math.min(wide - 1, right), Math.max(0, top), Math.min(high - 1, bottom)]
    }
    return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 }
  }
  return { seen: back(true), whole: back(false) }
}
