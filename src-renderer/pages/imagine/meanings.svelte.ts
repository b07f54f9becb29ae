// What the latent numbers and the principal axes of one encoded dataset stand for, measured when the encoding is there.
import { afterFrame } from '../../parts/after-frame.ts'
import { resource } from '../../resource.svelte.ts'
import { alongAxis, type Axis } from './axes.ts'
import { factorsOf, meaningWords, sharesOf } from './factors.ts'
import type { Studio } from './studio.ts'

/** Pictures measured: with as many, a share is exact to about a percent. */
const most = 6000

export interface Meanings {
  /** How many pictures were measured. */
  count: number
  /** In words, such as "mostly colour (explains 71 % of it)". */
  of(axis: Axis): string
}

/** Null until the dataset is encoded and its factors are known. */
export function openMeanings(studio: () => Studio): { readonly current: Meanings | null } {
  const data = $derived(studio().encoding.data)
  const settings = $derived(studio().space.header.dataset)
  const measured = resource(() => (data === null ? null : measure(data, settings)))
  async function measure(encoded: NonNullable<typeof data>, of: typeof settings): Promise<Meanings> {
    // The factors of thousands of pictures take a moment: the page comes on screen first.
    await new Promise<void>(afterFrame)
    const factors = factorsOf(of, Math.min(most, encoded.count))
    const words = new Map<Axis, string>()
    return {
      count: factors[0]?.groups.length ?? 0,
      of(axis) {
        const known = words.get(axis) ?? meaningWords(sharesOf(alongAxis(encoded, axis), factors))
        words.set(axis, known)
        return known
      },
    }
  }
  return { get current() { return data === null ? null : measured.value ?? null } }
}
