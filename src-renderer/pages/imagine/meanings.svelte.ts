// What the latent numbers and the principal axes of one encoded dataset stand for, measured when the encoding is there.
import { isShapes } from '../../../src-shared/domains/dataset.ts'
import type { DatasetSettings } from '../../../src-shared/recipe/recipe.ts'
import type { Factors } from '../../../src-shared/domains/shapes/classes.ts'
import { samplePicture } from '../../../src-shared/domains/shapes/dataset.ts'
import { afterFrame } from '../../components/after-frame.ts'
import { resource } from '../../lab/resource.svelte.ts'
import { alongAxis, type Axis } from './axes.ts'
import { factorsOf, meaningWords, sharesOf } from './factors.ts'
import type { Studio } from './studio.ts'

/** Pictures measured: with as many, a share is exact to about a percent. */
const most = 6000
/** Pictures whose factors are worked out between two chances for the page to do something else. */
const atOnce = 300

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
  const measured = resource((signal) => (data === null || !isShapes(settings) ? null : measure(data, settings, signal)))
  async function measure(encoded: NonNullable<typeof data>, of: DatasetSettings, signal: AbortSignal): Promise<Meanings> {
    // The first ones: the classes take turns in the dataset, so all of them are among these.
    const pictures: Factors[] = []
    for (let index = 0; index < Math.min(most, encoded.count) && !signal.aborted; index++) {
      // Little by little: the page comes on screen first, and follows its sliders.
      if (index % atOnce === 0) await new Promise<void>(afterFrame)
      pictures.push(samplePicture(of, index))
    }
    const factors = factorsOf(pictures)
    const words = new Map<Axis, string>()
    return {
      count: pictures.length,
      of(axis) {
        const known = words.get(axis) ?? meaningWords(sharesOf(alongAxis(encoded, axis), factors))
        words.set(axis, known)
        return known
      },
    }
  }
  return {
    get current() {
      return data === null ? null : (measured.value ?? null)
    },
  }
}
