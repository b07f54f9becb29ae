// The yardstick of one encoded dataset, measured when it is first wanted.
import { splitsOf } from '../../dataset/draw.ts'
import { indicesOf } from '../../../src-shared/domains/shapes/dataset.ts'
import { afterFrame } from '../../components/after-frame.ts'
import { resource } from '../../lab/resource.svelte.ts'
import type { EncodedDataset } from './encoding.svelte.ts'
import type { LatentSpace } from './space.svelte.ts'
import { measureSpread, type Spread } from './spread.ts'

/** How far test pictures lie from the training pictures, and any point from these. Null until it is measured. */
export function openSpread(of: () => { space: LatentSpace; data: EncodedDataset } | null): {
  readonly spread: Spread | null
  distanceOf(z: readonly number[]): number | null
} {
  const known = $derived(of())
  const parts = $derived.by(() => {
    if (!known) return null
    const { space, data } = known
    const split = splitsOf(space.header.dataset)
    const train = indicesOf(split, 'train')
    const latents = new Float32Array(train.length * data.latent)
    train.forEach((index, at) => {
      latents.set(data.latents.subarray(index * data.latent, (index + 1) * data.latent), at * data.latent)
    })
    return { space, data, latents, test: indicesOf(split, 'test') }
  })
  const measured = resource((signal) => {
    if (!parts) return null
    const { space, data, latents, test } = parts
    const distanceTo = (index: number): number =>
      space.nearest(data.latents.subarray(index * data.latent, (index + 1) * data.latent), latents).distance
    return measureSpread(test, distanceTo, () => new Promise<void>(afterFrame), signal)
  })
  return {
    get spread() {
      return parts ? (measured.value ?? null) : null
    },
    distanceOf(z) {
      return parts ? parts.space.nearest(z, parts.latents).distance : null
    },
  }
}
