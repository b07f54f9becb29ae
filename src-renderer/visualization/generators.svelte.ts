// The autoencoders that can draw for a classifier: those of its picture size.
import { datasetOf } from '../../src-shared/network/model-file.ts'
import type { ModelEntry } from '../../src-shared/contract.ts'
import { lab } from '../lab/lab.svelte.ts'
import { resource } from '../lab/resource.svelte.ts'

export interface Generators {
  readonly list: readonly ModelEntry[]
  /** Hash of the wished one if it fits, else of the lab's usual one, else of any; null if there is none. */
  pick(wished: string | null): string | null
}

/** `size` is the side of the network's pictures; null while it is not known, or where they are none that a generator of the lab draws. */
export function fittingGenerators(size: () => number | null): Generators {
  const sizes = resource(
    async () =>
      new Map(
        await Promise.all(
          lab.generators.map(
            async ({ hash }): Promise<[string, number | null]> => [hash, datasetOf(await lab.client.modelHeader({ hash }))?.size ?? null],
          ),
        ),
      ),
  )
  const list = $derived(size() === null ? [] : lab.generators.filter((one) => sizes.value?.get(one.hash) === size()))
  return {
    get list() {
      return list
    },
    pick: (wished) =>
      (list.find((one) => one.hash === wished) ?? list.find((one) => one.hash === lab.generator?.hash) ?? list[0])?.hash ?? null,
  }
}
