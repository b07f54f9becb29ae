// Laws of a sweep: which ascents it is made of, what is refused of it, and what it leaves.
import { expect, test } from 'vitest'
import { recipeFaults } from '../../src-shared/recipe/recipe-check.ts'
import { parentsOf } from '../../src-shared/recipe/recipe-parents.ts'
import { ascendRecipe, recipe as anyRecipe, type SweepRecipe, sweepRecipe } from '../../src-shared/recipe/recipe.ts'
import { axisLabel, cellsOf, gridOf, valueLabels } from '../../src-shared/recipe/sweep-cells.ts'

const model = 'a'.repeat(64)
const generator = 'b'.repeat(64)
const base = ascendRecipe.parse({
  kind: 'ascend',
  model,
  objectives: [
    { kind: 'channel', layer: 'conv3', channel: 2 },
    { kind: 'logit', class: 4 },
  ],
  transforms: [{ kind: 'jitter', pixels: 3 }],
  optimizer: { kind: 'adam', step: 0.05 },
  steps: 8,
})
const sweepOf = (vary: SweepRecipe['vary'], over: SweepRecipe['base'] = base): SweepRecipe =>
  sweepRecipe.parse({ kind: 'sweep', base: over, vary })

test('a cell is an ascent for each value of one setting with each of the others, the last the fastest', () => {
  const one = sweepOf([
    { path: 'optimizer.step', values: [0.01, 0.1] },
    {
      path: 'transforms',
      values: [
        [],
        [
          { kind: 'jitter', pixels: 3 },
          { kind: 'rotate', degrees: [-5, 5] },
        ],
      ],
    },
    { path: 'seed', values: [7, 8] },
  ])
  const { cells, faults } = cellsOf(one)
  expect(faults).toEqual([])
  expect(cells.map(({ at }) => at.join(''))).toEqual(['000', '001', '010', '011', '100', '101', '110', '111'])
  expect(cells[7]!.recipe).toEqual({
    ...base,
    seed: 8,
    optimizer: { kind: 'adam', step: 0.1 },
    transforms: [
      { kind: 'jitter', pixels: 3 },
      { kind: 'rotate', degrees: [-5, 5] },
    ],
  })
  expect(cells[7]!.words).toBe('0.1, Shift (jitter) + Turn, 8')
  expect(one.vary.map((_, axis) => axisLabel(one, axis))).toEqual(['Steps are made by (Adam), step size', 'Changes at each step', 'Seed'])
  expect(gridOf(one)).toEqual({
    rows: ['0.01', '0.1'],
    columns: ['none, 7', 'none, 8', 'Shift (jitter) + Turn, 7', 'Shift (jitter) + Turn, 8'],
    perObjective: true,
  })
  expect(gridOf(sweepOf([{ path: 'seed', values: [1, 2] }])).perObjective).toBe(false)
})

test('whole ways of making a picture are an axis too, by the names that they are given', () => {
  const one = sweepOf([
    {
      path: '*',
      names: ['Plain', 'Generated'],
      values: [{ transforms: [] }, { transforms: [], parameterization: { kind: 'decoder', generator }, starts: 2 }],
    },
  ])
  const { cells } = cellsOf(one)
  expect(cells.map(({ words, recipe }) => [words, recipe.parameterization.kind, recipe.starts])).toEqual([
    ['Plain', 'pixels', 1],
    ['Generated', 'decoder', 2],
  ])
  expect(parentsOf(one).sort()).toEqual([model, generator])
  expect(valueLabels(sweepOf([{ path: 'parameterization', values: [{ kind: 'pixels' }, { kind: 'pixels', start: 'grey' }] }]), 0)).toEqual([
    'Pixels (1)',
    'Pixels (2)',
  ])
})

test('what is no ascent is told by its value and its setting, and nothing of it is carried out', () => {
  const known = (): { kind: 'other'; media: string } => ({ kind: 'other', media: 'text/plain' })
  const told = (vary: SweepRecipe['vary']): string => recipeFaults(sweepOf(vary), known).join(' ')
  expect(told([{ path: 'optimizer.step', values: [0.1, 0, 'big'] }])).toContain('0: Steps are made by (Adam), step size: More than 0.')
  expect(told([{ path: 'optimizer.step', values: [0.1, 0, 'big'] }])).toContain(
    'big: Steps are made by (Adam), step size: A number is needed here.',
  )
  expect(told([{ path: 'optimiser.step', values: [1] }])).toContain('There is no setting “optimiser” here.')
  // What is wrong with every one of them is said once.
  expect(told([{ path: 'seed', values: [1, 2, 3] }])).toBe(
    `${model.slice(0, 12)}… is a result of the type text/plain; a classifier is needed there. Choose a classifier.`,
  )
  expect(() => sweepOf([{ path: 'objectives', values: [[]] }])).toThrow(/listed in its base/)
  expect(() => sweepOf([{ path: 'seed', values: [1], names: [] }])).toThrow(/each value has a name/)
  expect(() =>
    sweepOf([
      { path: 'seed', values: [1] },
      { path: 'seed', values: [2] },
    ]),
  ).toThrow(/varied once/)
  const many = Array.from({ length: 20 }, (_, at) => at + 1)
  expect(() =>
    sweepOf([
      { path: 'seed', values: many },
      { path: 'steps', values: many },
    ]),
  ).toThrow(/these are 400 ascents/)
  expect(anyRecipe.safeParse({ kind: 'sweep', base, vary: [] }).success).toBe(false)
})
