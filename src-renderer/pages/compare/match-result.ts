// Channels of one classifier and their closest counterparts in another, by how alike they answer the same pictures.
import { z } from 'zod'
import { canonical, type MatchRecipe } from '../../../src-shared/recipe/recipe.ts'
import { lab } from '../../lab/lab.svelte.ts'
import { artifactUrl } from '../../../src-shared/run/result-pictures.ts'

const pairsFile = z.object({
  layer: z.string(),
  pairs: z.array(z.object({ unit: z.int(), other: z.int(), correlation: z.number() })),
  /**
   * Mean of the best correlations when the pictures are shuffled, and of all pairs without matching; results of older versions have
   * neither.
   */
  chance: z.number().optional(),
  unmatched: z.number().optional(),
})
export type Pairs = z.output<typeof pairsFile>

export const matchRecipe = (model: string, other: string, layer: string): MatchRecipe => ({
  kind: 'match',
  model,
  other,
  layer,
  split: 'validation',
})

async function pairsOf(run: string): Promise<Pairs | null> {
  const { artifacts } = await lab.client.getRun({ id: run })
  const found = artifacts.find((one) => one.name === 'pairs')
  if (!found) return null
  const response = await fetch(artifactUrl(found.hash))
  if (!response.ok) throw new Error('The matched channels are no longer in the library. Match them again.')
  return pairsFile.parse(await response.json())
}
/** What was matched before, if it was: nothing is computed. */
export async function knownPairs(model: string, other: string, layer: string): Promise<Pairs | null> {
  const wanted = canonical(matchRecipe(model, other, layer))
  const { runs } = await lab.client.listRuns({ kinds: ['match'], states: ['finished'], archived: 'all', limit: 200 })
  const before = runs.find((one) => canonical(one.recipe) === wanted)
  return before ? pairsOf(before.id) : null
}
/** Matches now. Rejects in words when the run fails or is stopped. */
export async function matchNow(model: string, other: string, layer: string): Promise<Pairs> {
  const { id } = await lab.client.startRun({ recipe: matchRecipe(model, other, layer), reuse: true })
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
