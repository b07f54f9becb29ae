// Laws of the objectives that set one class against the others, and of a prescribed level.
import { describe, expect, test } from 'vitest'
import { objectiveKey, objectiveName, type ObjectiveSpec, objectiveSpec } from '../../src-shared/recipe/objective.ts'
import { shapesOf } from '../../src-shared/network/network-info.ts'
import { compileObjective } from '../../src-shared/recipe/readout.ts'
import { scoringOf } from '../../src-main/science/visualization/scoring.ts'
import { info, keepsTheLaws, placesOf, valuesOf } from '../fixtures/functional-laws.ts'

const softmax = (logits: readonly number[]): number[] => {
  const sum = logits.reduce((all, one) => all + Math.exp(one), 0)
  return logits.map((one) => Math.exp(one) / sum)
}

describe('an objective of a class', () => {
  keepsTheLaws({
    'log-probability': [{ kind: 'log-probability', class: 3 }, (T, at) => Math.log(softmax(valuesOf(T.logits!, at))[3]!)],
    probability: [{ kind: 'probability', class: 0 }, (T, at) => softmax(valuesOf(T.logits!, at))[0]!],
    margin: [
      { kind: 'margin', class: 2 },
      (T, at) => {
        const logits = valuesOf(T.logits!, at)
        return logits[2]! - Math.max(...logits.filter((_, place) => place !== 2))
      },
    ],
  })
})

describe('a prescribed level', () => {
  keepsTheLaws({
    'of a channel': [
      { kind: 'level', of: { kind: 'channel', layer: 'conv2', channel: 3 }, level: 0.3, deviation: 0.5 },
      (T, at) => {
        const column = placesOf(T.conv2!, at).map((one) => one[3]!)
        return -(((column.reduce((sum, one) => sum + one, 0) / column.length - 0.3) / 0.5) ** 2)
      },
    ],
    'of a neuron': [
      { kind: 'level', of: { kind: 'neuron', layer: 'conv1', channel: 1, x: 2, y: 5 }, level: -1, deviation: 1 },
      (T, at) => -((placesOf(T.conv1!, at)[5 * 16 + 2]![1]! + 1) ** 2),
    ],
    'of a logit': [
      { kind: 'level', of: { kind: 'logit', class: 4 }, level: 2, deviation: 3 },
      (T, at) => -(((valuesOf(T.logits!, at)[4]! - 2) / 3) ** 2),
    ],
    'of a whole layer': [
      { kind: 'level', of: { kind: 'layer', layer: 'dense1' }, level: 0.1, deviation: 1 },
      (T, at) => -((valuesOf(T.dense1!, at).reduce((sum, one) => sum + one * one, 0) / 8 - 0.1) ** 2),
    ],
  })
})

test('objectives of one kind share a graph, whichever class or level they ask for', () => {
  const key = (...specs: ObjectiveSpec[]): string => scoringOf(specs, info).key
  const p = (index: number): ObjectiveSpec => ({ kind: 'log-probability', class: index })
  expect(key(p(0))).toBe(key(p(4), p(5)))
  expect(key(p(0))).not.toBe(key({ kind: 'margin', class: 0 }))
  const level = (channel: number, value: number): ObjectiveSpec =>
    objectiveSpec.parse({ kind: 'level', of: { kind: 'channel', layer: 'conv2', channel }, level: value })
  expect(key(level(0, 1))).toBe(key(level(3, -2)))
  expect(key(level(0, 1))).not.toBe(
    key(objectiveSpec.parse({ kind: 'level', of: { kind: 'channel', layer: 'conv1', channel: 0 }, level: 1 })),
  )
})

test('what they ask for is said in words, and what the network has not is told', () => {
  const specs: ObjectiveSpec[] = [
    { kind: 'log-probability', class: 1 },
    { kind: 'probability', class: 1 },
    { kind: 'margin', class: 1 },
    objectiveSpec.parse({ kind: 'level', of: { kind: 'channel', layer: 'conv2', channel: 3 }, level: 0.5 }),
  ]
  expect(specs.map((one) => objectiveName(one, () => 'cat'))).toEqual([
    'log-probability of cat',
    'probability of cat',
    'margin of cat over the next class',
    'conv2 channel 3 at 0.5',
  ])
  expect(new Set(specs.map(objectiveKey)).size).toBe(specs.length)
  const shapes = shapesOf(info)
  const attempt =
    (spec: ObjectiveSpec, classTap: string | null = 'logits') =>
    () =>
      compileObjective(spec, shapes, classTap)
  for (const kind of ['log-probability', 'probability', 'margin'] as const) {
    expect(attempt({ kind, class: 6 })).toThrow('This network has 6 classes, 0 to 5; there is no number 6.')
    expect(attempt({ kind, class: 0 }, null)).toThrow('This network has no classes.')
  }
  expect(attempt({ kind: 'level', of: { kind: 'channel', layer: 'conv2', channel: 4 }, level: 0, deviation: 1 })).toThrow(
    'This network has 4 channels in conv2, 0 to 3; there is no number 4.',
  )
})
