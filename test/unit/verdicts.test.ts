// A table for each claim: findings that were made up, and what a reader who knows the sentence would say of them.
import { expect, test } from 'vitest'
import { gradientVanishes, type LatentStart, neverMovesFar } from '../../src-main/paper/claims/ascent.ts'
import { type ChannelPair, naiveSpeckles, pairsDifferent, pairsRelated } from '../../src-main/paper/claims/channels.ts'
import { littleResemblance, robustDistinct } from '../../src-main/paper/claims/classes.ts'
import { classifierLearnt, enoughLatentSteps, enoughPixelSteps, generatorLearnt, type Need } from '../../src-main/paper/claims/judgement.ts'
import { sixSuffice } from '../../src-main/paper/claims/reconstructions.ts'
import { type ChannelSearch, type ClassSearch, generatorHelps, terribleForChannels } from '../../src-main/paper/claims/search.ts'
import { latentStarts } from '../../src-main/paper/figures/latent-ascent.ts'
import type { Made } from '../../src-main/paper/findings.ts'
import { type Claim, countsIn, countVerdicts, figure, type Verdict, verdictSentence } from '../../src-shared/run/figure.ts'

type Row = [what: string, expected: Verdict, claim: Claim]
const good: Need[] = [classifierLearnt(0.9), enoughPixelSteps(2049), generatorLearnt(0.1)]
const unlearnt: Need[] = [classifierLearnt(0.2)]
/** Eight values around a middle, each a little off. */
const eight = (middle: number, off = 0.02): number[] => Array.from({ length: 8 }, (_, at) => middle + off * (at - 3.5))

function table(rows: Row[]): void {
  for (const [what, expected, claim] of rows) {
    test(`${what}: ${expected}`, () => {
      expect(claim.verdict).toBe(expected)
      expect(claim.rule!.agrees).toMatch(/\w{3}/)
      expect(claim.rule!.differs).toMatch(/\w{3}/)
      expect(claim.ours).not.toMatch(/NaN|Infinity|undefined|null/)
      if (expected === 'too-small') expect(claim.ours).toMatch(/Too small to tell: /)
    })
  }
}

// Fig. 9
const six = (share: number, of = {}): Claim => sixSuffice({ latent: 6, testError: share, blackError: 1, seen: 3_200_000, ...of })
table([
  ['six numbers leave a tenth of the error', 'agrees', six(0.1)],
  ['six numbers leave a tenth of the error, after a short training', 'agrees', six(0.1, { seen: 100_000 })],
  ['six numbers leave most of the error after the author’s training', 'differs', six(0.7)],
  ['six numbers leave a third of the error after the author’s training', 'open', six(0.35)],
  ['six numbers leave most of the error after a short training', 'too-small', six(0.7, { seen: 100_000 })],
  ['thirty-two numbers leave a tenth of the error, which says nothing of six', 'open', six(0.1, { latent: 32 })],
  ['two numbers leave most of the error, which says nothing of six', 'open', six(0.9, { latent: 2, seen: 100 })],
  ['pictures without any light', 'open', six(Number.NaN)],
])

// Fig. 7
const pairs = (of: Partial<Record<keyof ChannelPair, number[]>>): ChannelPair[] =>
  Array.from({ length: 8 }, (_, at) => {
    const pick = (key: keyof ChannelPair): number => of[key]?.[at] ?? 1
    return {
      ownColour: pick('ownColour'),
      otherColour: pick('otherColour'),
      methods: pick('methods'),
      starts: pick('starts'),
      speckleNaive: pick('speckleNaive'),
      speckleRobust: pick('speckleRobust'),
    }
  })
table([
  ['partners are half as far apart in colour as strangers', 'agrees', pairsRelated(pairs({ ownColour: eight(0.5) }), good)],
  ['partners are as far apart as strangers', 'differs', pairsRelated(pairs({ ownColour: eight(1.1) }), good)],
  ['some partners are near, some are not', 'open', pairsRelated(pairs({ ownColour: eight(0.8, 0.2) }), good)],
  ['partners are slightly nearer', 'open', pairsRelated(pairs({ ownColour: eight(0.88, 0.005) }), good)],
  ['five channels are too few', 'open', pairsRelated(pairs({ ownColour: eight(0.1) }).slice(3), good)],
  ['colours of an unlearnt classifier', 'too-small', pairsRelated(pairs({ ownColour: eight(0.5) }), unlearnt)],
  ['methods differ by twice what starts do', 'agrees', pairsDifferent(pairs({ methods: eight(2) }), good)],
  ['methods differ by what starts do', 'differs', pairsDifferent(pairs({ methods: eight(1, 0.01) }), good)],
  ['methods differ more for some channels', 'open', pairsDifferent(pairs({ methods: eight(1.2, 0.1) }), good)],
  ['twenty-four steps', 'too-small', pairsDifferent(pairs({ methods: eight(2) }), [enoughPixelSteps(24)])],
  ['naive pictures have twice the speckle', 'agrees', naiveSpeckles(pairs({ speckleNaive: eight(2) }), good)],
  ['robust pictures have twice the speckle', 'differs', naiveSpeckles(pairs({ speckleRobust: eight(2) }), good)],
  ['one channel of eight goes the other way', 'open', naiveSpeckles(pairs({ speckleNaive: [...eight(2).slice(1), 0.9] }), good)],
  ['no channel can be climbed', 'open', naiveSpeckles([], good)],
  ['speckle of an unlearnt classifier', 'too-small', naiveSpeckles(pairs({ speckleNaive: eight(2) }), unlearnt)],
])

// Fig. 10
const twelve = (middle: number, off = 0.02): number[] => [...eight(middle, off), middle, middle, middle, middle]
table([
  ['pictures are as like a shape as noise', 'agrees', littleResemblance(twelve(0.05), good)],
  ['pictures are as like a shape as a test picture', 'differs', littleResemblance(twelve(0.95), good)],
  ['pictures lie half way', 'open', littleResemblance(twelve(0.5), good)],
  ['pictures lie on both sides', 'open', littleResemblance([...eight(0.1), ...eight(0.9)], good)],
  ['no table of correlations', 'open', littleResemblance([], good)],
  ['resemblance under an unlearnt classifier', 'too-small', littleResemblance(twelve(0.05), unlearnt)],
  ['robust pictures stand apart, naive ones do not', 'agrees', robustDistinct(twelve(0), twelve(0.4), good)],
  ['naive pictures stand apart, robust ones do not', 'differs', robustDistinct(twelve(0.4), twelve(0), good)],
  ['both alike', 'open', robustDistinct(twelve(0.2, 0.02), twelve(0.2, -0.02), good)],
  [
    'one start of each class is better, the others are not',
    'open',
    robustDistinct(
      twelve(0.2),
      twelve(0.2).map((one, at) => one + (at % 3 === 0 ? 0.5 : -0.05)),
      good,
    ),
  ],
  ['distinct under an unlearnt classifier', 'too-small', robustDistinct(twelve(0), twelve(0.4), unlearnt)],
])

// Fig. 11
const layersOf = (norms: number[]): LatentStart['perLayer'] => norms.map((norm, at) => ({ layer: `layer${at}`, norm }))
/** Thirteen layers, each of which leaves a part of the gradient. */
const falling = (part: number): LatentStart['perLayer'] => layersOf(Array.from({ length: 13 }, (_, at) => part ** (12 - at)))
const start = (of: Partial<LatentStart>): LatentStart => ({ moved: 0.2, first: 0, last: 0.1, slope: 1, dead: false, perLayer: null, ...of })
const sixteen = (of: (at: number) => Partial<LatentStart>): LatentStart[] => Array.from({ length: 16 }, (_, at) => start(of(at)))
const moves = (starts: LatentStart[], needs = good): Claim => neverMovesFar(starts, { latent: 6, best: 12 }, needs)
table([
  ['nothing moves and nothing is gained', 'agrees', moves(sixteen((at) => ({ moved: 0.01 * at, last: 0.01 * at })))],
  ['moved 10,000 standard deviations, gained 3', 'differs', moves(sixteen((at) => ({ moved: 10_000 + at, last: 3 + 0.1 * at })))],
  ['thrown far, and lower than before', 'open', moves(sixteen((at) => ({ moved: 50 + at, last: -3 - at })))],
  ['stays near and is at the top', 'open', moves(sixteen(() => ({ moved: 0.5, first: 0, last: 11 })))],
  ['half of the starts move far, half do not', 'open', moves(sixteen((at) => (at % 2 === 0 ? { moved: 0.1 } : { moved: 30, last: 4 })))],
  ['older runs did not record where they began', 'open', moves(sixteen(() => ({ moved: Number.NaN })))],
  [
    'the author’s autoencoder has not learnt',
    'too-small',
    moves(
      sixteen(() => ({ moved: 0.1 })),
      [generatorLearnt(0.98, 'the author’s autoencoder')],
    ),
  ],
  [
    'twenty steps',
    'too-small',
    moves(
      sixteen(() => ({ moved: 0.1 })),
      [enoughLatentSteps(20)],
    ),
  ],
  [
    'the gradient is 1e-25 at all starts and falls with each layer',
    'agrees',
    gradientVanishes(
      sixteen(() => ({ slope: 1e-25, perLayer: falling(0.01) })),
      good,
    ),
  ],
  [
    'the gradient arrives at all starts',
    'differs',
    gradientVanishes(
      sixteen(() => ({ slope: 2, perLayer: falling(0.9) })),
      good,
    ),
  ],
  [
    'first gradient 15, last 0',
    'differs',
    gradientVanishes(
      sixteen(() => ({ slope: 15, dead: true })),
      good,
    ),
  ],
  [
    'all starts are blocked by a ReLU',
    'differs',
    gradientVanishes(
      sixteen(() => ({ slope: 0, dead: true, perLayer: layersOf([0, 0, 1, 1]) })),
      good,
    ),
  ],
  [
    '1e-25 at all starts, layers not recorded',
    'open',
    gradientVanishes(
      sixteen(() => ({ slope: 1e-25 })),
      good,
    ),
  ],
  [
    '1e-25 at all starts, lost at one layer',
    'open',
    gradientVanishes(
      sixteen(() => ({ slope: 1e-25, perLayer: layersOf([1e-25, 1e-25, 1, 1, 1]) })),
      good,
    ),
  ],
  [
    'weak, neither gone nor there',
    'open',
    gradientVanishes(
      sixteen(() => ({ slope: 0.01, perLayer: falling(0.7) })),
      good,
    ),
  ],
  [
    'half small, half blocked: two causes at once',
    'open',
    gradientVanishes(
      sixteen((at) => (at % 2 === 0 ? { slope: 0 } : { slope: 1e-9, perLayer: falling(0.1) })),
      good,
    ),
  ],
  [
    'gradients of a generator that has not learnt',
    'too-small',
    gradientVanishes(
      sixteen(() => ({ slope: 1e-25, perLayer: falling(0.01) })),
      [generatorLearnt(0.98)],
    ),
  ],
])

test('blocked at the start is asked of the first step, not of the last', () => {
  const meta = {
    score: 1,
    scoreFirst: 0,
    distance: 100,
    gradientNormFirst: 15,
    gradientNormLast: 0,
    dead: true,
    deadFrom: 1,
    latent: [100, 0],
    latentFirst: [0, 0],
  }
  const statistics = {
    mean: [0, 0],
    covariance: [
      [100, 0],
      [0, 100],
    ],
    low: [0, 0],
    high: [1, 1],
  }
  const made = Array.from({ length: 16 }, () => ({ meta }) as Made)
  const starts = latentStarts({ made, statistics }, 'raw')
  expect(starts[0]).toMatchObject({ moved: 10, slope: 150, dead: true })
  expect(gradientVanishes(starts, good).ours).toMatch(/exactly zero at 0 of 16 starts.*At 16 more, it is zero after the last step/)
})

// Fig. 12
const searched = (of: Partial<ClassSearch>): ClassSearch => ({
  box: { right: 8, count: 8 },
  pixels: { right: 0, count: 6 },
  samples: 500_000,
  steps: 2049,
  testNamed: 0.9,
  generatorError: 0.1,
  ...of,
})
const helps = (of: Partial<ClassSearch>, needs = good): Claim => generatorHelps(searched(of), needs)
table([
  ['all generated pictures show the class, no pixel picture does', 'agrees', helps({})],
  ['no picture of the paper’s box shows the class', 'differs', helps({ box: { right: 0, count: 8 } })],
  ['pixel pictures show it, generated ones seldom', 'differs', helps({ box: { right: 3, count: 8 }, pixels: { right: 6, count: 6 } })],
  ['both show it', 'open', helps({ pixels: { right: 6, count: 6 } })],
  ['three of eight against none of six', 'open', helps({ box: { right: 3, count: 8 } })],
  ['none of 60,000 samples shows it', 'too-small', helps({ box: { right: 0, count: 8 }, samples: 60_000 })],
  [
    'none of the pictures of a generator that draws badly shows it',
    'too-small',
    helps({ box: { right: 0, count: 8 }, generatorError: 0.3 }),
  ],
  ['all pictures of a generator that draws badly show it', 'agrees', helps({ generatorError: 0.3 })],
  ['all of the best of 60,000 samples show it', 'agrees', helps({ samples: 60_000 })],
  ['test pictures cannot be named either', 'too-small', helps({ testNamed: 0.3 })],
  ['nothing was compared', 'too-small', helps({ box: { right: 0, count: 0 }, testNamed: Number.NaN })],
  ['the generator draws nothing', 'too-small', helps({}, [generatorLearnt(0.9)])],
])

// Fig. 13
const channels = (ratio: number[], apart: number): ChannelSearch[] =>
  ratio.map((one, at) => ({ generated: one, robust: 1, generatedApart: 0.3 + apart + 0.01 * at, robustApart: 0.3 }))
const terrible = (ratio: number[], apart: number, needs = good, samples = 500_000, generatorError = 0.1): Claim =>
  terribleForChannels(channels(ratio, apart), { samples, starts: 3, steps: 2049, generatorError }, needs)
table([
  ['generated pictures drive a channel a fifth as much, and look alike', 'agrees', terrible(eight(0.2), -0.3)],
  ['generated pictures drive it as much, and tell the channels apart', 'differs', terrible(eight(1.1), 0.2)],
  ['they drive it less, but tell the channels apart better', 'open', terrible(eight(0.2), 0.2)],
  ['they drive it as much, but look alike', 'open', terrible(eight(1.1), -0.4)],
  ['half as much, more or less', 'open', terrible(eight(0.5, 0.05), -0.3)],
  ['two channels are left', 'open', terrible([0.1, 0.1], -0.3)],
  ['weak after 60,000 samples: more may find better ones', 'too-small', terrible(eight(0.2), -0.3, good, 60_000)],
  ['weak from a generator that draws badly', 'too-small', terrible(eight(0.2), -0.3, good, 500_000, 0.3)],
  ['strong from a generator that draws badly already', 'differs', terrible(eight(1.1), 0.2, good, 500_000, 0.3)],
  ['strong after 60,000 samples already', 'differs', terrible(eight(1.1), 0.2, good, 60_000)],
  ['channels of an unlearnt classifier', 'too-small', terrible(eight(0.2), -0.3, unlearnt)],
])

test('the headline counts each verdict apart', () => {
  const verdicts: Verdict[] = [...Array<Verdict>(7).fill('agrees'), 'differs', 'differs', 'open', 'too-small', 'too-small', 'too-small']
  expect(verdictSentence(countVerdicts(verdicts))).toBe('7 agree, 2 differ, 1 is undecided, 3 are too small to tell')
  expect(verdictSentence(countVerdicts(['agrees']))).toBe('1 agrees')
  expect(countsIn({ agrees: 3, differs: 1, open: 2 })).toEqual({ agrees: 3, differs: 1, open: 2, 'too-small': 0 })
  expect(countsIn({ agrees: 3 })).toBeNull()
})

test('a figure of an older version, without rules and remarks, can still be read', () => {
  const old = {
    number: 7,
    title: 'Channels',
    caption: '',
    reading: '',
    panels: [],
    numbers: [],
    claims: [{ paper: 'p', ours: 'o', verdict: 'open' }],
    runs: [],
  }
  expect(figure.parse(old)).toEqual({ ...old, remarks: [] })
})
