// The layers of a large network, folded: those between two changes of resolution stand together.
import { type LayerInfo, sizeWords } from '../../visualization/units.ts'

export interface LayerBlock {
  /** "112 × 112", or "one number each" behind the last layer with space. */
  title: string
  /** "conv1 to conv_pw_1": the first and the last. */
  span: string
  layers: readonly LayerInfo[]
}

/** From so many layers, or units of one layer, on a mosaic of them all is neither quick nor readable. */
const mostLayers = 16
const mostUnits = 256
export const isLarge = (layers: readonly LayerInfo[]): boolean => layers.length > mostLayers || layers.some((one) => one.units > mostUnits)

/** In the order of the network. Every layer is in one block; branches of unlike resolution that alternate make a block each time. */
export function blocksOf(layers: readonly LayerInfo[]): LayerBlock[] {
  const blocks: { title: string; layers: LayerInfo[] }[] = []
  for (const layer of layers) {
    const title = layer.kind === 'conv' ? `${layer.width} × ${layer.height}` : 'one number each'
    const last = blocks.at(-1)
    if (last?.title === title) last.layers.push(layer)
    else blocks.push({ title, layers: [layer] })
  }
  return blocks.map((one) => ({ ...one, span: spanOf(one.layers) }))
}

function spanOf(layers: readonly LayerInfo[]): string {
  const [first, last] = [layers[0]!.name, layers.at(-1)!.name]
  return first === last ? first : `${first} to ${last}`
}

/** The layers whose name or size holds every word that was typed, in any case. */
export function layersLike(layers: readonly LayerInfo[], typed: string): LayerInfo[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  return layers.filter((one) => {
    const text =
      `${one.name} ${sizeWords(one)} ${one.kind === 'conv' ? `${one.width} × ${one.height} ${one.width}x${one.height}` : ''}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
