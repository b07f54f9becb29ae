// Which layers of two networks can be matched, and the pictures on which both can be asked. Pure.
import type { PicturesDataset } from '../../../src-shared/domains/pictures/settings.ts'
import { datasetOf } from '../../../src-shared/network/model-file.ts'
import { type MatchRecipe, matchRecipe } from '../../../src-shared/recipe/recipe.ts'
import type { LayerInfo } from '../../visualization/units.ts'
import type { ComparedNetwork } from './compared-networks.svelte.ts'

/** Those whose units are numbered arbitrarily: classes need no matching. */
export const matchable = (layers: readonly LayerInfo[]): LayerInfo[] => layers.filter(({ kind }) => kind !== 'logits')

/** The layer that an activation is of. */
export const layerOf = (layers: readonly LayerInfo[], tap: string): LayerInfo | undefined =>
  layers.find(({ name, after }) => name === tap || after === tap)

/** "conv3", "conv3 after ReLU". */
export function tapWords(layers: readonly LayerInfo[], tap: string): string {
  const layer = layerOf(layers, tap)
  return layer?.after === tap ? `${layer.name} after ${layer.activation}` : tap
}

/** The activations of a layer that a unit's picture may be of: the one asked for first, then before and after its function. */
export function tapsOf(layers: readonly LayerInfo[], tap: string): string[] {
  const layer = layerOf(layers, tap)
  return [...new Set([tap, ...(layer ? [layer.name] : []), ...(layer?.after ? [layer.after] : [])])]
}

/** The activation to match with one of another network: of the layer of the same name or, where there is none, of one as deep. */
export function counterpart(tap: string, here: readonly LayerInfo[], there: readonly LayerInfo[]): string | null {
  if (layerOf(there, tap)) return tap
  const layer = layerOf(here, tap)
  const depth = layer && here.length > 1 ? here.indexOf(layer) / (here.length - 1) : 0
  const other = there[Math.round(depth * (there.length - 1))]
  return other ? ((layer?.after === tap ? other.after : null) ?? other.name) : null
}

interface Asked {
  networks: readonly [ComparedNetwork, ComparedNetwork]
  layer: string
  otherLayer: string
  /** Pictures that were brought, for networks that have learnt from none that the lab knows. */
  among: PicturesDataset | null
}
/** Whether the lab knows pictures that one of the networks learnt from: both are then asked on those. */
export const hasLearnt = (networks: Asked['networks']): boolean => networks.some(({ subject }) => datasetOf(subject.header) !== null)

/** The run that matches them; null where there are no pictures to ask them on. */
export function matchingOf({ networks, layer, otherLayer, among }: Asked): MatchRecipe | null {
  const learnt = hasLearnt(networks)
  if (!learnt && among === null) return null
  return matchRecipe.parse({
    kind: 'match',
    model: networks[0].model,
    other: networks[1].model,
    layer,
    ...(otherLayer === layer ? {} : { otherLayer }),
    // What was learnt from says little; pictures that neither has learnt from may all be asked.
    ...(learnt ? { split: 'validation' } : { split: 'all', among }),
  })
}
