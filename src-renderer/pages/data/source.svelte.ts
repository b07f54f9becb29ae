// Which dataset is looked at: the one the chosen classifier learnt from, one of a run, or the usual one.
import { datasetOf } from '../../../src-shared/network/model-file.ts'
import type { ModelEntry } from '../../../src-shared/contract.ts'
import { datasetOfRun } from '../../dataset/of-run.ts'
import { newDataset, type DatasetSpec } from '../../../src-shared/recipe/recipe.ts'
import type { Run } from '../../../src-shared/run/run.ts'
import { lab } from '../../lab/lab.svelte.ts'
import { headerOf } from '../../lab/model-header.svelte.ts'
import { resource } from '../../lab/resource.svelte.ts'

/** The value of `dataset` in an address for the usual settings; other values are ids of runs, and none is the chosen classifier's. */
export const usual = 'usual'

export interface Source {
  settings: DatasetSpec
  /** Where it comes from, as the end of a sentence: "the dataset of …". */
  from: string
  run: Run | null
  /** The classifier that learnt from it, when that is how it was found. */
  model: ModelEntry | null
}
export interface DatasetSource {
  readonly current: Source | null
  readonly error: unknown
  readonly runs: readonly Run[]
  reload(): void
}

/** To be called while a component is made; `wanted` is the address's word for it. */
export function datasetSource(wanted: () => string | undefined): DatasetSource {
  const model = $derived(wanted() === undefined ? lab.classifier : null)
  const id = $derived(wanted() === undefined || wanted() === usual ? null : wanted()!)
  const hash = $derived(model?.hash ?? null)
  const header = headerOf(() => hash)
  const detail = resource(() => {
    // The run's state changes while it draws.
    void lab.jobs
    return id === null ? null : lab.client.getRun({ id })
  })
  const listed = resource(() => {
    void lab.jobs
    return lab.client.listRuns({ kinds: ['dataset', 'pictures'], parent: null, limit: 100 })
  })
  const current: Source | null = $derived.by(() => {
    if (id !== null) {
      const run = detail.value?.run.id === id ? detail.value.run : null
      const settings = run && datasetOfRun(run)
      return run && settings ? { settings, from: `the run “${run.name}”`, run, model: null } : null
    }
    const learnt = header.value && datasetOf(header.value)
    if (model) return learnt ? { settings: learnt, from: `the model “${model.name}”`, run: null, model } : null
    return { settings: newDataset(), from: 'the paper’s settings', run: null, model: null }
  })
  return {
    get current() {
      return current
    },
    get error() {
      if (id !== null && detail.value?.run.id === id && !datasetOfRun(detail.value.run))
        return 'That run has no dataset of its own. Nothing was changed; choose another one.'
      return id !== null ? detail.error : header.error
    },
    get runs() {
      return listed.value?.runs ?? []
    },
    reload() {
      header.reload()
      detail.reload()
      listed.reload()
    },
  }
}
