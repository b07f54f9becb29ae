// Laws of the recipes that the pages make of a method, a network's pictures and what was chosen.
import { expect, test } from 'vitest'
import { redirectedSteps } from '../../src-shared/recipe/ascent-presets.ts'
import { ascendRecipe } from '../../src-shared/recipe/recipe.ts'
import { presetInputOf } from '../../src-renderer/lab/models.ts'
import { type AscentSettings, ascentOf, defaultSettings, madeMethods, presetOf } from '../../src-renderer/visualization/methods.ts'

const hash = 'a'.repeat(64)
const input = (size: number) => presetInputOf([{ hash, size, meta: { kind: 'classifier' } }], hash)
/** A network that was brought, for which no training says a size. */
const photographs = presetInputOf([{ hash, size: null, meta: { kind: 'imported', input: [224, 224, 3] } }], hash)
const of = (pictures = input(48)) => ({
  model: hash,
  input: pictures,
  objectives: [{ kind: 'logit', class: 1 } as const],
  seed: 1,
  generator: 'b'.repeat(64),
})
const made = (change: Partial<AscentSettings>, pictures = input(48)) =>
  madeMethods.map((method) => ascentOf(method, of(pictures), { ...defaultSettings, ...change })!)

test('every method switches units on when asked, and only the robust one of large pictures does so by itself', () => {
  for (const recipe of made({ redirectedRelu: redirectedSteps })) {
    expect(recipe.redirectedRelu).toBe(redirectedSteps)
    expect(ascendRecipe.parse(recipe)).toEqual(recipe)
  }
  for (const recipe of made({})) expect('redirectedRelu' in recipe).toBe(false)
  expect(made({}, photographs).map((one) => one.redirectedRelu)).toEqual([undefined, redirectedSteps, undefined])
})

test('shifts that are proposed go with the size of the pictures, and a shift of one’s own is taken as it is', () => {
  expect([48, 96, 16].map((size) => presetOf(defaultSettings, input(size)).jitter)).toEqual([3, 6, 1])
  expect(presetOf(defaultSettings, photographs).jitter).toBe(14)
  const jitters = made({ jitter: 5 }, photographs)[1]!.transforms.flatMap((one) => (one.kind === 'jitter' ? [one.pixels] : []))
  expect(jitters).toEqual([5, 5])
  expect(made({ jitter: 0 }, photographs)[1]!.transforms.map((one) => one.kind)).toEqual(['canvas', 'pad', 'scale', 'rotate'])
})
