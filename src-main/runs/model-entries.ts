// The networks of the library, as a list of them shows each.
import type { ModelEntry } from '../../src-shared/contract.ts'
import { modelMeta } from '../../src-shared/run/results/training.ts'
import type { Run } from '../../src-shared/run/run.ts'
import { errorShareOf } from '../../src-shared/run/training-result.ts'
import type { Store } from '../store/open.ts'

export function modelEntries(store: Store): ModelEntry[] {
  /** Undefined also for a run whose record cannot be read. */
  const readable = (id: string): Run | undefined => (store.runs.unreadable(id) ? undefined : store.runs.get(id))
  // Replays and parts of reproductions may hold the same model: it is listed once, by the run that made it first.
  const makers = new Map(store.artifacts.models().map((one) => [one.hash, one]))
  return [...makers.values()].flatMap((one) => {
    // The network of a run whose record cannot be read has no name and no date: it waits for a version that can.
    const run = readable(one.run)
    const { data: meta } = modelMeta.safeParse(one.meta)
    if (!run || !meta) return []
    // A part is called alike in every reproduction.
    const whole = run.parent === null ? undefined : readable(run.parent)
    return {
      hash: one.hash,
      run: run.id,
      name: whole ? `${run.name}, ${whole.name}` : run.name,
      created: run.created,
      starter: run.origin === 'starter',
      origin: run.origin,
      meta,
      part: run.parent !== null,
      size: 'dataset' in run.recipe ? run.recipe.dataset.size : null,
      errorShare: errorShareOf(run),
    }
  })
}
