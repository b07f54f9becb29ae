// A recipe as JSON for reading: a list of numbers takes one line, not one for each of them.
import type { Json } from '../../src-shared/run/event.ts'
import type { Recipe } from '../../src-shared/recipe/recipe.ts'

const number = String.raw`-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?`
/** Strings, which are left as they are, and lists of numbers. */
const pieces = new RegExp(String.raw`"(?:\\.|[^"\\])*"|\[\s*${number}(?:,\s*${number})*\s*\]`, 'g')

/** Text that parses to the recipe itself, or to what is to become one. */
export function recipeText(recipe: Recipe | Json): string {
  return JSON.stringify(recipe, null, 2).replace(pieces, (found) =>
    found.startsWith('"') ? found : found.replace(/\s+/g, ' ').replace('[ ', '[').replace(' ]', ']'),
  )
}
