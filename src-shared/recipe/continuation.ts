// A training that goes on from the end of another: what it shares with it, and how long both have worked.
import { count, duration } from '../text/numbers.ts'
import { canonical, type Recipe } from './recipe.ts'
import type { Run } from '../run/run.ts'

const stretches = ({ epochs, phases }: { epochs: number; phases?: number[] | undefined }): number[] => phases ?? [epochs]
const apart = (recipe: Recipe): string => {
  const { epochs: _epochs, phases: _phases, continues: _continues, ...rest } = recipe as Record<string, unknown>
  return canonical(rest)
}

/**
 * Epochs that the training `longer` has on top of the training `shorter`, from whose end it goes on; null where it does not. A training is
 * told by its recipe: one that is carried out from its first step gives the same network as one that is continued.
 */
export function epochsOnTop(shorter: Recipe, longer: Recipe): number | null {
  if ((shorter.kind !== 'classifier' && shorter.kind !== 'autoencoder') || (longer.kind !== 'classifier' && longer.kind !== 'autoencoder'))
    return null
  const [before, after] = [stretches(shorter), stretches(longer)]
  if (after.length <= before.length || before.some((one, at) => one !== after[at]) || apart(shorter) !== apart(longer)) return null
  return longer.epochs - shorter.epochs
}

/**
 * How long a run has worked: "13 s of work"; of a training that went on from another, "13 s of work for its last 3 epochs", since its
 * record counts no more.
 */
export function workWords({ recipe, seconds }: Pick<Run, 'recipe' | 'seconds'>): string {
  const last = (recipe.kind === 'classifier' || recipe.kind === 'autoencoder') && recipe.continues ? recipe.phases?.at(-1) : undefined
  return `${duration(seconds)} of work${last === undefined ? '' : ` for its last ${last === 1 ? 'epoch' : count(last, 'epoch')}`}`
}

/** The same where runs stand beside each other: with the work of those that it goes on from, if all of them are among `others`. */
export function workAmong(run: Run, others: readonly Run[]): string {
  const whole = continuesOf(run) ? secondsInAll(run, others) : null
  return whole === null ? workWords(run) : `${workWords(run)}, ${duration(whole)} in all`
}
/**
 * With all that it goes on from; null where one of those is not among `others`. Ends, since each has fewer stretches than the one after it.
 */
function secondsInAll(run: Run, others: readonly Run[]): number | null {
  if (!continuesOf(run)) return run.seconds
  // The nearest: what that one goes on from is counted with it. Of two that ended at the same step, one is enough.
  const [before] = others.filter((one) => epochsOnTop(one.recipe, run.recipe) !== null).sort((a, b) => lengthOf(b) - lengthOf(a))
  const seconds = before ? secondsInAll(before, others) : null
  return seconds === null ? null : run.seconds + seconds
}
const continuesOf = ({ recipe }: Run): boolean => 'continues' in recipe && recipe.continues !== undefined
const lengthOf = ({ recipe }: Run): number => ('phases' in recipe && recipe.phases ? recipe.phases.length : 1)
