// What is said of a unit’s pictures, real and made, from the numbers.
import { describe, expect, it } from 'vitest'
import { adviceOf, conclusionOf, type Evidence, type Witness } from '../../src-renderer/pages/look/evidence.ts'

const channel: Evidence = {
  kind: 'conv',
  word: 'channel',
  className: null,
  raised: true,
  best: 6.94,
  bestShare: null,
  noise: 0.4,
  from: 'the test split',
  made: [],
}
const logit: Evidence = {
  ...channel,
  kind: 'logits',
  word: 'class',
  className: 'green filled triangle',
  best: 40.6,
  bestShare: 0.99,
  noise: -3,
}
const looks = (name: string, value: number, alike: number | null, unrelated: number | null = null): Witness => ({
  name,
  value,
  share: null,
  alike,
  unrelated,
})
const votes = (name: string, value: number, share: number | null): Witness => ({ name, value, share, alike: null, unrelated: null })

const cases: [string, Evidence, string][] = [
  [
    'nothing real drives it',
    { ...channel, best: 0 },
    'No picture of the test split gets this channel above zero, so no real picture shows what it looks for.',
  ],
  [
    'only made pictures drive it',
    { ...channel, best: 0, noise: 0, made: [looks('naive', 5.1, null), looks('robust', 0, null)] },
    'No picture of the test split gets this channel above zero, so no real picture shows what it looks for. Only made ones do (naive ' +
      '5.1): they show what would drive it, not what it is used for.',
  ],
  [
    'noise beats every real picture',
    { ...channel, noise: 9.71, made: [looks('naive', 20.6, 0.9)] },
    'Random noise alone (9.71) drives it as much as the best real picture (6.94) or more: a high activation is no evidence here.',
  ],
  ['nothing made yet', channel, 'Only real pictures so far. Visualize it, and see whether the made pictures agree with them.'],
  [
    'all look like real ones',
    { ...channel, made: [looks('naive', 20, 0.6), looks('robust', 12, 0.71)] },
    'Both made pictures look like the real pictures where it fires (correlation with the most similar one: naive 0.60 and robust ' +
      '0.71): good evidence for what they have in common.',
  ],
  [
    'none looks like a real one',
    { ...channel, made: [looks('naive', 20, 0.05), looks('robust', 12, -0.1)] },
    'Where it fires, no made picture looks like a real one (correlation with the most similar one: naive 0.05 and robust −0.10), yet ' +
      'they drive it: it responds to something that real pictures do not show by itself.',
  ],
  [
    'one of them does',
    { ...channel, made: [looks('naive', 20, 0.04), looks('robust', 12, 0.62), looks('generated (search)', 9, 0.9)] },
    'Robust and generated (search) look like the real pictures where it fires, naive less so (correlation with the most similar one: ' +
      'naive 0.04, robust 0.62 and generated (search) 0.90). Trust what they share.',
  ],
  [
    'partly alike',
    { ...channel, made: [looks('robust', 12, 0.31)] },
    'Where it fires, made and real pictures are only partly alike (correlation with the most similar one: 0.31). Trust what they ' +
      'share, and look at several starts under Variations.',
  ],
  [
    'beside pictures taken at random',
    {
      ...channel,
      raised: false,
      best: 25.2,
      noise: 4.64,
      made: [looks('naive', 21.2, 0.78, 0.31), looks('robust', 22.4, 0.69, 0.28), looks('generated (search)', 5.55, 0.9, 0.3)],
    },
    'Naive and robust look like the real pictures where it fires (correlation with the most similar one: naive 0.78 and robust 0.69; ' +
      'with pictures taken at random it is 0.31 at most): good evidence for what they have in common. Generated (search) (5.55) is ' +
      'hardly ' +
      'better than random noise (4.64): ignore it.',
  ],
  [
    'below noise',
    { ...channel, raised: true, best: 2.5, noise: 0.9, made: [looks('naive', 2.6, 0.6, 0.1), looks('generated (search)', 0.8, 0.9, 0.1)] },
    'Naive looks like the real pictures where it fires (correlation with the most similar one: 0.60; with pictures taken at random it ' +
      'is 0.10): good evidence for what they have in common. Generated (search) (0.8) is no better than random noise (0.9): ignore it.',
  ],
  [
    'no more like real ones than like any others',
    { ...channel, made: [looks('naive', 20, 0.6, 0.58), looks('robust', 12, 0.71, 0.66)] },
    'Where it fires, naive and robust are hardly more like the real pictures that drive it than like any others (correlation with the ' +
      'most similar one: naive 0.60 and robust 0.71; with pictures taken at random it is 0.66 at most): how they look is no evidence here.',
  ],
  [
    'the yardstick that is told is the one that decides',
    { ...channel, made: [looks('naive', 20, 0.64, 0.3), looks('robust', 12, 0.31, 0.71)] },
    'Where it fires, naive and robust are hardly more like the real pictures that drive it than like any others (correlation with the ' +
      'most similar one: naive 0.64 and robust 0.31; with pictures taken at random it is 0.71 at most): how they look is no evidence here.',
  ],
  [
    'nothing above noise',
    { ...channel, made: [looks('naive', 0.3, 0.9)] },
    'No made picture reaches the best real one (6.94). Naive (0.3) is no better than random noise (0.4): ignore it. The climb got ' +
      'stuck, or a picture of its kind cannot do better; trust the real ones.',
  ],
  [
    'stuck',
    { ...channel, made: [looks('naive', 1.2, 0.9)] },
    'No made picture reaches the best real one (6.94): naive 1.2. The climb got stuck, or a picture of its kind cannot do better; ' +
      'trust the real ones.',
  ],
  [
    'made to raise the mean, and judged by one place',
    { ...channel, raised: false, made: [looks('naive', 6, 0.6), looks('robust', 5, 0.71)] },
    'Both made pictures look like the real pictures where it fires (correlation with the most similar one: naive 0.60 and robust ' +
      '0.71): good evidence for what they have in common.',
  ],
  [
    'one hardly drives it',
    { ...channel, raised: false, made: [looks('naive', 6, 0.6), looks('generated (search)', 2, 0.8)] },
    'Naive looks like the real pictures where it fires (correlation with the most similar one: 0.60): good evidence for what they ' +
      'have in common. Generated (search) (2) drives it less than half as much as the best real picture (6.94).',
  ],
  [
    'made to raise the mean, and far off at one place',
    { ...channel, raised: false, made: [looks('naive', 1.2, 0.6)] },
    'No made picture comes close to the best real one (6.94): naive 1.2. They were made to raise the mean over the picture, not one ' +
      'place; trust the real ones.',
  ],
  [
    'loud pictures of another class',
    { ...logit, made: [votes('naive', 139, 0), votes('robust', 114, 0.0001), votes('generated (search)', 57.9, 0)] },
    'The classifier does not call the naive, robust and generated (search) pictures a green filled triangle (< 0.1\u00a0% of the ' +
      'votes each), though their logits are above every real picture’s (40.6): a high logit alone is no evidence.',
  ],
  [
    'all four are called by the class',
    { ...logit, made: [votes('naive', 60, 0.99), votes('robust', 50, 1), votes('generated (search)', 66, 1)] },
    'All four agree: the classifier calls each a green filled triangle (real 99\u00a0%, naive 99\u00a0%, robust 100\u00a0% and ' +
      'generated (search) 100\u00a0%).',
  ],
  [
    'a loud picture of another class',
    { ...logit, made: [votes('naive', 60, 0.04), votes('robust', 50, 1)] },
    'The classifier does not call the naive picture a green filled triangle (4.0\u00a0% of the votes), though its logit is above ' +
      'every real picture’s (40.6): a high logit alone is no evidence.',
  ],
  [
    'a climb that got stuck at another class',
    { ...logit, made: [votes('generated (climb)', 24.3, 0.01)] },
    'The classifier does not call the generated (climb) picture a green filled triangle (1.0\u00a0% of the votes): the climb did not ' +
      'get there. Real ones reach 40.6.',
  ],
  [
    'a class it has not learnt',
    { ...logit, bestShare: 0.2, made: [votes('naive', 60, 0.9)] },
    'Even its best real picture is called something else: green filled triangle gets 20.0\u00a0% of the votes. The network has not ' +
      'learnt this class well.',
  ],
]

describe('the reading of four pictures', () => {
  for (const [name, evidence, sentence] of cases) it(name, () => expect(conclusionOf(evidence)).toBe(sentence))
  it('has one line of advice for each kind of unit', () => {
    const all = [adviceOf('logits', 1), adviceOf('dense', 1), adviceOf('conv', 1), adviceOf('conv', 0.3)]
    expect(new Set(all).size).toBe(3)
    expect(all[1]).toBe(all[2])
  })
})
