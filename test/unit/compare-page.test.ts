// What the comparison of two networks can be asked for, and what it says of their mistakes.
import { describe, expect, it, test } from 'vitest'
import { apart, apartSentence, signTest } from '../../src-renderer/pages/compare/apart.ts'
import { counterpart, tapsOf, tapWords } from '../../src-renderer/pages/compare/matched-layers.ts'
import {
  allUnits,
  defaultUnits,
  objectivesOf,
  readUnits,
  type SharedLayer,
  sharedLayers,
  unitsWords,
} from '../../src-renderer/pages/compare/what-to-see.ts'
import type { LayerInfo } from '../../src-renderer/visualization/units.ts'
import { className } from '../../src-shared/domains/shapes/classes.ts'

/** Layers by their names and numbers of units; classes by their names, of which some were taught. */
const network = (...layers: [name: string, units: number, names?: string[], taught?: number[]][]): LayerInfo[] =>
  layers.map(([name, units, names, taught]) => ({
    name,
    units,
    taught: taught ?? Array.from({ length: units }, (_, unit) => unit),
    height: 1,
    width: 1,
    kind: names ? 'logits' : name.startsWith('conv') ? 'conv' : 'dense',
    after: null,
    activation: null,
    names: names ?? null,
  }))
const shapes = Array.from({ length: 60 }, (_, label) => className(label))
const labOf = (...taught: number[]): LayerInfo[] => network(['logits', 60, shapes, taught])
const layer = (name: string, units: number, kind: SharedLayer['kind']): SharedLayer => ({ name, units, kind, classes: [] })

describe('what pictures can be asked for', () => {
  it('are of layers that all have, by the names of the page, with the units of the smallest', () => {
    const shared = sharedLayers([
      network(['conv1', 8], ['conv2', 16], ['logits', 60, shapes]),
      network(['conv1', 4], ['dense1', 9], ['logits', 60, shapes]),
    ])
    expect(shared.map(({ name, units, kind }) => ({ name, units, kind }))).toEqual([
      { name: 'conv1', units: 4, kind: 'conv' },
      { name: 'logits', units: 60, kind: 'logits' },
    ])
    expect(sharedLayers([network(['conv1', 8]), []])).toEqual([])
  })
  it('are of classes by their names, whatever their numbers and their layer are called', () => {
    const [shared] = sharedLayers([network(['logits', 3, ['cat', 'dog', 'hen']]), network(['fc', 4, ['cow', 'hen', 'cat', '3']])])
    expect(shared?.classes).toEqual([
      { name: 'cat', numbers: [0, 2] },
      { name: 'hen', numbers: [2, 1] },
    ])
    expect(defaultUnits(shared!)).toEqual([0, 2])
    expect([0, 1].map((place) => objectivesOf(shared!, [2], place))).toEqual([[{ kind: 'logit', class: 2 }], [{ kind: 'logit', class: 1 }]])
    // Numbers alone are no names, but where the networks have as many of them.
    expect(sharedLayers([network(['a', 2, ['0', '1']]), network(['b', 3, ['0', '1', '2']])])).toEqual([])
    expect(sharedLayers([network(['a', 2, ['0', '1']]), network(['b', 2, ['0', '1']])])[0]?.classes).toHaveLength(2)
  })
  it('are the paper’s four classes at first, or others that all were taught', () => {
    const all = Array.from({ length: 60 }, (_, one) => one)
    const logits = (taught: readonly number[]): SharedLayer => sharedLayers([labOf(...taught), labOf(...all)])[0]!
    const usual = defaultUnits(logits(all))
    expect(usual).toHaveLength(4)
    const others = all.filter((one) => !usual.includes(one))
    expect(defaultUnits(logits(others))).toEqual(others.slice(0, 4))
    expect(defaultUnits(logits([...others.slice(0, 9), usual[2]!]))).toEqual([usual[2]])
    expect(allUnits(logits([3, 9]))).toEqual([3, 9])
    expect(objectivesOf(logits(all), [3], 1)).toEqual([{ kind: 'logit', class: 3 }])
    expect(unitsWords(logits(all), 1)).toBe('1 class')
  })
  it('are the first eight channels of a layer, or as many as there are', () => {
    expect(defaultUnits(layer('conv3', 16, 'conv'))).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    expect(defaultUnits(layer('conv3', 3, 'conv'))).toEqual([0, 1, 2])
    expect(objectivesOf(layer('conv3', 16, 'conv'), [5])).toEqual([{ kind: 'channel', layer: 'conv3', channel: 5 }])
    expect([unitsWords(layer('conv3', 16, 'conv'), 8), unitsWords(layer('dense1', 16, 'dense'), 1)]).toEqual([
      'conv3, 8 channels',
      'dense1, 1 unit',
    ])
  })
  it.each<[string, number[] | RegExp]>([
    ['0-3, 7', [0, 1, 2, 3, 7]],
    ['7;3 3–4', [3, 4, 7]],
    ['15', [15]],
    ['16', /channels 0 to 15/],
    ['3-99', /0 to 15/],
    ['5-2', /starts above/],
    ['conv', /neither a number nor a range/],
    ['-3', /neither a number nor a range/],
    ['1.5', /neither a number nor a range/],
    ['', /at least one/],
    ['1e9', /neither a number nor a range/],
  ])('chosen by “%s”', (text, wanted) => {
    const { units, fault } = readUnits(text, 16, 'channel')
    if (wanted instanceof RegExp) expect([units, fault]).toEqual([[], expect.stringMatching(wanted)])
    else expect([units, fault]).toEqual([wanted, null])
  })
})

describe('layers that are matched', () => {
  const here = network(['conv1', 8], ['conv2', 8], ['conv3', 8]).map((one) => ({ ...one, after: `${one.name}.relu`, activation: 'ReLU' }))
  const there = network(['stem', 8], ['block', 8], ['top', 8], ['conv3', 8])
  it('have the same name or, where there is none, are as deep', () => {
    expect(['conv1', 'conv2', 'conv3'].map((tap) => counterpart(tap, here, there))).toEqual(['stem', 'top', 'conv3'])
    expect(counterpart('conv1.relu', here, here)).toBe('conv1.relu')
    // One without an activation function has only the one activation.
    expect(counterpart('conv1.relu', here, there)).toBe('stem')
    expect(counterpart('stem', there, here)).toBe('conv1')
    expect(counterpart('conv1', here, [])).toBeNull()
  })
  it('are told by their activation, and pictures may be of either', () => {
    expect(tapWords(here, 'conv2.relu')).toBe('conv2 after ReLU')
    expect(tapsOf(here, 'conv2.relu')).toEqual(['conv2.relu', 'conv2'])
    expect(tapsOf(there, 'stem')).toEqual(['stem'])
  })
})

describe('mistakes apart', () => {
  const wrong = (...list: [number, number, number][]) => ({
    count: 240,
    wrong: list.map(([index, truth, said]) => ({ index, truth, said })),
  })
  it('are told picture by picture', () => {
    const { onlyHere, onlyThere, both, tested } = apart(wrong([5, 1, 2], [3, 1, 4]), wrong([9, 7, 8], [3, 1, 2]))
    expect(onlyHere).toEqual([{ index: 5, truth: 1, here: 2, there: 1 }])
    expect(onlyThere).toEqual([{ index: 9, truth: 7, here: 7, there: 8 }])
    expect(both).toEqual([{ index: 3, truth: 1, here: 4, there: 2 }])
    expect(tested).toBe(240)
  })
  it('are tested by the binomial distribution', () => {
    // By hand: 2 (1 + 5) / 2^5, and 2 (C(10,0) + C(10,1)) / 2^10.
    expect(signTest(1, 4)).toBeCloseTo(12 / 32, 10)
    expect(signTest(9, 1)).toBeCloseTo(22 / 1024, 10)
    expect([signTest(0, 0), signTest(7, 7), signTest(1, 0)]).toEqual([1, 1, 1])
    expect(signTest(3000, 2000)).toBeLessThan(1e-40)
    expect(signTest(20_000, 20_100)).toBeGreaterThan(0.3)
  })
  test.each<[number, number, number, string]>([
    [0, 0, 0, 'neither gets one wrong.'],
    [0, 0, 3, 'both get the same 3 wrong.'],
    [4, 4, 0, 'A alone gets 4 wrong and B alone 4; none is wrong for both. Neither is better on these pictures.'],
    [3, 1, 2, 'A alone gets 3 wrong and B alone 1; both get 2 wrong. A difference of this size may be random (sign test, p = 0.63).'],
    [
      1,
      9,
      2,
      'A alone gets 1 wrong and B alone 9; both get 2 wrong. A is better: so large a difference is unlikely to be random (sign test, ' +
        'p = 0.021).',
    ],
    [
      40,
      0,
      2,
      'A alone gets 40 wrong and B alone none; both get 2 wrong. B is better: so large a difference is unlikely to be random (sign ' +
        'test, p < 0.001).',
    ],
  ])('%i and %i and both %i', (here, there, both, words) => {
    const some = (count: number) => Array.from({ length: count }, (_, index) => ({ index, truth: 0, here: 1, there: 1 }))
    expect(apartSentence('A', 'B', { onlyHere: some(here), onlyThere: some(there), both: some(both), tested: 240 })).toBe(
      `Of the same 240\u00a0test pictures, ${words}`,
    )
  })
})
