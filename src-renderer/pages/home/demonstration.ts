// What the headline of Home shows: one objective of the chosen network by the paper's four methods, read from its runs.
import { datasetOf } from '../../../src-shared/network/model-file.ts'
import { objectiveKey, objectiveName, type ObjectiveSpec } from '../../../src-shared/recipe/objective.ts'
import type { ModelEntry } from '../../../src-shared/contract.ts'
import { classesOf, classNameOf, type DatasetSpec } from '../../../src-shared/domains/dataset.ts'
import { examplesResults } from '../../../src-shared/run/results/examples.ts'
import { resultOf } from '../../../src-shared/run/results/form.ts'
import type { Run } from '../../../src-shared/run/run.ts'
import { type MadeMethod, madeMethods, shownOf, type Visualization } from '../../../src-shared/run/visualization.ts'
import { shelve } from '../../../src-shared/run/visualization-shelf.ts'
import type { LabClient } from '../../lab/lab.svelte.ts'
import type { Route } from '../../state/route.ts'
import { type ExampleEntry, readTable } from '../../results/dataset-examples.svelte.ts'
import { demonstrated } from './subject.ts'

/** Whether a run came with the lab. */
export const isStarter = (run: Pick<Run, 'origin'>): boolean => run.origin === 'starter'

export interface Demonstration {
  model: string
  objective: ObjectiveSpec
  /** Such as "rainbow double circle". */
  name: string
  dataset: DatasetSpec
  /** The strongest dataset picture, with what it was chosen from; null while none was looked for. */
  example: (ExampleEntry & { from: number; split: string }) | null
  made: Record<MadeMethod, Visualization | null>
}

/** What the four methods have made of the network `model`; the methods that have made nothing yet are null. */
export async function findDemonstration(
  client: LabClient,
  model: Pick<ModelEntry, 'hash' | 'origin'>,
  signal: AbortSignal,
): Promise<Demonstration> {
  // Of the starter's networks the starter's own runs, however long the library has grown.
  const origins = model.origin === 'starter' ? { origins: ['starter' as const] } : {}
  const [header, made, { runs: rankings }] = await Promise.all([
    client.modelHeader({ hash: model.hash }, signal),
    // The newest are enough to choose from.
    client.visualizations({ model: model.hash, ...origins }, signal),
    client.listRuns({ input: model.hash, ...origins, kinds: ['examples'], states: ['finished'], limit: 300 }, signal),
  ])
  const dataset = datasetOf(header)
  if (!dataset) throw new Error('What this network learnt from is not known here.')
  const finished = made.runs.filter(({ run }) => run.state === 'finished')
  const objective = demonstrated(finished, classesOf(dataset))
  const key = objectiveKey(objective)
  // The same picture of each method as in Look inside.
  const shelf = shelve(finished)
  const shown = madeMethods.map((method) => [method, shownOf(shelf[method].get(key)?.newest)] as const)
  return {
    model: model.hash,
    objective,
    name: objective.kind === 'logit' ? classNameOf(dataset, objective.class) : objectiveName(objective),
    dataset,
    made: Object.fromEntries(shown) as Demonstration['made'],
    example: await exampleOf(rankings, key, client, signal),
  }
}

async function exampleOf(rankings: readonly Run[], key: string, client: LabClient, signal: AbortSignal): Promise<Demonstration['example']> {
  const run = rankings.find(({ recipe }) => recipe.kind === 'examples' && recipe.objectives.some((one) => objectiveKey(one) === key))
  if (!run) return null
  const table = resultOf(examplesResults.artifacts.examples, (await client.getRun({ id: run.id }, signal)).artifacts)
  if (!table) return null
  const { entries, count, split } = await readTable(table.hash, signal)
  const entry = entries.get(key)
  return entry ? { ...entry, from: count, split } : null
}

/** The page of a unit that an objective asks for; the map of the layers for what has no unit of its own. */
export function unitPlace(objective: ObjectiveSpec): Route {
  if ('class' in objective) return { page: 'look', layer: 'logits', unit: objective.class }
  if (!('layer' in objective)) return { page: 'look', layer: null, unit: null }
  return { page: 'look', layer: objective.layer.split('.')[0] ?? null, unit: 'channel' in objective ? objective.channel : null }
}
