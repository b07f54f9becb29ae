// Channels of one network and their closest counterparts in another, by how alike they answer the same pictures.
import type { MatchRecipe } from '../../../src-shared/recipe/recipe.ts'
import { lab } from '../../lab/lab.svelte.ts'
import { resultOf } from '../../../src-shared/run/results/form.ts'
import { matchResults, type Pairs } from '../../../src-shared/run/results/match.ts'
import { fetchTable } from '../../results/stored-table.ts'

async function pairsOf(run: string): Promise<Pairs | null> {
  const { artifacts } = await lab.client.getRun({ id: run })
  const found = resultOf(matchResults.artifacts.pairs, artifacts)
  return found && fetchTable(matchResults.artifacts.pairs, found.hash)
}
/** What was matched before, if it was: nothing is computed. */
export async function knownPairs(recipe: MatchRecipe): Promise<Pairs | null> {
  const { id } = await lab.client.finishedRun({ recipe })
  return id === null ? null : pairsOf(id)
}
/** Matches now. Rejects in words when the run fails or is stopped. */
export async function matchNow(recipe: MatchRecipe): Promise<Pairs> {
  const { id } = await lab.client.startRun({ recipe, reuse: true })
  const ended = (state: string): boolean => state === 'finished' || state === 'failed' || state === 'cancelled' || state === 'paused'
  const run = await new Promise<Awaited<ReturnType<typeof lab.client.getRun>>['run']>((resolve, reject) => {
    const look = (): void => {
      lab.client.getRun({ id }).then(
        ({ run: now }) => {
          if (ended(now.state)) {
            leave()
            resolve(now)
          }
        },
        (error: unknown) => {
          leave()
          reject(error instanceof Error ? error : new Error(String(error)))
        },
      )
    }
    const leave = lab.listen((event) => {
      if (event.run === id && event.type === 'changed') look()
    })
    look()
  })
  if (run.state !== 'finished')
    throw new Error(run.fault?.message ?? 'The matching was stopped before its end. Nothing else is touched; start it again.')
  const pairs = await pairsOf(id)
  if (!pairs) throw new Error('The matching left no result. Start it again.')
  return pairs
}
