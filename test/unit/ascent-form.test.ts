// Laws of the form of an ascent: it has every setting that the schema has, with words for each, and what it adds is a recipe.
import { expect, test } from 'vitest'
import { ascentFields, ascentMethod, ascentWords } from '../../src-shared/recipe/form/ascent.ts'
import { faultsByPath, faultsOf } from '../../src-shared/recipe/form/faults.ts'
import { pathOf, pathText, pathWords, valueAt, withValue } from '../../src-shared/recipe/form/path.ts'
import { firstKind, firstOf, type FormField, type Shape } from '../../src-shared/recipe/form/shape.ts'
import type { AnyWords } from '../../src-shared/recipe/form/words.ts'
import { visualizationPresets } from '../../src-shared/recipe/ascent-presets.ts'
import { ascendRecipe, recipe } from '../../src-shared/recipe/recipe.ts'
import type { Json } from '../../src-shared/run/event.ts'

const model = 'a'.repeat(64)
const whole = (settings: object): Json => ({
  kind: 'ascend',
  model,
  objectives: [{ kind: 'channel', layer: 'conv3', channel: 2 }],
  ...(settings as Record<string, Json>),
})

/** Every kind under a setting, with the words for it. */
function kindsIn(shape: Shape): Extract<Shape, { type: 'kinds' }>['options'] {
  if (shape.type === 'kinds') return shape.options
  return shape.type === 'list' ? kindsIn(shape.of) : []
}
function wordless(fields: readonly FormField[], words: Readonly<Record<string, AnyWords>>, path: string): string[] {
  return fields.flatMap(({ name, shape }) => {
    const own = words[name]
    if (!own?.label) return [`${path}${name}`]
    const values = shape.type === 'choice' ? shape.values.filter((one) => typeof one === 'string' && !own.values?.[one]) : []
    return [
      ...(shape.type === 'other' ? [`${path}${name} has no control`] : []),
      ...values.map((one) => `${path}${name} = ${one}`),
      ...kindsIn(shape).flatMap(({ kind, fields: inner }) => {
        const form = own.kinds?.[kind]
        return form?.label ? wordless(inner, form.fields, `${path}${name}.${kind}.`) : [`${path}${name}.${kind}`]
      }),
    ]
  })
}

test('every setting, value and kind of an ascent has a control and words, and nothing is left out', () => {
  const { kind: _kind, model: _model, objectives: _objectives, ...settings } = ascendRecipe.shape
  expect(ascentFields.map((one) => one.name).sort()).toEqual(Object.keys(settings).sort())
  expect(wordless(ascentFields, ascentWords, '')).toEqual([])
})

test('what is added to a list, or chosen as another kind, is a recipe at once, but for what must be chosen among what there is', () => {
  let tried = 0
  for (const { name, shape } of ascentFields)
    for (const option of kindsIn(shape)) {
      const made = firstKind(option, ascentWords[name])
      const read = ascendRecipe.safeParse(whole({ [name]: shape.type === 'list' ? [made] : made }))
      const faults = read.success ? [] : faultsOf(read.error).map((one) => one.path.at(-1))
      const chosen = option.fields.filter((one) => ascentWords[name]?.kinds?.[option.kind]?.fields[one.name]?.names !== undefined)
      expect(faults).toEqual(chosen.filter((one) => one.required).map((one) => one.name))
      tried += 1
    }
  expect(tried).toBeGreaterThan(12)
})

test('limits, wholeness and defaults of numbers are those of the schema', () => {
  const steps = ascentFields.find((one) => one.name === 'steps')!
  expect(steps).toEqual({
    name: 'steps',
    required: false,
    usual: 256,
    shape: { type: 'number', whole: true, min: 1, max: 20_000, above: false },
  })
  const optimizer = ascentFields.find((one) => one.name === 'optimizer')!.shape
  const adam = kindsIn(optimizer).find((one) => one.kind === 'adam')!
  expect(adam.fields[0]).toMatchObject({ name: 'step', required: true, shape: { type: 'number', whole: false, min: 0, above: true } })
  // Without words, a number within the limits.
  expect(firstOf({ type: 'number', whole: false, min: 0, max: 0.5, above: true })).toBe(0.5)
  expect(firstOf({ type: 'number', whole: true, min: 8, max: 64, above: false })).toBe(8)
})

test('a fault is told at its setting, in plain words, by the name that the form has', () => {
  const bad = whole({
    transforms: [{ kind: 'jitter', pixels: 99 }, { kind: 'melt' }, { kind: 'scale', factor: [2, 1] }],
    steps: 'many',
    starts: 1.5,
    optimizer: { kind: 'adam', step: 0 },
    parameterization: { kind: 'decoder' },
    frames: 1,
    foo: 3,
  })
  const read = ascendRecipe.safeParse(bad)
  expect(Object.fromEntries(faultsByPath(faultsOf(read.error!)))).toEqual({
    'transforms.0.pixels': 'At most 48.',
    'transforms.1.kind': `There is no such kind. There are: ${kindsNamed('transforms')}`,
    'transforms.2.factor': 'A range runs from the smaller to the larger number.',
    steps: 'A number is needed here.',
    starts: 'A whole number is needed here.',
    'optimizer.step': 'More than 0.',
    'parameterization.generator': 'This is missing.',
    frames: 'A film has a first and a last frame.',
    foo: 'There is no setting “foo” here.',
  })
  expect(pathWords(pathOf('transforms.0.pixels'), bad, ascentWords)).toBe('Changes at each step, number 1 (Shift (jitter)), at most')
  expect(pathWords(['optimizer', 'step'], bad, ascentWords)).toBe('Steps are made by (Adam), step size')
  expect(pathWords(['optimizer', 'kind'], bad, ascentWords)).toBe('Steps are made by (Adam), kind')
})
const kindsNamed = (name: string): string => {
  const { shape } = ascentFields.find((one) => one.name === name)!
  return `${kindsIn(shape)
    .map((one) => one.kind)
    .join(', ')}.`
}

test('a value is put at its path in a copy, and taken out again', () => {
  const before = whole(visualizationPresets.robust)
  const moved = withValue(before, ['transforms', 1, 'pixels'], 7)
  expect(valueAt(moved, ['transforms', 1, 'pixels'])).toBe(7)
  expect(valueAt(before, ['transforms', 1, 'pixels'])).toBe(3)
  expect(withValue(moved, ['transforms', 1, 'pixels'], 3)).toEqual(before)
  expect(valueAt(withValue(before, ['transforms', 0], undefined), ['transforms', 0, 'kind'])).toBe('jitter')
  expect(withValue(before, ['redirectedRelu'], undefined)).toEqual(before)
  expect(valueAt(before, ['transforms', 9, 'pixels'])).toBeUndefined()
  expect(pathOf(pathText(['transforms', 1, 'pixels']))).toEqual(['transforms', 1, 'pixels'])
})

test('a method is an ascent without what it is of, and its defaults are those of a recipe', () => {
  const method = ascentMethod.parse(visualizationPresets.robust)
  expect(recipe.parse(whole(method))).toEqual(ascendRecipe.parse(whole(visualizationPresets.robust)))
  expect(ascentMethod.safeParse({ ...visualizationPresets.robust, model }).success).toBe(false)
})
