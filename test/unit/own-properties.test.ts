// A name from outside finds what was put under it, and never what every JavaScript object has: layers, series, kinds of file.
import { describe, expect, test } from 'vitest'
import { createModels } from '../../src-main/engine/process/model-cache.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { matchJob } from '../../src-main/engine/process/jobs/match.ts'
import { forward, tapShapes } from '../../src-main/science/networks/sequential.ts'
import { sequentialInfo } from '../../src-shared/network/sequential-info.ts'
import { readoutsOf, tapsRead } from '../../src-main/science/visualization/objective.ts'
import { curveGroups, seriesTitle } from '../../src-shared/run/curve-groups.ts'
import { FaultError } from '../../src-shared/rpc/fault.ts'
import type { ObjectiveSpec } from '../../src-shared/recipe/objective.ts'
import { compileObjective } from '../../src-shared/recipe/readout.ts'
import { matchRecipe } from '../../src-shared/recipe/recipe.ts'
import { recordingContext } from '../fixtures/job-context.ts'
import { asNetwork, asTensors, randomPictures, randomWeights, smallClassifier, smallModels } from '../fixtures/small-networks.ts'
import { tinyClassifier } from '../fixtures/tiny-recipes.ts'

const inherited = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf']

describe.each(inherited)('%s', (name) => {
  const architecture = smallClassifier()
  const terms: ObjectiveSpec[] = [
    { kind: 'channel', layer: name, channel: 0 },
    { kind: 'neuron', layer: name, channel: 0, x: 0, y: 0 },
    { kind: 'sum', terms: [{ weight: 1, of: { kind: 'channel', layer: name, channel: 0 } }] },
  ]

  test('is no layer to climb, search or rank for', () => {
    const shapes = tapShapes(architecture)
    const info = sequentialInfo(architecture)
    for (const spec of terms) {
      for (const use of [() => compileObjective(spec, shapes), () => tapsRead([spec], info), () => readoutsOf([spec], info)]) {
        expect(use).toThrow(/^This network has no layer ".*"\. It has: input, conv1/)
        expect(use).toThrow(RangeError)
      }
    }
  })
  test('is no activation to run a network up to', () => {
    tf.tidy(() => {
      const weights = asTensors(architecture, randomWeights(architecture))
      expect(() => forward(architecture, weights, randomPictures(1), name)).toThrow(/has no activation named/)
      expect(() => asNetwork(architecture, randomWeights(architecture)).run(randomPictures(1), [name])).toThrow(/has no activation named/)
    })
  })
  test('is no layer to look at or to match by', async () => {
    const { classifier } = smallModels()
    const models = createModels()
    const hash = '0'.repeat(64)
    models.load(hash, classifier)
    expect(() => models.answers.activationMaps({ model: hash, layer: name, channel: 0, pictures: new Uint8Array(16 * 16 * 3) })).toThrow(
      FaultError,
    )
    expect(() => models.answers.activationMaps({ model: hash, layer: name, channel: 0, pictures: new Uint8Array(16 * 16 * 3) })).toThrow(
      /has no layer/,
    )
    const match = matchRecipe.parse({ kind: 'match', model: hash, other: '1'.repeat(64), layer: name })
    await expect(matchJob(match, recordingContext({ blobs: { [match.model]: classifier, [match.other]: classifier } }))).rejects.toThrow(
      /has no layer/,
    )
  })
  test('is a series like any other, and titled by its own name', () => {
    const series = [name, `train/${name}`, `score/${name}`, `${name}/x`]
    expect(series.map((one) => seriesTitle(one, new Map()))).toEqual([name, `${name}, training`, `Score, ${name}`, `${name}, x`])
    for (const { title, members } of curveGroups(series, tinyClassifier()))
      for (const words of [title, ...members.map((one) => one.label)]) expect(typeof words).toBe('string')
  })
})
