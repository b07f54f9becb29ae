// What is not computed but was brought from elsewhere: its record says from where, and cannot be carried out.
import type { Recipe } from './recipe.ts'

export type BroughtRecipe = Extract<Recipe, { kind: 'network' | 'pictures' }>
/** What can be carried out: by the engine, or part by part. */
export type ComputedRecipe = Exclude<Recipe, BroughtRecipe>

const brought: readonly Recipe['kind'][] = ['network', 'pictures']
export const isBrought = (one: Recipe): one is BroughtRecipe => brought.includes(one.kind)

/** Said to whoever wants it computed again. */
export const broughtWords =
  'This was brought from files, and cannot be computed again from its record: the files themselves are not part of it. What was imported ' +
  'is safe in this library. To have it once more, import the same files again.'
