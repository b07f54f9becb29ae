// Which of the library's networks the pages look through, and which network a run is about.
import type { ModelEntry } from '../src-shared/contract.ts'
import type { Recipe } from '../src-shared/recipe.ts'

const rank = { starter: 0, here: 1, imported: 2 } satisfies Record<ModelEntry['origin'], number>

/**
 * The classifier to look through: the first wish that is there; without one the starter's, then the oldest made here, then the oldest imported,
 * so that a network that comes later never takes its place by itself. Null if there is none.
 */
export function inUse(classifiers: readonly ModelEntry[], wishes: readonly (string | null)[]): ModelEntry | null {
  for (const wish of wishes) {
    const found = classifiers.find((one) => one.hash === wish)
    if (found) return found
  }
  return [...classifiers].sort((a, b) => rank[a.origin] - rank[b.origin] || a.created - b.created)[0] ?? null
}

/** The networks that a recipe looks into, the one it is about first; none for what builds on no network. */
function networksOf(recipe: Recipe): string[] {
  switch (recipe.kind) {
    case 'ascend': case 'examples': return [recipe.model]
    case 'search': return [recipe.model]
    case 'reconstructions': case 'encoding': return [recipe.generator]
    case 'match': return [recipe.model, recipe.other]
    default: return []
  }
}

/**
 * The networks that a run is about, as the library calls them now; `name` is null for one whose training is in the Trash or was never here.
 * A training is about its own network.
 */
export function subjectsOf(run: { id: string; recipe: Recipe }, models: readonly ModelEntry[]): { hash: string; run: string | null; name: string | null }[] {
  const made = models.filter((one) => one.run === run.id)
  if (made.length > 0) return made.map(({ hash, run: maker, name }) => ({ hash, run: maker, name }))
  return networksOf(run.recipe).map((hash) => {
    const found = models.find((one) => one.hash === hash)
    return { hash, run: found?.run ?? null, name: found?.name ?? null }
  })
}

/** "of My quick sorter", "of My quick sorter and Starter classifier", "of a network that was removed"; empty for a training and for what is about no network. */
export function ofWords(run: { id: string; recipe: Recipe }, models: readonly ModelEntry[], shown: (name: string) => string): string {
  const names = networksOf(run.recipe).map((hash) => models.find((one) => one.hash === hash)?.name)
  return names.length === 0 ? '' : `of ${names.map((one) => (one === undefined ? 'a network that was removed' : shown(one))).join(' and ')}`
}
