// The best dataset example of an objective, by the mean that a search ranks by, to hold one against: from a run that is there, or one that
// is asked for.
import { datasetOf } from '../../../src-shared/network/model-file.ts'
import type { ObjectiveSpec } from '../../../src-shared/recipe/objective.ts'
import { objectiveKey } from '../../../src-shared/recipe/objective.ts'
import { examplesResults } from '../../../src-shared/run/results/examples.ts'
import { resultOf } from '../../../src-shared/run/results/form.ts'
import { lab } from '../../lab/lab.svelte.ts'
import type { DatasetSpec } from '../../../src-shared/recipe/recipe.ts'
import { resourceOf } from '../../lab/resource.svelte.ts'
import { fetchTable } from '../../results/stored-table.ts'

export interface Baseline {
  score: number
  /** Of a picture of `dataset`, which is the classifier's: a generator may have learnt from another. */
  index: number
  dataset: DatasetSpec
  label: number
  split: string
  count: number
}

/** Reads it again whenever work begins or ends. Null when no run tells it; undefined while it is looked for. */
export function findBaseline(of: () => { model: string; objective: ObjectiveSpec } | null): {
  readonly value: Baseline | null | undefined
  readonly finding: boolean
  ask(): Promise<void>
} {
  const wanted = $derived(of())
  const found = resourceOf(
    () => wanted && `${wanted.model} ${objectiveKey(wanted.objective)}`,
    (_, signal) => {
      void lab.jobs
      return look(wanted!.model, objectiveKey(wanted!.objective), signal)
    },
  )
  return {
    get value() {
      return found.value
    },
    get finding() {
      return [...lab.jobs.running, ...lab.jobs.queued].some((one) => one.recipe.kind === 'examples')
    },
    async ask() {
      if (wanted)
        await lab.client.startRun({
          recipe: { kind: 'examples', model: wanted.model, objectives: [wanted.objective], split: 'test', top: 9 },
          reuse: true,
        })
    },
  }
}

async function look(model: string, key: string, signal: AbortSignal): Promise<Baseline | null> {
  const { runs } = await lab.client.listRuns({ input: model, kinds: ['examples'], states: ['finished'], limit: 200 }, signal)
  const run = runs.find(({ recipe }) => recipe.kind === 'examples' && recipe.objectives.some((one) => objectiveKey(one) === key))
  if (!run) return null
  const { artifacts } = await lab.client.getRun({ id: run.id }, signal)
  const found = resultOf(examplesResults.artifacts.examples, artifacts)
  const table = found && (await fetchTable(examplesResults.artifacts.examples, found.hash, signal).catch(() => null))
  if (!table) return null
  const { split, count, objectives } = table
  const best = objectives.find((one) => one.key === key && one.measure !== 'max')?.top[0]
  if (!best) return null
  const dataset = datasetOf(await lab.client.modelHeader({ hash: model }, signal))
  return dataset && { ...best, split: split === 'train' ? 'training' : split, count, dataset }
}
