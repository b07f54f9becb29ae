// The page proposes after a failed training what the watch on its health proposes; it cannot ask it, since the watch lives in the engine.
import { describe, expect, it } from 'vitest'
import { type HealthSettings, type Sign, watchHealth } from '../../src-main/science/training/health.ts'
import { autoencoderRecipe, classifierRecipe, datasetSettings } from '../../src-shared/recipe/recipe.ts'
import { defaultRate } from '../../src-shared/recipe/training-rates.ts'
import { outputOf, remedyFrom, remedyName, remedyOf, remedyWords } from '../../src-renderer/pages/train/remedy.ts'
import { invalid } from '../../src-shared/rpc/fault.ts'
import { faultOfRecord, runFaultOf } from '../../src-shared/run/run-fault.ts'
import { ranAway } from '../../src-renderer/text/run-text.ts'
import type { TrainingRecipe } from '../../src-shared/recipe/recipe.ts'

const dataset = datasetSettings.parse({ count: 60 })
const rates = [1e-5, 1e-4, 1e-3, 4e-3, 5e-3, 0.1, 1]
const recipes: TrainingRecipe[] = rates.flatMap((learningRate) => [
  classifierRecipe.parse({ kind: 'classifier', dataset, learningRate }),
  ...(['author', 'default'] as const).flatMap((preset) =>
    [undefined, 'relu', 'linear', 'sigmoid'].map((output) =>
      autoencoderRecipe.parse({ kind: 'autoencoder', dataset, learningRate, preset, output }),
    ),
  ),
  ...[1, 40].map((beta) => autoencoderRecipe.parse({ kind: 'autoencoder', dataset, learningRate, method: { kind: 'vae', beta } })),
])

/** What the watch says of a training whose loss stays at `loss` with this gradient. */
function signOf(recipe: TrainingRecipe, loss: number, gradient: number): Sign | null {
  const output = outputOf(recipe)
  const settings: HealthSettings = {
    kind: recipe.kind,
    baseline: 1,
    blackError: 1.1,
    steps: 1000,
    learningRate: recipe.learningRate,
    usual: defaultRate(recipe.kind, recipe.preset),
    ...(output === undefined ? {} : { output }),
    ...('method' in recipe && recipe.method?.kind === 'vae' ? { beta: recipe.method.beta } : {}),
  }
  const watch = watchHealth(settings)
  for (let step = 0; step < 1000; step++) {
    const sign = watch.observe(loss, gradient)
    if (sign) return sign
  }
  return null
}
const troubles = [
  ['not-finite', Number.NaN, Number.NaN],
  ['dead', 1, 0],
  ['stalled', 1, 1],
] as const

describe('the remedy that the page offers', () => {
  it.each(troubles)('after "%s" is that of the watch, for every network, output and learning rate', (code, loss, gradient) => {
    for (const recipe of recipes) {
      const sign = signOf(recipe, loss, gradient)
      expect(sign?.code).toBe(code)
      expect(remedyOf(code, recipe)).toEqual(remedyFrom(sign!.fix))
    }
  })
  it('changes the recipe, and says in words what', () => {
    for (const [code] of troubles) {
      for (const recipe of recipes) {
        expect({ ...recipe, ...remedyOf(code, recipe) }).not.toEqual(recipe)
        expect(remedyWords(remedyOf(code, recipe), recipe)).toMatch(/learning rate|output|beta/)
      }
    }
  })
  it('names the new run by what was changed last', () => {
    const name = remedyName('Autoencoder (author), 12 epochs', { output: 'sigmoid', learningRate: 0.001 })
    expect(name).toBe('Autoencoder (author), 12 epochs, sigmoid output, learning rate 0.001')
    expect(remedyName(name, { learningRate: 0.00025 })).toBe('Autoencoder (author), 12 epochs, learning rate 0.00025')
  })
  it('is offered for a training whose loss is no number, by its code, and in old records by what they say', () => {
    for (const recipe of recipes) {
      const { code, message } = signOf(recipe, Number.NaN, 1)!
      expect(ranAway({ fault: runFaultOf(invalid(message, code)) })).toBe(true)
      expect(ranAway({ fault: faultOfRecord(message) })).toBe(true)
    }
    expect(ranAway({ fault: faultOfRecord('The disk is full.') })).toBe(false)
    expect(ranAway({ fault: null })).toBe(false)
  })
})
