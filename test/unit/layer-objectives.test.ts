// Laws of a channel without its rivals, of a layer's distribution, and of standardised terms.
import { describe, expect, test } from 'vitest'
import { objectiveKey, objectiveName, type ObjectiveSpec, objectiveSpec } from '../../src-shared/recipe/objective.ts'
import { shapesOf } from '../../src-shared/network/network-info.ts'
import { compileObjective } from '../../src-shared/recipe/readout.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { sortedRows } from '../../src-main/science/visualization/functionals/sorted.ts'
import { perPicture } from '../../src-main/science/visualization/scoring.ts'
import { givenAnswers, info, keepsTheLaws, placesOf, tapsOf, valuesOf } from '../fixtures/functional-laws.ts'
import { randomPictures } from '../fixtures/small-networks.ts'

const mean = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0) / list.length
/** Each channel's values over all places. */
const columns = (places: readonly number[][]): number[][] => places[0]!.map((_, channel) => places.map((one) => one[channel]!))
const descending = (list: readonly number[]): number[] => list.toSorted((a, b) => b - a)
const pictures = [1, 2, 3].map((index) => ({ kind: 'example', index }) as const)

describe('a channel without its rivals', () => {
  keepsTheLaws({
    'of a convolution': [
      { kind: 'rivals', layer: 'conv2', channel: 1, weight: 0.5 },
      (T, at) => {
        const means = columns(placesOf(T.conv2!, at)).map(mean)
        return means[1]! - 0.5 * mean(means.filter((_, channel) => channel !== 1).map(Math.abs))
      },
    ],
    'of logits': [
      { kind: 'rivals', layer: 'logits', channel: 4, weight: 1 },
      (T, at) => {
        const logits = valuesOf(T.logits!, at)
        return logits[4]! - mean(logits.filter((_, one) => one !== 4).map(Math.abs))
      },
    ],
  })
})

describe('the distribution of real pictures', () => {
  keepsTheLaws({
    'in a layer': [
      { kind: 'distribution', layer: 'conv2', pictures },
      (T, at) => {
        const sorted = (places: readonly number[][]): number[][] => columns(places).map(descending)
        const real = pictures.map((one) => {
          const answers = [...givenAnswers(one, 'conv2')]
          return sorted(Array.from({ length: 64 }, (_, place) => answers.slice(4 * place, 4 * place + 4)))
        })
        const wanted = real[0]!.flatMap((column, channel) => column.map((_, place) => mean(real.map((one) => one[channel]![place]!))))
        const own = sorted(placesOf(T.conv2!, at)).flat()
        return -mean(own.map((one, place) => (one - wanted[place]!) ** 2)) / mean(wanted.map((one) => one * one))
      },
    ],
  })
  test('numbers are put in order, and the gradient of each goes back to its place', () => {
    tf.tidy(() => {
      const x = tf.tensor2d([3, -1, 2, 0.5, 7, 7.5], [2, 3])
      expect([...sortedRows(x).dataSync()]).toEqual([3, 2, -1, 7.5, 7, 0.5])
      const dy = tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3])
      const back = tf.grad((at: tf.Tensor) => sortedRows(at as tf.Tensor2D))(x, dy)
      expect([...back.dataSync()]).toEqual([1, 3, 2, 6, 5, 4])
    })
  })
  test('it does not matter where in the picture anything stands', () => {
    tf.tidy(() => {
      const spec: ObjectiveSpec = { kind: 'distribution', layer: 'conv2', pictures }
      const { conv2 } = tapsOf(randomPictures(1))
      const turned = { conv2: conv2!.reverse([1, 2]) }
      const [one, other] = [{ conv2: conv2! }, turned].map((T) => perPicture([spec], info, givenAnswers)(T).dataSync()[0]!)
      expect(other).toBeCloseTo(one!, 5)
    })
  })
})

describe('standardised terms', () => {
  const channel = { kind: 'channel', layer: 'conv2', channel: 0 } as const
  const logProbability = { kind: 'log-probability', class: 2 } as const
  const standard = { mean: 0.25, deviation: 0.5 }
  const spec: ObjectiveSpec = {
    kind: 'sum',
    terms: [
      { weight: 2, of: channel, standard },
      { weight: -1, of: logProbability, standard: { mean: -3, deviation: 4 } },
    ],
    standard: { mean: 1, deviation: 10 },
  }
  keepsTheLaws({
    'and sums': [
      spec,
      (T, at) => {
        const [first, second] = [
          (mean(columns(placesOf(T.conv2!, at))[0]!) - 0.25) / 0.5,
          (Math.log(softmax(valuesOf(T.logits!, at))[2]!) + 3) / 4,
        ]
        return (2 * first - second - 1) / 10
      },
    ],
    'of readings alone': [
      { kind: 'sum', terms: [{ weight: 1, of: channel, standard }] },
      (T, at) => (mean(columns(placesOf(T.conv2!, at))[0]!) - 0.25) / 0.5,
    ],
  })
  test('have keys and names of their own, and the plain ones stay as they were', () => {
    const plain: ObjectiveSpec = { kind: 'sum', terms: [{ weight: 2, of: channel }] }
    expect(objectiveKey(plain)).toBe('2*conv2:0')
    expect(objectiveKey(spec)).toBe('(2*conv2:0(0.25~0.5)-1*log-probability:2(-3~4))(1~10)')
    expect(objectiveName(spec, String)).toBe('standardised (2 × standardised conv2 channel 0 − standardised log-probability of 2)')
    expect(compileObjective(plain, shapesOf(info))).toMatchObject({ constant: 0, readout: [{ weight: 2 }] })
  })
})
const softmax = (logits: readonly number[]): number[] => {
  const all = logits.map(Math.exp)
  const sum = all.reduce((total, one) => total + one, 0)
  return all.map((one) => one / sum)
}

test('what cannot be asked for says why', () => {
  const attempt = (raw: object) => () => compileObjective(objectiveSpec.parse(raw), shapesOf(info))
  expect(attempt({ kind: 'distribution', layer: 'dense1', pictures })).toThrow('dense1 is a layer without space')
  expect(attempt({ kind: 'rivals', layer: 'conv2', channel: 4 })).toThrow('This network has 4 channels in conv2, 0 to 3')
})
