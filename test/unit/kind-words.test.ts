// Laws of the words for kinds: every kind of an ascent, and each of its settings, is called something wherever settings are listed.
import { expect, test } from 'vitest'
import { ascentFields, ascentWords as formWords } from '../../src-shared/recipe/form/ascent.ts'
import { ascentWords } from '../../src-shared/recipe/ascent-description.ts'
import { firstKind } from '../../src-shared/recipe/form/shape.ts'
import { ascendRecipe, autoencoderRecipe, newDataset } from '../../src-shared/recipe/recipe.ts'
import { settingRows } from '../../src-shared/recipe/setting-rows.ts'

const hash = 'a'.repeat(64)
const options = ascentFields.flatMap(({ name, shape }) => {
  const list = shape.type === 'list'
  const kinds = shape.type === 'kinds' ? shape.options : list && shape.of.type === 'kinds' ? shape.of.options : []
  return kinds.map((option) => ({ name, list, option }))
})

test.each(options.map((one) => [`${one.name} ${one.option.kind}`, one] as const))('%s is told in words', (_, { name, list, option }) => {
  // What is to be chosen among what there is has no first value: a network by its hash, a layer by its name.
  const hashes = option.fields.flatMap(({ name: field, required, shape }) =>
    required && shape.type === 'text' ? [[field, shape.hash ? hash : 'conv1']] : [],
  )
  const made = { ...firstKind(option, formWords[name]), ...Object.fromEntries(hashes) }
  const recipe = ascendRecipe.parse({
    kind: 'ascend',
    model: hash,
    objectives: [{ kind: 'logit', class: 0 }],
    [name]: list ? [made] : made,
  })
  const rows = settingRows([recipe], true, () => 'a network')
  const kind = rows.find(({ key }) => key === (list ? name : `${name}.kind`))
  // A word of its own, not the name of the kind in the code: those of two words have a hyphen.
  expect(kind?.values[0]).toMatch(/\S/)
  expect(kind?.values[0]).not.toBe(option.kind)
  for (const row of rows) expect(row.label).not.toMatch(/undefined|[a-z][A-Z]/)
  const told = ascentWords(recipe)
  expect(told).not.toMatch(/undefined|NaN|\[object/)
  const plain = ascentWords(ascendRecipe.parse({ kind: 'ascend', model: hash, objectives: [{ kind: 'logit', class: 0 }] }))
  if (list) expect(told).not.toBe(plain)
})

test('of an autoencoder and a variational one each setting has its own row, and each kind its name', () => {
  const dataset = newDataset()
  const plain = autoencoderRecipe.parse({ kind: 'autoencoder', dataset })
  const variational = autoencoderRecipe.parse({ kind: 'autoencoder', dataset, method: { kind: 'vae', beta: 2 } })
  expect(settingRows([plain, variational], false, (hash) => hash).map(({ label, values }) => [label, ...values])).toEqual([
    ['Kind of generator', 'an autoencoder', 'a variational autoencoder'],
    ['Beta (weight of the KL divergence)', '—', '2'],
  ])
})
