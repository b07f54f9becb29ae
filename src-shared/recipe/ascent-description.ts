// How a visualization was made, in one sentence.
import type { AscendRecipe, Parameterization, Regularizer, Transform } from './recipe.ts'
import { optimizerWords } from './optimizers/index.ts'
import { withMinus } from '../text/numbers.ts'

/** A transform as it is done at each step, such as "shifted within 3 pixels". */
export function transformWords(transform: Transform): string {
  switch (transform.kind) {
    case 'pad':
      return `padded by ${transform.pixels} black pixels`
    case 'jitter':
      return `shifted within ${transform.pixels} pixels`
    case 'rotate':
      return `turned by ${withMinus(String(transform.degrees[0]))} to ${withMinus(String(transform.degrees[1]))} degrees`
    case 'scale':
      return `scaled by ${transform.factor[0]} to ${transform.factor[1]}`
    case 'paper':
      return transform.order === 'rotate-jitter'
        ? 'turned by any angle, then seen through a window shifted by 0 to 20 pixels'
        : 'seen through a window shifted by 0 to 20 pixels, then turned by any angle'
  }
}

export const regularizerNames: Record<Regularizer['kind'], string> = {
  l1: 'mean brightness',
  l2: 'mean squared brightness',
  'total-variation': 'total variation',
}

function spaceWords(space: Parameterization): string {
  if (space.kind === 'pixels') return `in pixels from ${space.start === 'noise' ? 'noise' : `a ${space.start} picture`}`
  const ball = space.whiten && space.ball > 0 ? ` and kept within ${space.ball}` : ''
  const from = space.at ? 'a chosen point' : space.start === 'examples' ? 'encoded training pictures' : 'random points'
  return `in the latent space of a generator${space.whiten ? ', whitened' : ''}${ball}, from ${from}`
}

/** Such as "256 steps of Adam at 0.05, in pixels from noise; at each step shifted within 3 pixels." */
export function ascentWords({ parameterization, steps, optimizer, transforms, regularizers }: AscendRecipe): string {
  const seen = transforms.length > 0 ? `; at each step ${transforms.map(transformWords).join(', ')}` : ''
  const penalties = regularizers.map(({ kind, weight }) => `${weight} times the ${regularizerNames[kind]}`)
  const paid = penalties.length > 0 ? `; minus ${penalties.join(' and ')}` : ''
  return `${steps} steps of ${optimizerWords(optimizer)}, ${spaceWords(parameterization)}${seen}${paid}.`
}
