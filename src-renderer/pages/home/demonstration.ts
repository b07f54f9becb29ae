// What the headline of Home shows: one objective of the chosen network by the paper's four methods, read from its runs.
import { className } from '../../../src-shared/domains/shapes/classes.ts'
import { objectiveKey, objectiveName, type ObjectiveSpec } from '../../../src-shared/recipe/objective.ts'
import type { ModelEntry } from '../../../src-shared/contract.ts'
import type { DatasetSettings } from '../../../src-shared/recipe/recipe.ts'
import { examplesResults } from '../../../src-shared/run/results/examples.ts'
import { resultOf } from '../../../src-shared/run/results/form.ts'
import type { Run } from '../../../src-shared/run/run.ts'
import type { LabClient } from '../../lab/lab.svelte.ts'
import type { Route } from '../../state/route.ts'
import { type ExampleEntry, readTable } from '../../results/dataset-examples.svelte.ts'
import { type Made, madeBy, shownOf } from '../../visualization/made.ts'
import { type MadeMethod, methodOf } from '../../visualization/methods.ts'
import { demonstrated } from './subject.ts'

/** Whether a run came with the lab. */
export const isStarter = (run: Pick<Run, 'origin'>): boolean => run.origin === 'starter'

export interface Demonstration {
  model: string
  objective: ObjectiveSpec
  /** Such as "rainbow double circle". */
  name: string
  dataset: DatasetSettings
  /** The strongest dataset picture, with what it was chosen from; null while none was looked for. */
  example: (ExampleEntry & { from: number; split: string }) | null
  made: Record<MadeMethod, Made | null>
}

/** What the four methods have made of the network `model`; the methods that have made nothing yet are null. */
export async function findDemonstration(
  client: LabClient,
  model: Pick<ModelEntry, 'hash' | 'origin'>,
  signal: AbortSignal,
): Promise<Demonstration> {
  // The starter's own runs are there at once, however long the library has grown.
  const [header, { runs }] = await Promise.all([
    client.modelHeader({ hash: model.hash }, signal),
    client.listRuns(
      {
        ...(model.origin === 'starter' ? { origins: ['starter'] } : {}),
        kinds: ['ascend', 'search', 'examples'],
        states: ['finished'],
        limit: 300,
      },
      signal,
    ),
  ])
  const own = runs.filter(
    ({ recipe }) => (recipe.kind === 'ascend' || recipe.kind === 'search' || recipe.kind === 'examples') && recipe.model === model.hash,
  )
  const objective = demonstrated(
    own.map((run) => run.recipe),
    header.dataset.classes,
  )
  const key = objectiveKey(objective)
  const made: Demonstration['made'] = { naive: null, robust: null, generated: null }
  // The newest of each method, as in Look inside.
  const asked = new Set<string>()
  const wanted = own.filter(({ recipe }) => {
    const method = methodOf(recipe)
    if (method === null || asked.has(method) || !('objectives' in recipe) || !recipe.objectives.some((one) => objectiveKey(one) === key))
      return false
    asked.add(method)
    return true
  })
  // Asked for together, taken in order: the newest run of a method counts.
  const [example, ...details] = await Promise.all([
    exampleOf(own, model.hash, key, client, signal),
    ...wanted.map((run) => client.getRun({ id: run.id }, signal)),
  ])
  for (const [at, { artifacts }] of details.entries()) {
    const shown = shownOf(madeBy(wanted[at]!, artifacts).get(key))
    if (shown) made[shown.method] ??= shown
  }
  return {
    model: model.hash,
    objective,
    name: objective.kind === 'logit' ? className(objective.class) : objectiveName(objective),
    dataset: header.dataset,
    made,
    example,
  }
}

async function exampleOf(
  own: readonly Run[],
  model: string,
  key: string,
  client: LabClient,
  signal: AbortSignal,
): Promise<Demonstration['example']> {
  const run = own.find(
    ({ recipe }) => recipe.kind === 'examples' && recipe.model === model && recipe.objectives.some((one) => objectiveKey(one) === key),
  )
  if (!run) return null
  const table = resultOf(examplesResults.artifacts.examples, (await client.getRun({ id: run.id }, signal)).artifacts)
  if (!table) return null
  const { entries, count, split } = await readTable(table.hash, signal)
  const entry = entries.get(key)
  return entry ? { ...entry, from: count, split } : null
}

/** The page of a unit that an objective asks for; the map of the layers for a sum, which has no unit of its own. */
export function unitPlace(objective: ObjectiveSpec): Route {
  if (objective.kind === 'logit') return { page: 'look', layer: 'logits', unit: objective.class }
  if (objective.kind === 'sum') return { page: 'look', layer: null, unit: null }
  if (objective.kind === 'layer') return { page: 'look', layer: objective.layer.split('.')[0] ?? null, unit: null }
  return { page: 'look', layer: objective.layer.split('.')[0] ?? null, unit: objective.channel }
}
