import { createHash } from 'node:crypto'
import { canonical, type Recipe } from '../src-shared/recipe.ts'

/** What two runs of the same recipe have in common: SHA-256 of its canonical JSON. */
export function recipeHash(recipe: Recipe): string {
  return createHash('sha256').update(canonical(recipe)).digest('hex')
}
