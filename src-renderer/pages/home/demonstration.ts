// What the headline of Home shows: one objective of the chosen network by the paper's four methods, read from its runs.
import { datasetOf, isLookedInto } from '../../../src-shared/network/model-file.ts'
import { objectiveKey, objectiveTitle, type ObjectiveSpec } from '../../../src-shared/recipe/objective.ts'
import type { ModelEntry } from '../../../src-shared/contract.ts'
import { type DatasetSpec, isShapes } from '../../../src-shared/domains/dataset.ts'
import { examplesResults } from '../../../src-shared/run/results/examples.ts'
import { resultOf } from '../../../src-shared/run/results/form.ts'
import type { Run } from '../../../src-shared/run/run.ts'
import { type MadeMethod, madeMethods, shownOf, type Visualization } from '../../../src-shared/run/visualization.ts'
import { shelve } from '../../../src-shared/run/visualization-shelf.ts'
import type { LabClient } from '../../lab/lab.svelte.ts'
import type { Route } from '../../state/route.ts'
import { type ExampleEntry, readTable } from '../../results/dataset-examples.svelte.ts'
import { type PictureSize, subjectOf } from '../../visualization/subject.ts'
import { objectiveOf } from '../../visualization/units.ts'
import { demonstrated } from './subject.ts'

/** Whether a run came with the lab. */
export const isStarter = (run: Pick<Run, 'origin'>): boolean => run.origin === 'starter'

export interface Demonstration {
  model: string
  objective: ObjectiveSpec
  /** Such as "rainbow double circle". */
  name: string
  /** Where a class is looked for: "a rainbow double circle", or the name that its owner gave it, “cat”. */
  what: string
  /** Of its pictures, in pixels. */
  size: PictureSize
  /** The strongest dataset picture, with what it was chosen from; null while none was looked for. */
  example: (ExampleEntry & { dataset: DatasetSpec; from: number; split: string }) | null
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
  if (!isLookedInto(header)) throw new Error('This network draws pictures and is not looked into.')
  const { layers, width, height, classOf } = subjectOf(header)
  const learnt = datasetOf(header)
  const finished = made.runs.filter(({ run }) => run.state === 'finished')
  const taught = layers.find((one) => one.kind === 'logits')?.taught ?? []
  // Of a network without classes a unit from its middle, where shapes begin to show.
  const middle = layers[Math.floor(layers.length / 2)]
  const usual = taught.length === 0 && middle ? objectiveOf(middle, 0) : undefined
  const objective = demonstrated(finished, taught, usual)
  const key = objectiveKey(objective)
  // The same picture of each method as in Look inside.
  const shelf = shelve(finished)
  const shown = madeMethods.map((method) => [method, shownOf(shelf[method].get(key)?.newest)] as const)
  return {
    model: model.hash,
    objective,
    name: objective.kind === 'logit' ? classOf(objective.class) : objectiveTitle(objective, classOf),
    what: what(objective, learnt, classOf),
    size: { width, height },
    made: Object.fromEntries(shown) as Demonstration['made'],
    example: await exampleOf(rankings, { key, learnt }, client, signal),
  }
}

const what = (objective: ObjectiveSpec, learnt: DatasetSpec | null, classOf: (index: number) => string): string =>
  objective.kind !== 'logit' ? '' : learnt && isShapes(learnt) ? `a ${classOf(objective.class)}` : `“${classOf(objective.class)}”`

async function exampleOf(
  rankings: readonly Run[],
  { key, learnt }: { key: string; learnt: DatasetSpec | null },
  client: LabClient,
  signal: AbortSignal,
): Promise<Demonstration['example']> {
  const run = rankings.find(({ recipe }) => recipe.kind === 'examples' && recipe.objectives.some((one) => objectiveKey(one) === key))
  if (run?.recipe.kind !== 'examples') return null
  const dataset = run.recipe.among ?? learnt
  if (!dataset) return null
  const table = resultOf(examplesResults.artifacts.examples, (await client.getRun({ id: run.id }, signal)).artifacts)
  if (!table) return null
  const { entries, count, split } = await readTable(table.hash, signal)
  const entry = entries.get(key)
  return entry ? { ...entry, dataset, from: count, split } : null
}

/**
 * The page of a unit that an objective asks for, by the name of its activation, which Look inside knows; the map of the layers for what
 * has no unit of its own.
 */
export function unitPlace(objective: ObjectiveSpec): Route {
  if ('class' in objective) return { page: 'look', layer: 'logits', unit: objective.class }
  if (!('layer' in objective)) return { page: 'look', layer: null, unit: null }
  return { page: 'look', layer: objective.layer, unit: 'channel' in objective ? objective.channel : null }
}
