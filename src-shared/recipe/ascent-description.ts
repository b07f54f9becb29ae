// How a visualization was made, in one sentence.
import type { AscendRecipe, Parameterization } from './recipe.ts'
import { optimizerWords } from './optimizers/index.ts'
import { regularizerName } from './regularizers/index.ts'
import { transformWords } from './transforms/index.ts'

function spaceWords(space: Parameterization): string {
  if (space.kind === 'pixels') return `in pixels from ${space.start === 'noise' ? 'noise' : `a ${space.start} picture`}`
  const ball = space.whiten && space.ball > 0 ? ` and kept within ${space.ball}` : ''
  const from = space.at ? 'a chosen point' : space.start === 'examples' ? 'encoded training pictures' : 'random points'
  return `in the latent space of a generator${space.whiten ? ', whitened' : ''}${ball}, from ${from}`
}

/** Such as "256 steps of Adam at 0.05, in pixels from noise; at each step shifted within 3 pixels." */
export function ascentWords({ parameterization, steps, optimizer, transforms, regularizers }: AscendRecipe): string {
  const seen = transforms.length > 0 ? `; at each step ${transforms.map(transformWords).join(', ')}` : ''
  const penalties = regularizers.map((one) => `${one.weight} times the ${regularizerName(one)}`)
  const paid = penalties.length > 0 ? `; minus ${penalties.join(' and ')}` : ''
  return `${steps} steps of ${optimizerWords(optimizer)}, ${spaceWords(parameterization)}${seen}${paid}.`
}
