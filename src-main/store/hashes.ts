// How results and recipes are named: by the SHA-256 of what they are.
import { createHash } from 'node:crypto'
import { canonical, type Recipe } from '../../src-shared/recipe/recipe.ts'

/** SHA-256, 64 hexadecimal digits. */
export const sha256 = (content: Uint8Array | string): string => createHash('sha256').update(content).digest('hex')

/** What two runs of the same recipe have in common: the hash of its canonical JSON. */
export const recipeHash = (recipe: Recipe): string => sha256(canonical(recipe))
