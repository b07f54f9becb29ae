// The datasets of pictures that were brought, of one size: what a network of another make can be shown.
import type { PicturesDataset } from '../../src-shared/domains/pictures/settings.ts'
import { picturesOfRun } from '../../src-shared/run/results/own-pictures.ts'
import { lab } from '../lab/lab.svelte.ts'
import { resource } from '../lab/resource.svelte.ts'

/** Newest first; none while `side` is null. To be called while a component is made. */
export function ownDatasets(side: () => number | null): { readonly list: readonly PicturesDataset[] } {
  const asked = resource((signal) => {
    void lab.models
    return side() === null ? null : lab.client.listRuns({ kinds: ['pictures'], states: ['finished'], limit: 200 }, signal)
  })
  const list = $derived(
    (asked.value?.runs ?? []).flatMap((run) => {
      const dataset = picturesOfRun(run)
      return dataset?.size === side() ? [dataset] : []
    }),
  )
  return {
    get list() {
      return list
    },
  }
}
