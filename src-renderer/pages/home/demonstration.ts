// What the headline of Home shows: one objective of the starter library by the paper's four methods, read from its runs.
import { className } from '../../../src-shared/classes.ts'
import { objectiveKey, objectiveName, type ObjectiveSpec } from '../../../src-shared/objective.ts'
import type { DatasetSettings } from '../../../src-shared/recipe.ts'
import type { Run } from '../../../src-shared/run.ts'
import type { LabClient } from '../../lab.svelte.ts'
import type { Route } from '../../route.ts'
import { type ExampleEntry, readTable } from '../look/examples.svelte.ts'
import { type Made, madeBy, shownOf } from '../look/made.ts'
import type { MadeMethod } from '../look/methods.ts'

/** Whether a run came with the lab. */
export const isStarter = (run: Pick<Run, 'origin'>): boolean => run.origin === 'starter'

export interface Demonstration {
  model: string
  objective: ObjectiveSpec
  /** Such as "rainbow double circle". */
  name: string
  dataset: DatasetSettings
  /** The strongest dataset picture, with what it was chosen from; null if the starter's table is gone. */
  example: (ExampleEntry & { from: number; split: string }) | null
  made: Record<MadeMethod, Made | null>
}

/** Null without the starter's own runs, such as when they were deleted. */
export async function findDemonstration(client: LabClient, signal: AbortSignal): Promise<Demonstration | null> {
  const { runs } = await client.listRuns({ origins: ['starter'], kinds: ['ascend', 'search', 'examples'], states: ['finished'], limit: 200 }, signal)
  const starter = runs.filter(isStarter)
  // The demonstration is what the starter made for one objective alone; all else it made for whole layers.
  const alone = starter.map(({ recipe }) => recipe).find((one) => one.kind === 'ascend' && one.objectives.length === 1)
  if (alone?.kind !== 'ascend') return null
  const { model, objectives: [objective] } = alone
  if (!objective) return null
  const key = objectiveKey(objective)
  const made: Demonstration['made'] = { naive: null, robust: null, generated: null }
  // The newest of each method, as in Look inside.
  const asks = ({ recipe }: Run): boolean => (recipe.kind === 'ascend' || recipe.kind === 'search') && recipe.model === model && recipe.objectives.some((one) => objectiveKey(one) === key)
  for (const run of starter.filter(asks)) {
    const { artifacts } = await client.getRun({ id: run.id }, signal)
    const shown = shownOf(madeBy(run, artifacts).get(key))
    if (shown) made[shown.method] ??= shown
  }
  const header = await client.modelHeader({ hash: model }, signal)
  return { model, objective, name: objective.kind === 'logit' ? className(objective.class) : objectiveName(objective), dataset: header.dataset, made, example: await exampleOf(starter, model, key, client, signal) }
}

async function exampleOf(starter: readonly Run[], model: string, key: string, client: LabClient, signal: AbortSignal): Promise<Demonstration['example']> {
  const run = starter.find(({ recipe }) => recipe.kind === 'examples' && recipe.model === model && recipe.objectives.some((one) => objectiveKey(one) === key))
  if (!run) return null
  const table = (await client.getRun({ id: run.id }, signal)).artifacts.find((one) => one.name === 'examples')
  if (!table) return null
  const { entries, count, split } = await readTable(table.hash, signal)
  const entry = entries.get(key)
  return entry ? { ...entry, from: count, split } : null
}

/** The page of a unit that an objective asks for; the map of the layers for a sum, which has no unit of its own. */
export function unitPlace(objective: ObjectiveSpec): Route {
  if (objective.kind === 'logit') return { page: 'look', layer: 'logits', unit: objective.class }
  if (objective.kind === 'sum') return { page: 'look', layer: null, unit: null }
  return { page: 'look', layer: objective.layer.split('.')[0] ?? null, unit: objective.channel }
}
