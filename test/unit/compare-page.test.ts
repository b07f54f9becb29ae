// What the comparison of two networks can be asked for, and what it says of their mistakes.
import { describe, expect, it, test } from 'vitest'
import { apart, apartSentence, signTest } from '../../src-renderer/pages/compare/apart.ts'
import { allUnits, objectivesOf, readUnits, sharedLayers, unitsWords, defaultUnits } from '../../src-renderer/pages/compare/what-to-see.ts'

const network = (...layers: [string, number][]) => ({
  meta: {
    kind: 'classifier' as const,
    layers: layers.map(([name, units]) => ({ name, shape: name.startsWith('conv') ? [12, 12, units] : [units] })),
  },
})

describe('what pictures can be asked for', () => {
  it('are of layers that all have, by the names of the page, with the units of the smallest', () => {
    const shared = sharedLayers([
      network(['conv1', 8], ['conv1.relu', 8], ['pool1', 8], ['conv2', 16], ['flatten', 99], ['logits', 60]),
      network(['conv1', 4], ['dense1', 9], ['logits', 60]),
    ])
    expect(shared).toEqual([
      { name: 'conv1', units: 4, kind: 'conv' },
      { name: 'logits', units: 60, kind: 'logits' },
    ])
    expect(sharedLayers([network(['conv1', 8]), { meta: { kind: 'classifier' } }])).toEqual([])
  })
  it('are the paper’s four classes at first, or others that all were taught', () => {
    const logits = { name: 'logits', units: 60, kind: 'logits' } as const
    const all = Array.from({ length: 60 }, (_, one) => one)
    expect(defaultUnits(logits, all)).toHaveLength(4)
    const others = all.filter((one) => !defaultUnits(logits, all).includes(one))
    expect(defaultUnits(logits, others)).toEqual(others.slice(0, 4))
    expect(defaultUnits(logits, [...others.slice(0, 9), defaultUnits(logits, all)[2]!])).toEqual([defaultUnits(logits, all)[2]])
    expect(allUnits(logits, [3, 9])).toEqual([3, 9])
    expect(objectivesOf(logits, [3])).toEqual([{ kind: 'logit', class: 3 }])
    expect(unitsWords(logits, 1)).toBe('1 class')
  })
  it('are the first eight channels of a layer, or as many as there are', () => {
    expect(defaultUnits({ name: 'conv3', units: 16, kind: 'conv' }, [])).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    expect(defaultUnits({ name: 'conv3', units: 3, kind: 'conv' }, [])).toEqual([0, 1, 2])
    expect(objectivesOf({ name: 'conv3', units: 16, kind: 'conv' }, [5])).toEqual([{ kind: 'channel', layer: 'conv3', channel: 5 }])
    expect([
      unitsWords({ name: 'conv3', units: 16, kind: 'conv' }, 8),
      unitsWords({ name: 'dense1', units: 16, kind: 'dense' }, 1),
    ]).toEqual(['conv3, 8 channels', 'dense1, 1 unit'])
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
