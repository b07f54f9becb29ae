// What a schema allows goes through: the largest recipe of each kind can be asked for, recorded, read and gone on with.
import { expect, test } from 'vitest'
import { readCheckpoint, writeCheckpoint } from '../../src-main/engine/process/ascent-film.ts'
import { contract } from '../../src-shared/contract.ts'
import { objectiveKey, type ObjectiveSpec } from '../../src-shared/recipe/objective.ts'
import { metamersRecipe } from '../../src-shared/recipe/analyses.ts'
import { pixelsOf } from '../../src-shared/recipe/asked-picture.ts'
import {
  ascendRecipe,
  canonical,
  examplesRecipe,
  matchRecipe,
  nearestRecipe,
  type Recipe,
  searchRecipe,
} from '../../src-shared/recipe/recipe.ts'
import { reproduction } from '../../src-shared/recipe/reproduction-presets.ts'
import { decode, encode, frameLimit, questionLimits } from '../../src-shared/rpc/wire.ts'
import { sampleRun } from '../crash/store-sample.ts'
import { ownStore } from '../fixtures/own-store.ts'
import { tinyAutoencoder, tinyClassifier, tinyDataset } from '../fixtures/tiny-recipes.ts'

const hash = (at: number): string => at.toString(16).padStart(64, '0')
const layer = 'l'.repeat(100)
/** Sums of as many terms as may be, each of the longest kind. */
const sums = (count: number): ObjectiveSpec[] =>
  Array.from({ length: count }, (_, at) => ({
    kind: 'sum',
    terms: Array.from({ length: 16 }, (_, term) => ({
      weight: -999.123456789012 + term / 7,
      of: { kind: 'neuron', layer, channel: 100_000 + at, x: 1_000_000, y: 1_000_000 },
    })),
  }))

const largest: Recipe[] = [
  tinyDataset(0xffff_ffff),
  tinyClassifier({ epochs: 1000, batchSize: 512, learningRate: 1 }),
  tinyAutoencoder({ epochs: 1000, latent: 32 }),
  ascendRecipe.parse({
    kind: 'ascend',
    model: hash(1),
    objectives: sums(512),
    starts: 4,
    steps: 20_000,
    frames: 64,
    parameterization: { kind: 'decoder', generator: hash(2), at: Array.from({ length: 32 }, (_, at) => -1.234567890123456e-7 * (at + 1)) },
    transforms: Array.from({ length: 8 }, () => ({ kind: 'rotate', degrees: [-359.123456789, 359.123456789] })),
    regularizers: Array.from({ length: 8 }, () => ({ kind: 'total-variation', weight: 999_999.123456 })),
  }),
  examplesRecipe.parse({ kind: 'examples', model: hash(1), objectives: sums(1024), top: 64 }),
  searchRecipe.parse({ kind: 'search', model: hash(1), generator: hash(2), objectives: sums(1024), top: 64, samples: 10_000_000 }),
  nearestRecipe.parse({ kind: 'nearest', dataset: tinyDataset().dataset, pictures: Array.from({ length: 512 }, (_, at) => hash(at)) }),
  matchRecipe.parse({ kind: 'match', model: hash(1), other: hash(2), layer }),
  metamersRecipe.parse({
    kind: 'metamers',
    model: hash(1),
    layer,
    picture: pixelsOf(new Uint8Array(512 * 512 * 3).fill(200)),
    starts: 16,
    steps: 20_000,
  }),
  reproduction('paper', 0xffff_ffff),
]

const store = ownStore()

test.each(largest.map((recipe) => [recipe.kind, recipe] as const))(
  'the largest %s crosses the wire as a question, and is the same in the library',
  (_, recipe) => {
    const question = { id: 1, kind: 'open', name: 'startRun', input: { recipe, name: 'ü'.repeat(200) } } as const
    const heard = decode(encode(question), questionLimits) as typeof question
    expect(contract.startRun.input.parse(heard.input).recipe).toEqual(recipe)
    const run = sampleRun({ recipe })
    store.runs.create(run)
    expect(canonical(store.runs.get(run.id)!.recipe)).toBe(canonical(recipe))
  },
)

test('an ascent of the most pictures keeps and reads its checkpoint', () => {
  const pictures = 2048
  const numbers = (count: number): number[] => Array.from({ length: count }, (_, at) => at / 7)
  const checkpoint = {
    batch: 31,
    curves: { [`score/${objectiveKey(sums(1)[0]!)}`]: Array.from({ length: 500 }, (_, at): [number, number] => [at, at / 3]) },
    outcomes: Array.from({ length: pictures }, (_, at) => ({
      key: objectiveKey(sums(1)[0]!),
      start: at,
      score: at === 0 ? NaN : -at / 3,
      dead: at % 2 === 0,
    })),
    present: {
      state: {
        step: 19_999,
        streams: [],
        bestScores: [-Infinity, ...numbers(255)],
        bestSteps: numbers(256),
        arrays: [Float32Array.from(numbers(256 * 32)), new Float32Array(0)],
      },
      track: {
        steps: numbers(64),
        frames: Array.from({ length: 64 }, (_, at) => new Uint8Array(256 * 48).fill(at)),
        distances: Array.from({ length: 64 }, () => numbers(256)),
        gradientNorms: Array.from({ length: 64 }, () => numbers(256)),
        gradientFirst: numbers(256),
        gradientLast: numbers(256),
        distanceLast: numbers(256),
        alive: numbers(256),
      },
    },
  }
  const bytes = writeCheckpoint(checkpoint)
  const run = sampleRun({ state: 'paused' })
  store.runs.create(run)
  store.checkpoints.put(run.id, bytes)
  expect(readCheckpoint(store.checkpoints.get(run.id)!.bytes)).toEqual(checkpoint)
})

test('more pictures than one answer can tell of are refused when they are asked for', () => {
  const objectives = sums(1)
  const of = (starts: number, count: number) =>
    ascendRecipe.safeParse({ kind: 'ascend', model: hash(1), objectives: Array.from({ length: count }, () => objectives[0]), starts })
  expect(of(256, 8).success).toBe(true)
  expect(of(256, 9).error?.issues.map((issue) => issue.message)).toEqual([expect.stringMatching(/at most 2,048 pictures/)])
})

test('a saved thing and a setting of the greatest size, and the answers of the largest questions, fit a message', () => {
  const body = { text: 'x'.repeat(2 ** 20 - 20) }
  for (const [method, input] of [
    ['setSetting', { key: 'k'.repeat(100), value: body }],
    ['mergeSetting', { key: 'k'.repeat(100), value: body }],
    ['save', { kind: 'k'.repeat(40), name: 'n'.repeat(200), body }],
  ] as const) {
    expect(contract[method].input.parse(input)).toEqual(input)
    expect(decode(encode({ id: 1, kind: 'open', name: method, input }), questionLimits)).toMatchObject({ input })
  }
  const z = Array.from({ length: 1024 }, () => Array.from({ length: 32 }, (_, at) => -1.234567890123456e-7 * (at + 1)))
  const decodeInput = { generator: hash(1), z }
  expect(
    contract.decode.input.parse(
      (decode(encode({ id: 1, kind: 'open', name: 'decode', input: decodeInput }), questionLimits) as { input: unknown }).input,
    ),
  ).toEqual(decodeInput)
  // 1,024 pictures of 96 pixels.
  expect(encode({ id: 1, kind: 'end', value: { size: 96, pictures: new Uint8Array(1024 * 96 * 96 * 3) } }).length).toBeLessThan(frameLimit)
})
