// A finished training made longer: the recipe that goes on from the state it ended in.
import { invalid } from '../../src-shared/rpc/fault.ts'
import { type TrainingRecipe, trainingRecipe } from '../../src-shared/recipe/recipe.ts'
import { keep, type Put } from '../../src-shared/run/results/form.ts'
import { classifierResults, trainingState } from '../../src-shared/run/results/training.ts'
import type { Run } from '../../src-shared/run/run.ts'
import { trainingStateHeader } from '../../src-shared/run/training-state.ts'
import { longerName } from './run-name.ts'
import type { Store } from '../store/open.ts'

/** Bytes of the state that a finished training ended in; null where none is kept. */
export function keptState(run: Run, store: Pick<Store, 'artifacts' | 'checkpoints'>): Uint8Array | null {
  if (run.state !== 'finished' || !trainingRecipe.safeParse(run.recipe).success) return null
  const used = store.artifacts.find(run.id, trainingState.name)
  const kept = used ? store.artifacts.read(used.hash)?.bytes : store.checkpoints.get(run.id)?.bytes
  return kept ?? null
}

/**
 * The recipe of `epochs` more, and a name for it, on top of a finished training. The state becomes one of its results, so that the new
 * recipe can name it by its bytes. Throws `invalid` when the run is no finished training, when no state of it is kept, or when it would be
 * too long.
 */
export function longerRecipe(run: Run, epochs: number, store: Store): { recipe: TrainingRecipe; name: string } {
  const before = trainingRecipe.safeParse(run.recipe)
  if (!before.success || run.state !== 'finished')
    throw invalid(`Only a finished training can be trained longer; "${run.name}" is not one.`)
  const state = keptState(run, store)
  const model = store.artifacts.find(run.id, classifierResults.artifacts.model.name)
  if (state === null || !model)
    throw invalid(
      `The final state of "${run.name}" was not kept, so it cannot continue from there. Start a new training of ` +
        `${before.data.epochs + epochs} epochs instead.`,
    )
  const { header } = trainingStateHeader(state)
  const { phases = [before.data.epochs] } = before.data
  const recipe = trainingRecipe.safeParse({
    ...before.data,
    epochs: before.data.epochs + epochs,
    phases: [...phases, epochs],
    continues: {
      model: model.hash,
      state: keep((...of: Parameters<Put<string>>) => store.artifacts.put(run.id, ...of), trainingState, '', state, {
        caption: 'The state this training ended in, from which a longer one continues',
        step: header.step,
      }),
    },
  })
  if (!recipe.success)
    throw invalid(`"${run.name}" cannot be trained ${epochs} epochs longer: a training has at most 1,000 epochs, in at most 100 stretches.`)
  return { recipe: recipe.data, name: longerName({ name: run.name, recipe: before.data }, recipe.data) }
}

/** The curves of the training that a longer one goes on from, so that its own begin where those began. */
export function copyCurves(from: string, to: string, store: Store): void {
  for (const { series } of store.metrics.series(from))
    store.metrics.append(
      to,
      store.metrics.read(from, series).map((point) => ({ series, ...point })),
    )
}
