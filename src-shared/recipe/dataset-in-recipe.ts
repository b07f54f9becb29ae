// Whose pictures a recipe looks at.
import { beginsWithPictures } from './parameterizations/start.ts'
import type { AscendRecipe } from './recipe.ts'

/** The model from whose dataset an ascent takes its starts, its colours or the strength of its waves; null where it takes none. */
export function ascentPictures({ model, parameterization: space }: Pick<AscendRecipe, 'model' | 'parameterization'>): string | null {
  if (space.kind === 'decoder') return space.start === 'examples' && !space.at ? space.generator : null
  const colours = 'colour' in space && space.colour === 'dataset'
  const strengths = space.kind === 'maco' && space.magnitude === 'dataset'
  return colours || strengths || ('start' in space && beginsWithPictures(space)) ? model : null
}
