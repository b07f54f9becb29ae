// Which of the library's networks the pages look through, and which network a run is about.
import type { ModelEntry } from '../../src-shared/contract.ts'
import { percent } from '../../src-shared/text/numbers.ts'
import type { PresetInput } from '../../src-shared/recipe/ascent-presets.ts'
import type { Recipe } from '../../src-shared/recipe/recipe.ts'

const rank = { starter: 0, here: 1, imported: 2 } satisfies Record<ModelEntry['origin'], number>

/**
 * The classifier to look through: the first wish that is there; without one the starter's, then the oldest made here, then the oldest
 * imported, so that a network that comes later never takes its place by itself. Null if there is none.
 */
export function inUse(classifiers: readonly ModelEntry[], wishes: readonly (string | null)[]): ModelEntry | null {
  for (const wish of wishes) {
    const found = classifiers.find((one) => one.hash === wish)
    if (found) return found
  }
  return [...classifiers].sort((a, b) => rank[a.origin] - rank[b.origin] || a.created - b.created)[0] ?? null
}

/**
 * What the presets of visualizations have to know of a network's pictures; the lab's own at 48 pixels where nothing is known. Of a network
 * that was brought the lab does not have the pictures it was trained on.
 */
export function presetInputOf(models: readonly Pick<ModelEntry, 'hash' | 'size' | 'meta'>[], hash: string): PresetInput {
  const entry = models.find((one) => one.hash === hash)
  if (entry?.meta.kind === 'imported' && entry.meta.input) {
    const [height, width, channels] = entry.meta.input
    return { height, width, channels, ownDataset: false }
  }
  const side = entry?.size ?? 48
  return { height: side, width: side, channels: 3, ownDataset: true }
}

/** From this share of the error of all-black pictures on, a generator draws next to nothing of what it was taught. */
const hardly = 0.8
/** Whether a generator has hardly learnt; false where its error is not known. */
export const hardlyLearnt = ({ errorShare }: Pick<ModelEntry, 'errorShare'>): boolean => errorShare !== null && errorShare >= hardly

/** What to know before one believes what a generator draws; null where there is nothing. `other`: one to choose instead. */
export function hardlyWords(generator: Pick<ModelEntry, 'errorShare'>, other: string | null): string | null {
  if (!hardlyLearnt(generator)) return null
  return (
    `Its error on test pictures is ${percent(generator.errorShare!)} of what all-black pictures would have, so what it draws, ` +
    `and what a classifier says of that, tells next to nothing. ` +
    `${other === null ? 'Train an autoencoder for longer.' : `Choose another generator, such as “${other}”.`}`
  )
}

/**
 * The generator that goes with a classifier: one that draws pictures of its size and has learnt, before any other. Of those the starter's
 * goes with the starter's classifier; else the one with the lowest test error beside that of all-black pictures; one whose error is not
 * known comes after those.
 */
export function generatorFor(
  generators: readonly ModelEntry[],
  classifier: Pick<ModelEntry, 'size' | 'starter'> | null,
): ModelEntry | null {
  const rows = generators.map((one) => ({
    one,
    worth: [
      Number(classifier !== null && one.size !== classifier.size),
      Number(hardlyLearnt(one)),
      Number(classifier?.starter !== true || !one.starter),
      one.errorShare ?? hardly,
    ],
  }))
  return rows.sort((a, b) => a.worth.reduce((order, value, at) => order || value - b.worth[at]!, 0))[0]?.one ?? null
}

/** As a list to choose from: what a reproduction made for itself comes last. */
export const inOrder = (models: readonly ModelEntry[]): ModelEntry[] => [
  ...models.filter((one) => !one.part),
  ...models.filter((one) => one.part),
]

/** The networks that a recipe looks into, the one it is about first; none for what builds on no network. */
function networksOf(recipe: Recipe): string[] {
  switch (recipe.kind) {
    case 'ascend':
    case 'examples':
      return [recipe.model]
    case 'search':
    case 'grid':
    case 'atlas':
    case 'metamers':
    case 'eigendistortions':
      return [recipe.model]
    case 'reconstructions':
    case 'encoding':
      return [recipe.generator]
    case 'sweep':
      return [recipe.base.model]
    case 'match':
      return [recipe.model, recipe.other]
    default:
      return []
  }
}

/**
 * The networks that a run is about, as the library calls them now; `name` is null for one whose training is in the Trash or was never here.
 * A training is about its own network.
 */
export function subjectsOf(
  run: { id: string; recipe: Recipe },
  models: readonly ModelEntry[],
): { hash: string; run: string | null; name: string | null }[] {
  const made = models.filter((one) => one.run === run.id)
  if (made.length > 0) return made.map(({ hash, run: maker, name }) => ({ hash, run: maker, name }))
  return networksOf(run.recipe).map((hash) => {
    const found = models.find((one) => one.hash === hash)
    return { hash, run: found?.run ?? null, name: found?.name ?? null }
  })
}

/**
 * "of My quick sorter", "of My quick sorter and Starter classifier", "of a network that was removed"; empty for a training and for what is
 * about no network.
 */
export function ofWords(run: { id: string; recipe: Recipe }, models: readonly ModelEntry[], shown: (name: string) => string): string {
  const names = networksOf(run.recipe).map((hash) => models.find((one) => one.hash === hash)?.name)
  return names.length === 0 ? '' : `of ${names.map((one) => (one === undefined ? 'a network that was removed' : shown(one))).join(' and ')}`
}
