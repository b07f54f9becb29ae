// How a visualization was made, in one sentence.
import { spaceKind } from './parameterizations/index.ts'
import type { AscendRecipe } from './recipe.ts'
import { optimizerWords } from './optimizers/index.ts'
import { regularizerName } from './regularizers/index.ts'
import { transformWords } from './transforms/index.ts'

/** Such as "256 steps of Adam at 0.05, in pixels from noise; at each step shifted within 3 pixels." */
export function ascentWords({ parameterization, steps, optimizer, transforms, regularizers, redirectedRelu }: AscendRecipe): string {
  const seen = transforms.length > 0 ? `; at each step ${transforms.map(transformWords).join(', ')}` : ''
  const penalties = regularizers.map((one) => `${one.weight} times the ${regularizerName(one)}`)
  const paid = penalties.length > 0 ? `; minus ${penalties.join(' and ')}` : ''
  const woken = redirectedRelu === undefined ? '' : `; in the first ${redirectedRelu} steps, units that are all off are switched on`
  return `${steps} steps of ${optimizerWords(optimizer)}, ${spaceKind(parameterization).words(parameterization)}${seen}${paid}${woken}.`
}
