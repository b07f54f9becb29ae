// Of all that was made of a network, the newest picture of each objective by each method.
import { objectiveKey } from '../recipe/objective.ts'
import type { RunState } from './run.ts'
import {
  type MadeMethod,
  madeMethods,
  methodOf,
  type RunVisualizations,
  varies,
  type Visualization,
  type VisualizationRecipe,
} from './visualization.ts'

/**
 * Of an objective: all starts of the newest run that is no variation (or, without one, of the newest), and of the newest run with several.
 */
export interface Place {
  newest: Visualization[]
  many: Visualization[]
  /** Only variations so far: they give way to a picture made by itself. */
  varied: boolean
}
/** By the key of the objective; what was made by a saved preset stands with that alone, by its id. */
export interface Shelf extends Record<MadeMethod, Map<string, Place>> {
  own: Map<string, Map<string, Place>>
}
export const emptyShelf = (): Shelf => ({ naive: new Map(), robust: new Map(), generated: new Map(), own: new Map() })

/** A shelf of runs, newest first. */
export function shelve(runs: readonly RunVisualizations[]): Shelf {
  const shelf = emptyShelf()
  for (const { run, pictures } of runs)
    for (const method of madeMethods) {
      const made = Map.groupBy(
        pictures.filter((one) => one.method === method),
        ({ key }) => key,
      )
      const { preset } = run
      const places = preset === null ? shelf[method] : (shelf.own.get(preset) ?? new Map<string, Place>())
      if (preset !== null && made.size > 0) shelf.own.set(preset, places)
      for (const [key, list] of made)
        put(
          places,
          key,
          run.variations,
          list.map((one) => ({ ...one, run })),
        )
    }
  return shelf
}
function put(places: Map<string, Place>, key: string, varied: boolean, starts: Visualization[]): void {
  const place = places.get(key)
  if (!place) {
    places.set(key, { newest: starts, many: starts.length > 1 ? starts : [], varied })
    return
  }
  if (place.many.length === 0 && starts.length > 1) place.many = starts
  if (!place.varied || varied) return
  place.newest = starts
  place.varied = false
}

/**
 * Says of each run, newest first, whether a shelf needs it: not where newer finished ones have all that it has. One run of variations is
 * enough to stand in for a picture of its own, which older runs may have.
 */
export function createNeed(): (recipe: VisualizationRecipe, state: RunState, preset?: string | null) => boolean {
  const had = new Set<string>()
  return (recipe, state, preset = null) => {
    const method = preset ?? methodOf(recipe)
    const many = recipe.kind === 'ascend' && recipe.starts > 1
    const places = recipe.objectives.map((spec) => `${method} ${objectiveKey(spec)}`)
    const parts = [...(varies(recipe) ? [] : places), ...(many ? places.map((one) => `several ${one}`) : [])]
    const needed = parts.some((one) => !had.has(one))
    if (state === 'finished') for (const one of parts) had.add(one)
    return needed
  }
}
