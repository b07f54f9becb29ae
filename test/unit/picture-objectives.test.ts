// Laws of the objectives that go in a direction, and of those that are about a given picture.
import { describe, expect, test } from 'vitest'
import {
  objectiveKey,
  objectiveList,
  objectiveName,
  type ObjectiveSpec,
  objectiveSpec,
  objectiveTitle,
} from '../../src-shared/recipe/objective.ts'
import { objectiveParents, objectivePictures } from '../../src-shared/recipe/objective-pictures.ts'
import { shapesOf } from '../../src-shared/network/network-info.ts'
import { compileObjective } from '../../src-shared/recipe/readout.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { perPicture } from '../../src-main/science/visualization/scoring.ts'
import { givenAnswers, info, keepsTheLaws, placesOf, tapsOf, valuesOf } from '../fixtures/functional-laws.ts'

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, one, at) => sum + one * b[at]!, 0)
const length = (a: readonly number[]): number => Math.sqrt(dot(a, a))
const mean = (a: readonly number[]): number => a.reduce((sum, one) => sum + one, 0) / a.length
const towards = (a: readonly number[], v: readonly number[], power: number): number => {
  const along = dot(a, v) / length(v)
  return along * Math.max(0.1, along / length(a)) ** power
}
const picture = (index: number) => ({ kind: 'example', index }) as const
const answer = (index: number, layer: string): number[] => [...givenAnswers(picture(index), layer)]

describe('a direction', () => {
  const vector = [1, -2, 0.5, 3]
  keepsTheLaws({
    'of channels, with the square of the cosine': [
      { kind: 'direction', layer: 'conv2', vector, power: 2 },
      (T, at) => mean(placesOf(T.conv2!, at).map((one) => towards(one, vector, 2))),
    ],
    'the dot product alone': [
      { kind: 'direction', layer: 'conv2', vector, power: 0 },
      (T, at) => mean(placesOf(T.conv2!, at).map((one) => dot(one, vector) / length(vector))),
    ],
    'of units without space': [
      { kind: 'direction', layer: 'dense1', vector: [1, 0, 0, -1, 0, 2, 0, 0], power: 4 },
      (T, at) => towards(valuesOf(T.dense1!, at), [1, 0, 0, -1, 0, 2, 0, 0], 4),
    ],
  })
  test('pointing away from it is never rewarded by the square of a negative cosine', () => {
    tf.tidy(() => {
      const away: ObjectiveSpec = { kind: 'direction', layer: 'conv2', vector: [-3, 0, 0, -4], power: 1 }
      const seen = tf.tensor([3, 0, 0, 4]).add(tf.zeros([1, 8, 8, 4]))
      expect(perPicture([away], info)({ conv2: seen }).dataSync()[0]).toBeCloseTo(-0.5, 5)
    })
  })
  test('where a layer is silent its gradient is a number', () => {
    tf.tidy(() => {
      const silent = (x: tf.Tensor) => perPicture([objectiveSpec.parse({ kind: 'direction', layer: 'conv2', vector })], info)({ conv2: x })
      const gradient = tf.grad((x: tf.Tensor) => silent(x).sum())(tf.zeros([1, 8, 8, 4]))
      for (const one of gradient.dataSync()) expect(Number.isFinite(one)).toBe(true)
    })
  })
})

describe('an objective about a picture', () => {
  keepsTheLaws({
    caricature: [
      { kind: 'caricature', layer: 'conv2', picture: picture(3), power: 2 },
      (T, at) => towards(valuesOf(T.conv2!, at), answer(3, 'conv2'), 2),
    ],
    inversion: [
      { kind: 'inversion', layer: 'dense1', picture: picture(4) },
      (T, at) => {
        const wanted = answer(4, 'dense1')
        const off = valuesOf(T.dense1!, at).map((one, place) => one - wanted[place]!)
        return -dot(off, off) / dot(wanted, wanted)
      },
    ],
    'nearness in a layer': [
      { kind: 'near', layer: 'conv1', picture: picture(5) },
      (T, at) => {
        const wanted = answer(5, 'conv1')
        return -Math.sqrt(mean(valuesOf(T.conv1!, at).map((one, place) => (one - wanted[place]!) ** 2)))
      },
    ],
    'nearness in pixels': [
      { kind: 'near', layer: 'input', picture: picture(6) },
      (T, at) => {
        const wanted = answer(6, 'input')
        return -Math.sqrt(mean(valuesOf(T.input!, at).map((one, place) => (one - wanted[place]!) ** 2)))
      },
    ],
  })
  test('at the picture itself inversion and nearness are highest, and their gradients are numbers', () => {
    tf.tidy(() => {
      const specs: ObjectiveSpec[] = [
        { kind: 'inversion', layer: 'conv2', picture: picture(7) },
        { kind: 'near', layer: 'conv2', picture: picture(7) },
      ]
      const own = tf.tensor4d([...answer(7, 'input'), ...answer(7, 'input')], [2, 16, 16, 3])
      const { value, grad } = tf.valueAndGrad((x: tf.Tensor) => perPicture(specs, info, givenAnswers)(tapsOf(x)).sum())(own)
      expect(Math.abs(value.dataSync()[0]!)).toBeLessThan(1e-4)
      for (const one of grad.dataSync()) expect(Math.abs(one)).toBeLessThan(1e-2)
    })
  })
})

test('they are named apart, and say which pictures they need', () => {
  const kept = 'ab'.repeat(32)
  const specs: ObjectiveSpec[] = [
    objectiveSpec.parse({ kind: 'direction', layer: 'conv2.sigmoid', vector: [1, -2.345, 0, 0] }),
    objectiveSpec.parse({ kind: 'direction', layer: 'conv2.sigmoid', vector: [1, -2.345, 0, 1] }),
    objectiveSpec.parse({ kind: 'caricature', layer: 'conv2', picture: { kind: 'kept', picture: kept, tile: 2 } }),
    objectiveSpec.parse({ kind: 'inversion', layer: 'conv2', picture: { kind: 'kept', picture: kept } }),
    objectiveSpec.parse({ kind: 'near', layer: 'input', picture: picture(1234) }),
  ]
  expect(new Set(specs.map(objectiveKey)).size).toBe(specs.length)
  expect(specs.map((one) => objectiveName(one)).slice(1)).toEqual([
    'direction (1, -2.3, 0, …) in conv2.sigmoid',
    'caricature of part 3 of picture abababababab… in conv2',
    'picture abababababab… as kept in conv2',
    'nearness to picture 1,234 of the dataset in input',
  ])
  expect(objectiveTitle(specs[0]!)).toBe('direction (1, -2.3, 0, …) in conv2 (after sigmoid)')
  expect(objectiveParents(specs)).toEqual([kept, kept])
  expect(objectivePictures([...specs, specs[4]!])).toHaveLength(3)
  const shapes = shapesOf(info)
  expect(() => compileObjective({ kind: 'direction', layer: 'conv2', vector: [1, 2], power: 2 }, shapes)).toThrow(
    'conv2 has 4 channels and this direction has 2 numbers. Give one for each channel.',
  )
  expect(() => compileObjective({ kind: 'near', layer: 'conv9', picture: picture(0) }, shapes)).toThrow(
    'This network has no layer "conv9".',
  )
  expect(objectiveSpec.safeParse({ kind: 'direction', layer: 'conv2', vector: [0, 0, 0, 0] }).success).toBe(false)
})

test('a layer that answers nothing to a picture has no caricature, and says so', () => {
  const nothing = () => new Float32Array(256)
  for (const kind of ['caricature', 'inversion'] as const)
    expect(() => perPicture([objectiveSpec.parse({ kind, layer: 'conv2', picture: picture(1) })], info, nothing)).toThrow(
      'Nothing in conv2 answers to picture 1 of the dataset, so there is nothing to',
    )
})

test('a recipe has room for so many numbers and letters, and says so', () => {
  const direction: ObjectiveSpec = { kind: 'direction', layer: 'l', vector: new Array<number>(2048).fill(0.123456789), power: 2 }
  expect(objectiveList(64).safeParse(new Array(32).fill(direction)).success).toBe(true)
  expect(objectiveList(64).safeParse(new Array(33).fill(direction)).error!.message).toContain('at most 65,536 numbers')
  const of = {
    kind: 'caricature',
    layer: 'l'.repeat(100),
    picture: { kind: 'kept', picture: 'a'.repeat(64), tile: 1_000_000 },
    power: 7.123456789,
  }
  const sum = { kind: 'sum', terms: new Array(16).fill({ weight: -999.123456789012, of }) }
  expect(objectiveList(1024).safeParse(new Array(1024).fill(sum)).error!.message).toContain('too long for one recipe')
})
