// Ways of making a picture that one can begin with: the lab's, and the paper's own numbers.
import { type AscentMethod, ascentMethod } from '../../src-shared/recipe/form/ascent.ts'
import { presetFor, type PresetInput, type VisualizationPreset } from '../../src-shared/recipe/ascent-presets.ts'
import { type AscendRecipe, ascendRecipe, canonical } from '../../src-shared/recipe/recipe.ts'
import { ascentOf, defaultSettings } from '../visualization/methods.ts'

export interface Beginning {
  id: string
  label: string
  group: string
  recipe: AscendRecipe
}

/** How a recipe makes its pictures, whatever they are of. */
export function methodIn(recipe: AscendRecipe): AscentMethod {
  const { kind: _kind, model: _model, objectives: _objectives, seed: _seed, ...method } = recipe
  return ascentMethod.parse(method)
}
/** Whether two make their pictures in the same way, from as many starts or not. */
export function sameMethod(a: AscendRecipe, b: AscendRecipe): boolean {
  const [one, other] = [a, b].map((recipe) => ({ ...methodIn(recipe), starts: 1, frames: 0 }))
  return canonical(one) === canonical(other)
}

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
  ]
}
