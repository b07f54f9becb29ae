// Laws of objectives that ask a second network: an ensemble, and pictures that two networks disagree on.
import { expect, test } from 'vitest'
import { encodeModel, type ClassifierHeader, decodeModel } from '../../src-shared/network/model-file.ts'
import { objectiveKey, objectiveName, type ObjectiveSpec, objectiveSpec } from '../../src-shared/recipe/objective.ts'
import { objectiveParents } from '../../src-shared/recipe/objective-pictures.ts'
import { ascendRecipe, recipe as recipeSchema } from '../../src-shared/recipe/recipe.ts'
import { type Parent, recipeFaults } from '../../src-shared/recipe/recipe-check.ts'
import { ascendJob } from '../../src-main/engine/process/jobs/ascend.ts'
import { compileWithNetwork } from '../../src-main/science/networks/compile-with-network.ts'
import { jointNetwork } from '../../src-main/science/networks/joint-network.ts'
import { answersTo } from '../../src-main/science/visualization/given-answers.ts'
import { tapsRead } from '../../src-main/science/visualization/objective.ts'
import { perPicture, scoresOf } from '../../src-main/science/visualization/scoring.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { recordingContext } from '../fixtures/job-context.ts'
import { blobs, model, models } from '../fixtures/small-ascent.ts'
import { asNetwork, randomPictures, randomWeights, slopes, smallClassifier } from '../fixtures/small-networks.ts'

const hash = 'e'.repeat(64)
const architecture = smallClassifier()
const [here, there] = [1, 2].map((seed) => asNetwork(architecture, randomWeights(architecture, seed))) as [
  ReturnType<typeof asNetwork>,
  ReturnType<typeof asNetwork>,
]
const joint = jointNetwork(here, new Map([[hash, there]]))
const logit = (index: number) => ({ kind: 'logit', class: index }) as const
const elsewhere = (of: object): ObjectiveSpec => objectiveSpec.parse({ kind: 'elsewhere', network: hash, of })
const sum = (...terms: [number, ObjectiveSpec][]): ObjectiveSpec =>
  objectiveSpec.parse({ kind: 'sum', terms: terms.map(([weight, of]) => ({ weight, of })) })

const ensemble = sum([0.5, logit(2)], [0.5, elsewhere(logit(2))])
const disagreement = sum([1, logit(2)], [-1, elsewhere(logit(2))])
const certain = sum([1, { kind: 'log-probability', class: 1 }], [1, elsewhere({ kind: 'log-probability', class: 3 })])
const about = elsewhere({ kind: 'inversion', layer: 'conv2', picture: { kind: 'example', index: 0 } })
const specs = [ensemble, disagreement, certain, about, elsewhere({ kind: 'channel', layer: 'conv1', channel: 0 }), logit(0)]
const pixels = (): Float32Array => tf.tidy(() => randomPictures(1, 16, 77).dataSync<'float32'>().slice())
const given = answersTo(joint, specs, pixels)

test('each network answers for itself, and terms add up over both', () => {
  tf.tidy(() => {
    const x = randomPictures(3)
    const T = joint.run(x, tapsRead(specs, joint.info))
    const [mine, theirs] = [here, there].map((one) => one.run(x, ['logits', 'conv1', 'conv2']))
    const all = scoresOf(specs, joint.info, given)(T).arraySync()
    const [a, b] = [mine, theirs].map((one) => one!['logits']!.arraySync() as number[][])
    const wanted = [...there.run(tf.tensor4d(pixels(), [1, 16, 16, 3]), ['conv2'])['conv2']!.dataSync()]
    for (let at = 0; at < 3; at++) {
      const logProbability = (logits: number[], index: number): number =>
        logits[index]! - Math.log(logits.reduce((total, one) => total + Math.exp(one), 0))
      expect(all[at]![0]).toBeCloseTo((a![at]![2]! + b![at]![2]!) / 2, 4)
      expect(all[at]![1]).toBeCloseTo(a![at]![2]! - b![at]![2]!, 4)
      expect(all[at]![2]).toBeCloseTo(logProbability(a![at]!, 1) + logProbability(b![at]!, 3), 4)
      const seen = [...theirs!['conv2']!.slice(at, 1).dataSync()]
      const off = seen.reduce((total, one, place) => total + (one - wanted[place]!) ** 2, 0)
      expect(all[at]![3]).toBeCloseTo(-off / wanted.reduce((total, one) => total + one * one, 0), 4)
      expect(all[at]![5]).toBeCloseTo(a![at]![0]!, 4)
    }
  })
})

test('their gradients are slopes, and a graph computes the same, with weights inside and as inputs', () => {
  tf.tidy(() => {
    const read = tapsRead(specs, joint.info)
    for (const spec of [ensemble, disagreement, certain]) {
      const score = (x: tf.Tensor): tf.Tensor => perPicture([spec], joint.info)(joint.run(x as tf.Tensor4D, tapsRead([spec], joint.info)))
      for (const seed of [1, 2, 3]) {
        const x = randomPictures(1, 16, seed)
        const up = tf.grad((at: tf.Tensor) => score(at).sum())(x)
        const { gradient, difference } = slopes((d) => score(x.add(d.mul(up.div(up.norm())))), tf.zeros([1]), seed)
        expect(Math.abs(gradient - difference)).toBeLessThan(1e-2 * Math.abs(gradient) + 2e-5)
      }
    }
    const x = randomPictures(specs.length)
    const eager = perPicture(specs, joint.info, given)(joint.run(x, read)).dataSync()
    for (const options of [{}, { weights: 'inputs' } as const]) {
      const graph = compileWithNetwork(
        joint,
        (look, at) => [perPicture(specs, joint.info, given)(look(at as tf.Tensor4D, read))],
        [x],
        options,
      )
      const [out] = graph.run([x])
      out!.dataSync().forEach((one, at) => expect(one).toBeCloseTo(eager[at]!, 4))
      graph.dispose()
    }
  })
})

test('what is not asked of a network is not computed, and another size is refused', () => {
  tf.tidy(() => {
    const seen: string[] = []
    joint.run(randomPictures(1), ['conv1'], {
      touch: (tap, value) => {
        seen.push(tap)
        return value
      },
    })
    expect(seen).toEqual(['conv1', 'conv1.sigmoid'].slice(0, 1))
    const large = { ...architecture, input: [32, 32, 3] }
    const other = asNetwork(large, randomWeights(large))
    expect(() => jointNetwork(here, new Map([[hash, other]]))).toThrow('pictures of 16 x 16 x 3 and of 32 x 32 x 3')
    other.dispose()
  })
})

test('they are named with their network, and a recipe needs it', () => {
  expect(objectiveKey(disagreement)).toBe('1*logit:2-1*logit:2@eeeeeeeeeeee')
  expect(objectiveName(elsewhere(logit(2)), () => 'cat')).toBe('logit of cat of the network eeeeeeeeeeee…')
  expect(objectiveParents([ensemble, about])).toEqual([hash])
  const header = decodeModel(models.classifier).header as ClassifierHeader
  const faults = (parent: Parent | undefined): string[] =>
    recipeFaults(recipeSchema.parse({ kind: 'ascend', model, objectives: [ensemble] }), (asked) =>
      asked === model ? { kind: 'network', header } : parent,
    )
  expect(faults({ kind: 'network', header })).toEqual([])
  expect(faults(undefined)[0]).toContain('which is not in this library')
  expect(faults({ kind: 'network', header: models.header })[0]).toContain('another network, eeeeeeeeeeee…, which is not at hand')
  const large = { ...header, architecture: { ...header.architecture, input: [32, 32, 3] } }
  expect(faults({ kind: 'network', header: large })[0]).toContain('of 16 x 16 x 3, and the network eeeeeeeeeeee… of 32 x 32 x 3')
})

test('a job climbs for both, and frees both', async () => {
  const { header } = decodeModel(models.classifier)
  const second = encodeModel({ header, weights: randomWeights(smallClassifier('relu'), 5) })
  const before = tf.memory().numTensors
  const context = recordingContext({ blobs: { ...blobs, [hash]: second } })
  await ascendJob(ascendRecipe.parse({ kind: 'ascend', model, objectives: [ensemble, disagreement], steps: 20, frames: 2 }), context)
  for (const spec of [ensemble, disagreement]) {
    const { score, scoreFirst } = context.artifacts.get(`pictures/${objectiveKey(spec)}/0`)!.meta as { score: number; scoreFirst: number }
    expect(score).toBeGreaterThan(scoreFirst)
  }
  expect(tf.memory().numTensors).toBe(before)
})
