// Whose pictures a recipe looks at.
import type { AscendRecipe } from './recipe.ts'

/** The model from whose dataset an ascent takes its starts or its colours; null where it takes neither. */
export function ascentPictures({ model, parameterization: space }: Pick<AscendRecipe, 'model' | 'parameterization'>): string | null {
  if (space.kind === 'decoder') return space.start === 'examples' && !space.at ? space.generator : null
  return 'colour' in space && space.colour === 'dataset' ? model : null
}
