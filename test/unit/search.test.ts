// Laws of latent search: the graph says what the plain networks say, and a full sort finds nothing better.
import { describe, expect, it } from 'vitest'
import type { ObjectiveSpec } from '../../src-shared/recipe/objective.ts'
import { searchRecipe } from '../../src-shared/recipe/recipe.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { autoencoderArchitecture, classifierArchitecture } from '../../src-main/science/networks/presets.ts'
import { createSampler } from '../../src-main/science/latent/sampling.ts'
import { createPainter, scoreStep, searchBatch, type SearchPlan, startSearch } from '../../src-main/science/latent/search.ts'
import { asGenerator, asNetwork, randomWeights } from '../fixtures/small-networks.ts'
import { statistics, plan, run, expectNear, expectSamePictures } from '../fixtures/small-search.ts'

const scored = (of: Pick<SearchPlan, 'generator' | 'classifier' | 'objectives'>, way: 'folded' | 'plain', z: tf.Tensor): tf.Tensor =>
  scoreStep(of, way)(of.classifier.run, z)[0]!
/** Everything at once, eagerly, by the plain networks: [samples, objectives]. */
function allScores(of: SearchPlan): number[][] {
  const z = createSampler(of.generator.statistics, of.sampling, of.seed).fill(new Float32Array(of.samples * of.generator.latent), 0)
  return tf.tidy(() => scored(of, 'plain', tf.tensor2d(z, [of.samples, of.generator.latent])).arraySync() as number[][])
}

describe.each(['box', 'posterior', 'prior'] as const)('a search of the %s', (sampling) => {
  it('finds for every objective what a full sort of all samples finds', () => {
    const of = plan({ sampling })
    const scores = allScores(of)
    for (const [objective, found] of run(of).entries()) {
      const sorted = scores
        .map((row, sample) => ({ sample, score: row[objective]! }))
        .sort((a, b) => b.score - a.score || a.sample - b.sample)
      expect(found).toHaveLength(of.top)
      found.forEach(({ sample, score }, rank) => {
        // Folded and plain round differently, so two nearly equal samples may change places: the scores, rank by rank, may not.
        expect(score).toBeCloseTo(scores[sample]![objective]!, 4)
        expect(score).toBeCloseTo(sorted[rank]!.score, 4)
      })
      expect(new Set(found.map(({ sample }) => sample)).size).toBe(of.top)
    }
  })
})

it('folded equals plain for the author’s networks and all logits and channels', () => {
  const big = classifierArchitecture('author', 48)
  const generator = autoencoderArchitecture('author', 48, 6).decoder
  const all: ObjectiveSpec[] = [
    ...Array.from({ length: 60 }, (_, one): ObjectiveSpec => ({ kind: 'logit', class: one })),
    ...big.layers.flatMap((layer) =>
      layer.kind === 'conv'
        ? Array.from({ length: layer.filters }, (_, channel): ObjectiveSpec => ({ kind: 'channel', layer: layer.name, channel }))
        : [],
    ),
  ]
  const of = {
    generator: asGenerator(generator, randomWeights(generator, 6), statistics),
    classifier: asNetwork(big, randomWeights(big, 7)),
    objectives: all,
  }
  tf.tidy(() => {
    const z = tf.randomNormal([8, 6], 0, 1, 'float32', 1)
    const [folded, plain] = (['folded', 'plain'] as const).map((way) => scored(of, way, z)) as [tf.Tensor, tf.Tensor]
    expect(folded.shape).toEqual([8, 184])
    expect(folded.sub(plain).abs().max().dataSync()[0]! / plain.abs().max().dataSync()[0]!).toBeLessThan(1e-5)
  })
})

it('the same seed gives the same result, another seed another', () => {
  const one = run(plan())
  expect(run(plan())).toEqual(one)
  expect(run(plan({ seed: 4 }))).not.toEqual(one)
})

it('fewer samples are the first of more: the best of the whole is the best of its parts', () => {
  const scores = allScores(plan({ samples: 200 }))
  const found = run(plan({ samples: 200 }))
  for (const { sample } of found.flat()) expect(sample).toBeLessThan(200)
  expectNear(allScores(plan()).slice(0, 200).flat(), scores.flat())
  const z = (samples: number): Float32Array => createSampler(statistics, 'box', 3).fill(new Float32Array(samples * 3), 0)
  expect(z(401).slice(0, 600)).toEqual(z(200))
})

it('keeps all samples when there are fewer than places', () => {
  for (const found of run(plan({ samples: 3 }))) expect(found.map(({ sample }) => sample).sort()).toEqual([0, 1, 2])
})

it('the number of tensors is flat over a search and back to the start after it', () => {
  run(plan())
  const before = tf.memory().numTensors
  const search = startSearch(plan())
  const painter = createPainter(plan())
  search.advance()
  const during = tf.memory().numTensors
  for (let at = 0; at < 3; at++) {
    search.advance()
    painter.score(painter.paint(search.latents([0, 5, 300])))
    expect(tf.memory().numTensors).toBe(during)
  }
  search.dispose()
  painter.dispose()
  expect(tf.memory().numTensors).toBe(before)
})

it('the painter’s pictures and scores do not depend on how many are asked for at once', () => {
  const painter = createPainter(plan())
  const z = createSampler(statistics, 'box', 1).fill(new Float32Array(37 * 3), 0)
  const pictures = painter.paint(z)
  const scores = painter.score(pictures)
  expect(pictures).toHaveLength(37)
  expectSamePictures(painter.paint(z.subarray(36 * 3)), [pictures[36]!])
  const alone = painter.score([pictures[20]!])[0]!
  expectNear([...alone], [...scores[20]!])
  painter.dispose()
})

it('says in words when generator and classifier do not fit together', () => {
  const other = classifierArchitecture('author', 48)
  expect(() => startSearch(plan({ classifier: asNetwork(other, randomWeights(other)) }))).toThrow(
    /makes pictures of 16 x 16 x 3, the classifier looks at 48 x 48 x 3/,
  )
  expect(() => startSearch(plan(), new Uint8Array(7))).toThrow(/damaged/)
})

it('with as many objectives and places as a recipe may have, keeps its place and goes on from it', () => {
  const most = searchRecipe.parse({
    kind: 'search',
    model: 'a'.repeat(64),
    generator: 'b'.repeat(64),
    top: 64,
    objectives: Array.from({ length: 1024 }, (_, at) => ({
      kind: 'sum',
      terms: [{ weight: 1 + at / 1024, of: { kind: 'logit', class: at % 6 } }],
    })),
  })
  const of = plan({ objectives: most.objectives, top: most.top, samples: searchBatch })
  const search = startSearch(of)
  search.advance()
  const snapshot = search.snapshot()
  const again = startSearch(of, snapshot)
  expect([again.seen, again.top.of(1023)]).toEqual([searchBatch, search.top.of(1023)])
  expect(again.top.of(0)).toHaveLength(64)
  expect(Buffer.compare(again.snapshot(), snapshot)).toBe(0)
  search.dispose()
  again.dispose()
})
