// How a visualization was made, in one sentence.
import { budgetWords } from './budgets/index.ts'
import { spaceKind } from './parameterizations/index.ts'
import type { AscendRecipe } from './recipe.ts'
import { optimizerWords } from './optimizers/index.ts'
import { regularizerName } from './regularizers/index.ts'
import { togetherKind } from './together/index.ts'
import { transformWords } from './transforms/index.ts'

/** Such as "256 steps of Adam at 0.05, in pixels from noise; at each step shifted within 3 pixels." */
export function ascentWords(recipe: AscendRecipe): string {
  const {
    parameterization,
    steps,
    optimizer,
    transforms,
    draws,
    regularizers,
    together = [],
    budget,
    gradientBlur,
    redirectedRelu,
  } = recipe
  const often = draws === undefined ? '' : ` in the mean of ${draws} views, each`
  const seen = transforms.length > 0 ? `; at each step${often} ${transforms.map(transformWords).join(', ')}` : ''
  const penalties = regularizers.map((one) => `${one.weight} times the ${regularizerName(one)}`)
  const paid = penalties.length > 0 ? `; minus ${penalties.join(' and ')}` : ''
  const joined = together.map((one) => `; ${togetherKind(one).words(one)}`).join('')
  const held = budget ? `; each picture ${budgetWords(budget)}` : ''
  const blurred = gradientBlur === undefined ? '' : `; the gradient blurred by ${gradientBlur} ${gradientBlur === 1 ? 'pixel' : 'pixels'}`
  const woken = redirectedRelu === undefined ? '' : `; in the first ${redirectedRelu} steps, units that are all off are switched on`
  const moved = spaceKind(parameterization).words(parameterization)
  return `${steps} steps of ${optimizerWords(optimizer)}, ${moved}${seen}${paid}${joined}${held}${blurred}${woken}.`
}
