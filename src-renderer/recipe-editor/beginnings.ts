// Ways of making a picture that one can begin with: the lab's, and the paper's own numbers.
import { presetFor, type PresetInput, type VisualizationPreset } from '../../src-shared/recipe/ascent-presets.ts'
import { type AscendRecipe, ascendRecipe } from '../../src-shared/recipe/recipe.ts'
import { methodIn, methodKey } from '../../src-shared/recipe/saved-preset.ts'
import { ownPresets } from '../results/own-presets.svelte.ts'
import { ascentOf, defaultSettings } from '../visualization/methods.ts'

export interface Beginning {
  id: string
  label: string
  group: string
  recipe: AscendRecipe
}

/** Whether two make their pictures in the same way, from as many starts or not. */
export function sameMethod(a: AscendRecipe, b: AscendRecipe): boolean {
  return methodKey(methodIn(a)) === methodKey(methodIn(b))
}

/** Where the saved ones stand in the list. */
export const ownGroup = 'Your own'
const published: readonly (readonly [VisualizationPreset, string])[] = [
  ['paper-naive', 'Naive, as in the paper'],
  ['paper-robust', 'Robust, as in the paper'],
]

/** What one can begin with for a recipe: its network, its objectives and its seed stay. */
export function beginningsOf(recipe: AscendRecipe, input: PresetInput, generator: string | null): Beginning[] {
  const { model, objectives, seed } = recipe
  const of = { model, input, objectives, seed, generator }
  const made = [
    ['naive', 'Naive'],
    ['robust', 'Robust'],
    ['generated', 'Generated (climb)'],
  ] as const
  return [
    ...made.flatMap(([method, label]) => {
      const one = ascentOf(method, of, defaultSettings)
      return one ? [{ id: method, label, group: 'The lab’s', recipe: ascendRecipe.parse(one) }] : []
    }),
    ...published.map(([preset, label]) => ({
      id: preset,
      label,
      group: 'The paper’s',
      recipe: ascendRecipe.parse({ kind: 'ascend', model, objectives, seed, ...presetFor(preset, input) }),
    })),
    ...ownPresets.list.map((one) => ({
      id: one.id,
      label: one.name,
      group: ownGroup,
      recipe: ownPresets.recipeOf(one, { model, objectives, seed }),
    })),
  ]
}
