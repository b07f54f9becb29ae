// What is said of a training: of its guesses, its curves, its result beside guessing, and the mistakes of a classifier.
import { describe, expect, it, test } from 'vitest'
import { autoencoderRecipe, classifierRecipe, datasetSettings, newDataset } from '../../src-shared/recipe/recipe.ts'
import { guessAlt, guessesSentence } from '../../src-renderer/pages/train/guess-reading.ts'
import { liveParts, trend, trendWords } from '../../src-renderer/pages/train/sentence.ts'
import { gradeSentence, resultSentence } from '../../src-shared/run/training-result.ts'
import { verdicts } from '../../src-renderer/visualization/answer-rows.ts'
import { votesWords } from '../../src-renderer/pages/train/votes.ts'
import {
  type Cell,
  cellOf,
  cellText,
  factorTable,
  mistakesOf,
  mixUps,
  type Confusion,
} from '../../src-renderer/pages/train/confusion-cell.ts'
import { classCount, classFactors, classIndex } from '../../src-shared/domains/shapes/classes.ts'
import type { Run } from '../../src-shared/run/run.ts'

const dataset = datasetSettings.parse({ count: 600 })

test.each([
  [[], ''],
  [[[3, 3]], 'After 2\u00a0epochs, the one picture below is named correctly.'],
  [
    [
      [3, 4],
      [5, 6],
    ],
    'After 2\u00a0epochs, none of these 2 is named correctly.',
  ],
  [
    [
      [3, 3],
      [5, 6],
      [7, 8],
    ],
    'After 2\u00a0epochs, 1 of these 3 is named correctly.',
  ],
  [
    [
      [3, 3],
      [5, 5],
      [7, 8],
    ],
    'After 2\u00a0epochs, 2 of these 3 are named correctly.',
  ],
  [
    [
      [3, 3],
      [5, 5],
    ],
    'After 2\u00a0epochs, all 2 are named correctly.',
  ],
] as [[number, number][], string][])('guesses %j are told as “%s”', (pairs, sentence) => {
  expect(guessesSentence(pairs.map(([truth, said]) => ({ epoch: 2, truth, said })))).toBe(sentence)
})
test('a guess is read aloud with what the picture is, and what else it was taken for', () => {
  expect(guessAlt(newDataset(), { epoch: 1, truth: classIndex(0, 0, 0), said: classIndex(0, 0, 0) })).toBe(
    'Validation picture: white single line, named correctly',
  )
  expect(guessAlt(newDataset(), { epoch: 1, truth: classIndex(0, 0, 0), said: classIndex(2, 1, 4) })).toBe(
    'Validation picture: white single line, taken for rainbow double circle',
  )
})

describe('a training in a sentence', () => {
  const line = (from: number, to: number, count = 40) => Array.from({ length: count }, (_, at) => from + ((to - from) * at) / (count - 1))
  it('says where a curve goes by the means of its last stretches, and nothing of too few points', () => {
    expect(trend(line(4, 1))).toBe('falling')
    expect(trend(line(1, 4))).toBe('rising')
    expect(trend(line(2, 2.001))).toBe('level')
    expect(trend([1, 2, 3])).toBeNull()
    expect(trend([1, 2, Number.NaN, 3])).toBeNull()
  })
  it('says of a level loss whether it has not begun to fall or has settled', () => {
    expect(trendWords(line(4.09, 4.08))).toBe('not falling yet')
    expect(trendWords([...line(4.09, 0.3), ...Array.from({ length: 60 }, () => 0.3)])).toBe('steady')
    expect(trendWords(line(4, 1))).toBe('falling')
    expect(trendWords([4, 4, 4])).toBeNull()
  })
  it('never gives a share without the numbers behind it', () => {
    const recipe = classifierRecipe.parse({ kind: 'classifier', dataset })
    const metrics = { 'validation/accuracy': { x: [1], y: [0.5] }, 'train/loss': { x: [1], y: [0.41] } }
    const text = liveParts(recipe, metrics, 60, { phase: 'epoch 5 of 12', done: 5, total: 12, secondsLeft: 21 }, true)
      .join(' · ')
      .replaceAll('\u00a0', ' ')
    expect(text).toBe('50.0 % right on validation pictures (30 of 60) · loss 0.410 · epoch 5 of 12 · about 20 s left')
  })
  it('tells a result from the summary alone, and nothing without one', () => {
    const run = {
      recipe: classifierRecipe.parse({ kind: 'classifier', dataset }),
      state: 'cancelled',
      summary: { testAccuracy: 0.9, testCorrect: 54, testCount: 60, epochs: 3.25, mostConfused: [{ truth: 0, said: 5, count: 2 }] },
    } as unknown as Run
    expect(resultSentence(run)?.replaceAll('\u00a0', ' ')).toBe(
      'Stopped after 3.3 of 12 epochs; what it has learnt so far is kept. Your classifier names 90.0 % of unseen pictures correctly ' +
        '(54 of 60). It most often takes a white single line for a white double line (2 times).',
    )
    expect(resultSentence({ ...run, summary: {} })).toBeNull()
  })

  it.each([
    [6, 'All of its 6 latent numbers depend on the picture; the KL divergence from the prior is 16.7 nats.'],
    [1, '1 of its 6 latent numbers depends on the picture; the KL divergence from the prior is 16.7 nats.'],
    [0, 'None of its 6 latent numbers depend on the picture; the KL divergence from the prior is 16.7 nats.'],
  ])('of a variational autoencoder says how it uses its latent numbers: %i', (activeLatents, words) => {
    const recipe = autoencoderRecipe.parse({ kind: 'autoencoder', dataset, method: { kind: 'vae', beta: 2 } })
    const summary = { testError: 0.02, blackError: 0.05, testCount: 120, kl: 16.675, activeLatents }
    expect(resultSentence({ state: 'finished', recipe, summary } as unknown as Run)?.replaceAll('\u00a0', ' ')).toBe(
      'Your generator redraws unseen pictures with a mean squared error of 0.0200 (over 120 of them): 40 % of what answering black would ' +
        `give. ${words}`,
    )
    const told = liveParts(recipe, { 'validation/error': { x: [1], y: [0.03] } }, 60, null, true)
    expect(told[0]?.replaceAll('\u00a0', ' ')).toBe('Mean squared error 0.0300 on 60 validation pictures')
  })
})

it.each([
  [
    21,
    120,
    60,
    'Guessing would be right 1.7 % of the time. With 120 test pictures, the share is uncertain by about 7 percentage points. It has ' +
      'only begun to learn: train it longer before you look inside.',
  ],
  [2, 120, 60, 'Guessing would be right 1.7 % of the time. It is no better than guessing: train it again with other settings, or longer.'],
  [
    1920,
    2400,
    60,
    'Guessing would be right 1.7 % of the time. It has learnt the easy parts. Train it longer, or look inside, but remember that it ' +
      'is often wrong.',
  ],
  [238, 240, 12, 'Guessing would be right 8.3 % of the time. This network is reliable enough to look inside.'],
  [
    12,
    24,
    2,
    'Guessing would be right 50.0 % of the time. With 24 test pictures, the share is uncertain by about 20 percentage points. It is ' +
      'no better than guessing: train it again with other settings, or longer.',
  ],
])('%i of %i right among %i classes is graded beside guessing', (right, tested, classes, words) => {
  const recipe = classifierRecipe.parse({
    kind: 'classifier',
    dataset: { ...dataset, classes: Array.from({ length: classes }, (_, at) => at) },
  })
  expect(gradeSentence({ recipe, summary: { testCorrect: right, testCount: tested } })?.replaceAll('\u00a0', ' ')).toBe(words)
  expect(gradeSentence({ recipe, summary: {} })).toBeNull()
})

describe('the mistakes of a classifier', () => {
  it('are told with the votes, and where the truth is among them', () => {
    const logits = all.map((at) => (at === 50 ? 5 : at === 5 ? 4 : at === 20 ? 1 : 0))
    const probabilities = all.map((at) => ({ 50: 0.504, 5: 0.471, 20: 0.022 })[at] ?? 0.0001)
    expect(votesWords(newDataset(), verdicts(logits, probabilities, 20, 2), 20).replaceAll('\u00a0', ' ')).toBe(
      '50.4 % white double triangle, 47.1 % white double line, 2.2 % white double square (the truth)',
    )
    expect(votesWords(newDataset(), verdicts(logits, probabilities, 5, 2), 5).replaceAll('\u00a0', ' ')).toBe(
      '50.4 % white double triangle, 47.1 % white double line (the truth)',
    )
  })
  const counts = Array.from({ length: classCount }, () => new Array<number>(classCount).fill(0))
  const wrong: Confusion['wrong'] = []
  // Every class has ten pictures; each third class loses some of them to the class seven places on.
  for (let truth = 0; truth < classCount; truth++) {
    const lost = truth % 3 === 0 ? 1 + (truth % 4) : 0
    const said = (truth + 7) % classCount
    counts[truth]![truth] = 10 - lost
    counts[truth]![said]! += lost
    for (let at = 0; at < lost; at++) wrong.push({ index: truth * 10 + at, truth, said })
  }
  const confusion: Confusion = { classes: 60, split: 'test', count: 600, correct: 600 - wrong.length, counts, wrong }
  const all = Array.from({ length: classCount }, (_, at) => at)

  it('sum to every picture once in each factor’s table, and a factor is right at least as often as the class', () => {
    for (const factor of ['shape', 'style', 'colour'] as const) {
      const table = factorTable(confusion, factor, all)
      expect(table.counts.flat().reduce((sum, one) => sum + one, 0)).toBe(600)
      expect(table.right).toBeGreaterThanOrEqual(confusion.correct)
      expect(table.used).toHaveLength({ shape: 4, style: 3, colour: 5 }[factor])
      // Off the diagonal a cell counts the very pictures that are shown for it.
      table.counts.forEach((row, truth) =>
        row.forEach((times, said) => {
          if (truth !== said) expect(mistakesOf(confusion, { of: factor, truth, said })).toHaveLength(times)
        }),
      )
    }
    expect(factorTable(confusion, 'colour', [classIndex(0, 0, 1), classIndex(1, 0, 4)]).used).toEqual([1, 4])
  })
  it('are listed most frequent first, and a pair’s pictures are of its classes', () => {
    const list = mixUps(confusion, 10)
    expect(list).toHaveLength(10)
    expect(list.map((one) => one.count)).toEqual(list.map((one) => one.count).sort((a, b) => b - a))
    for (const { truth, said, count } of list) {
      const pictures = mistakesOf(confusion, { of: 'class', truth, said })
      expect(pictures).toHaveLength(count)
      for (const one of pictures) expect(classFactors(one.truth)).toEqual(classFactors(truth))
    }
  })
})

it('an address names a cell of the confusion tables, and nothing else passes for one', () => {
  const cells: Cell[] = [
    { of: 'class', truth: 59, said: 0 },
    { of: 'shape', truth: 0, said: 3 },
    { of: 'style', truth: 2, said: 1 },
    { of: 'colour', truth: 0, said: 0 },
  ]
  for (const cell of cells) expect(cellOf(cellText(cell), 60)).toEqual(cell)
  for (const text of [
    undefined,
    '',
    'class-60-0',
    'shape-4-0',
    'style-0-3',
    'size-1-1',
    'class-1',
    'class-1-2-3',
    'class--1-2',
    'toString-0-0',
  ])
    expect(cellOf(text, 60)).toBeNull()
})
