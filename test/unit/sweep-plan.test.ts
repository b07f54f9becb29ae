// Laws of a sweep as it is set up: which settings can be varied, and what is typed as values.
import { expect, test } from 'vitest'
import { visualizationPresets } from '../../src-shared/recipe/ascent-presets.ts'
import { ascendRecipe, sweepRecipe } from '../../src-shared/recipe/recipe.ts'
import { cellsOf } from '../../src-shared/recipe/sweep-cells.ts'
import type { Json } from '../../src-shared/run/event.ts'
import { layerOf, numbersIn, variablesOf } from '../../src-renderer/recipe-editor/sweep-plan.ts'

const unit = (channel: number) => ({ kind: 'channel' as const, layer: 'conv3', channel })
const recipe = ascendRecipe.parse({ kind: 'ascend', model: 'a'.repeat(64), objectives: [unit(2)], ...visualizationPresets.robust })

test('every setting that can be varied is a recipe with each of its choices, and with its own number', () => {
  const variables = variablesOf(JSON.parse(JSON.stringify(recipe)) as Json)
  expect(variables.map((one) => one.path)).toEqual(
    expect.arrayContaining([
      'parameterization',
      'parameterization.start',
      'transforms.1.pixels',
      'optimizer',
      'optimizer.step',
      'steps',
      'seed',
    ]),
  )
  expect(variables.find((one) => one.path === 'transforms.4.pixels')?.own).toBe(2)
  expect(new Set(variables.map((one) => one.label)).size).toBe(variables.length)
  // Whatever a choice needs besides itself, a generator above all, must be chosen under Settings first.
  const choices = variables.find((one) => one.path === 'parameterization')!.choices!.map((one) => one.label)
  expect(choices).toContain('Pixels')
  expect(choices).not.toContain('Latent vector of a generator')
  for (const { path, own, choices: all } of variables) {
    const values = all?.map((one) => one.value) ?? (own === undefined ? [] : [own])
    if (values.length === 0) continue
    const { cells, faults } = cellsOf(sweepRecipe.parse({ kind: 'sweep', base: recipe, vary: [{ path, values }] }))
    expect([path, faults]).toEqual([path, []])
    expect(cells.length).toBe(values.length)
  }
})

test('numbers are read as they are typed, ranges too; what is none is kept, to be told', () => {
  expect(numbersIn('0.01, 0.05;0.2')).toEqual([0.01, 0.05, 0.2])
  expect(numbersIn('0-3, 12')).toEqual([0, 1, 2, 3, 12])
  expect(numbersIn('-5 1e-3')).toEqual([-5, 0.001])
  expect(numbersIn('many, 3-1')).toEqual(['many', '3-1'])
  expect(numbersIn(' ')).toEqual([])
})

test('channels of one layer can be listed; anything else stays as it is', () => {
  expect(layerOf([unit(1), unit(5)])).toBe('conv3')
  expect(layerOf([unit(1), { ...unit(1), layer: 'conv2' }])).toBeNull()
  expect(layerOf([{ kind: 'logit', class: 3 }])).toBeNull()
  expect(layerOf([])).toBeNull()
})
