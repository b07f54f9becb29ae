// Laws of the table of trainings: every setting that one asks for first is in it once, where they differ as a column and else below.
import { expect, test } from 'vitest'
import { mainSettings } from '../../src-shared/recipe/setting-rows.ts'
import { autoencoderRecipe, classifierRecipe } from '../../src-shared/recipe/recipe.ts'
import { settingsTable } from '../../src-renderer/pages/train/settings-table.ts'

const classifier = (more: object) => ({
  recipe: classifierRecipe.parse({ kind: 'classifier', dataset: { count: 600 }, epochs: 4, batchSize: 64, ...more }),
})

test('what differs is a column, what is the same is told once', () => {
  const table = settingsTable([classifier({ epochs: 4 }), classifier({ epochs: 12 })])
  expect([table.columns, table.rows]).toEqual([['Epochs'], [['4'], ['12']]])
  expect(table.same).toContain('Batch size 64')
  expect(table.same).toContain('Pictures 600')
})
test('nothing is left out, and nothing is told of a run that it has not', () => {
  const runs = [classifier({}), { recipe: autoencoderRecipe.parse({ kind: 'autoencoder', dataset: { count: 600 }, epochs: 4, latent: 7 }) }]
  const { columns, rows, same } = settingsTable(runs)
  expect(rows[0]![columns.indexOf('Latent numbers')]).toBe('—')
  expect(rows[1]![columns.indexOf('Latent numbers')]).toBe('7')
  for (const [at, { recipe }] of runs.entries()) {
    for (const { label, value } of mainSettings(recipe))
      expect(columns.includes(label) ? rows[at]![columns.indexOf(label)] : same.includes(`${label} ${value}`) && value).toBe(value)
  }
})
test('of one training everything is a column, and of none there is nothing', () => {
  expect(settingsTable([classifier({})]).same).toEqual([])
  expect(settingsTable([])).toEqual({ columns: [], rows: [], same: [] })
})
