// What the two directions of the map stand for: a principal axis of the encoded dataset, or one latent number as it is.
import type { EncodedDataset } from './encoding.svelte.ts'
import type { LatentSpace } from './space.svelte.ts'
import { dialName } from './studio.ts'

/** "p0" is the first principal axis, "z0" the first latent number. */
export type Axis = `p${number}` | `z${number}`

export function axisOptions({ latent, axes, explained }: EncodedDataset): { value: Axis; label: string; group: string }[] {
  return [
    ...axes.map((_, at) => ({
      value: `p${at}` as Axis,
      label: `axis ${at + 1} (${Math.round(100 * (explained[at] ?? 0))} % of the variance)`,
      group: 'Principal axes',
    })),
    ...Array.from({ length: latent }, (_, at) => ({ value: `z${at}` as Axis, label: dialName(at), group: 'Latent numbers' })),
  ]
}

/** Where every picture of the dataset lies along a direction. */
export function alongAxis(data: EncodedDataset, axis: Axis): Float32Array {
  const at = Number(axis.slice(1))
  const [from, stride] = axis.startsWith('p') ? [data.map, 2] : [data.latents, data.latent]
  const out = new Float32Array(data.count)
  for (let index = 0; index < out.length; index++) out[index] = from[index * stride + at]!
  return out
}
export const cloudOf = (data: EncodedDataset, across: Axis, up: Axis): { xs: Float32Array; ys: Float32Array } => ({
  xs: alongAxis(data, across),
  ys: alongAxis(data, up),
})

/** Where a latent vector lies on the map. */
export function placeOf(data: EncodedDataset, space: LatentSpace, z: readonly number[], across: Axis, up: Axis): { x: number; y: number } {
  const along = (axis: Axis): number => {
    const at = Number(axis.slice(1))
    if (axis.startsWith('z')) return z[at]!
    return data.axes[at]?.reduce((sum, weight, k) => sum + weight * (z[k]! - space.mean[k]!), 0) ?? 0
  }
  return { x: along(across), y: along(up) }
}
