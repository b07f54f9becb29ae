// A recipe shown as JSON is the recipe, and a long list in it is one line.
import { expect, test } from 'vitest'
import { recipeText } from '../../src-renderer/run/recipe-text.ts'
import { ascendRecipe, classifierRecipe, newDataset } from '../../src-shared/recipe/recipe.ts'

test.each([
  classifierRecipe.parse({ kind: 'classifier', dataset: newDataset() }),
  classifierRecipe.parse({ kind: 'classifier', dataset: newDataset({ classes: [3], radius: [10, 48.5] }), learningRate: 1e-7 }),
  ascendRecipe.parse({
    kind: 'ascend',
    model: '0'.repeat(64),
    objectives: [{ kind: 'channel', layer: 'a [1,\n 2] "b" \\', channel: 0 }],
    parameterization: { kind: 'decoder', generator: '1'.repeat(64), at: [-1.5, 2e-9, 0] },
  }),
])('it parses to the recipe itself, and no line is a bare number', (recipe) => {
  const text = recipeText(recipe)
  expect(JSON.parse(text)).toEqual(recipe)
  expect(text.split('\n').filter((line) => /^\s*-?[\d.e-]+,?$/.test(line))).toEqual([])
})
