// Whose pictures a recipe looks at.
import { aboutExamples } from './objective-pictures.ts'
import { beginsWithPictures } from './parameterizations/start.ts'
import type { AscendRecipe } from './recipe.ts'

/** The model from whose dataset an ascent takes its starts, its colours or the strength of its waves; null where it takes none. */
export function spacePictures({ model, parameterization: space }: Pick<AscendRecipe, 'model' | 'parameterization'>): string | null {
  if (space.kind === 'decoder') return space.start === 'examples' && !space.at ? space.generator : null
  const colours = 'colour' in space && space.colour === 'dataset'
  const strengths = space.kind === 'maco' && space.magnitude === 'dataset'
  return colours || strengths || ('start' in space && beginsWithPictures(space)) ? model : null
}

/** The same, or from where it takes the pictures of its objectives; two datasets that were brought are a fault of a recipe. */
export const ascentPictures = (recipe: Pick<AscendRecipe, 'model' | 'parameterization' | 'objectives'>): string | null =>
  spacePictures(recipe) ?? (aboutExamples(recipe.objectives) ? recipe.model : null)
