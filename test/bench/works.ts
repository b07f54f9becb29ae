// What the bench measures: the lab's own step functions, on the paper's networks, with random weights and the real dataset.
import { generateDataset } from '../../src-shared/domains/shapes/dataset.ts'
import type { ObjectiveSpec } from '../../src-shared/recipe/objective.ts'
import { random } from '../../src-shared/math/random.ts'
import {
  ascentOptimizer,
  autoencoderRecipe,
  classifierRecipe,
  datasetSettings,
  parameterization,
  transform,
} from '../../src-shared/recipe/recipe.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import {
  autoencoderArchitecture,
  autoencoderWeights,
  classifierArchitecture,
  classifierWeights,
} from '../../src-main/science/networks/presets.ts'
import { ascentProgram } from '../../src-main/science/visualization/ascent-program.ts'
import type { AscentSpec } from '../../src-main/science/visualization/ascent-spec.ts'
import { startAscent } from '../../src-main/science/visualization/ascent.ts'
import { ascentOptimizerOf } from '../../src-main/science/visualization/optimizers/index.ts'
import { batchOf, type Pictures } from '../../src-main/science/training/batches.ts'
import type { Network } from '../../src-main/science/networks/network.ts'
import { weightSpecs } from '../../src-main/science/networks/sequential.ts'
import { pixels } from '../../src-main/science/visualization/parameterizations/pixels.ts'
import { createSampler } from '../../src-main/science/latent/sampling.ts'
import { scoreStep, searchBatch, type SearchPlan, startSearch } from '../../src-main/science/latent/search.ts'
import type { Learner } from '../../src-main/science/training/learner.ts'
import { learnerOf } from '../../src-main/science/training/learners/index.ts'
import { startTraining, trainingStep } from '../../src-main/science/training/train.ts'
import { transformOf } from '../../src-main/science/visualization/transform.ts'
import { canvasSize } from '../../src-main/science/visualization/transforms/index.ts'
import { asGenerator, asNetwork } from '../fixtures/small-networks.ts'
import { multiplyAdds } from './multiply-adds.ts'
import type { TorchWork } from './pytorch.ts'

export interface Work {
  readonly key: string
  readonly name: string
  /** What is counted, such as "images". */
  readonly unit: string
  /** Units in one call of `run`. */
  readonly units: number
  /** Multiply-adds of one unit in the networks as they are written, the backward pass included; null where that says nothing. */
  readonly multiplyAdds: number | null
  run(): void
  /** The same by eager tfjs, an op at a time; null where there is no other way. */
  readonly eager: (() => void) | null
  readonly torch: TorchWork | null
  dispose(): void
}

const size = 48
const latent = 6
const classifier = classifierArchitecture('author', size)
const generator = autoencoderArchitecture('default', size, latent)
/** The layer whose channels climb: the third convolution, as in the paper's Fig. 8 to 10. */
const climbed = 'conv3'

export const networks = { size, classifier, encoder: generator.encoder, decoder: generator.decoder }

/** Works by key, each made only when its turn comes. */
export function works(): { key: string; make(): Work }[] {
  const list: { key: string; make(): Work }[] = []
  const add = (key: string, make: (key: string) => Work): void => {
    list.push({ key, make: () => make(key) })
  }
  for (const batch of [32, 64, 128]) add(`classifier-${batch}`, (key) => trainClassifier(key, batch))
  for (const batch of [32, 128]) add(`autoencoder-${batch}`, (key) => trainAutoencoder(key, batch))
  for (const pictures of [1, 16]) add(`ascent-${pictures}`, (key) => ascend(key, pictures))
  add('search-one', (key) => search(key, false))
  add('search-all', (key) => search(key, true))
  add('rasteriser', rasterise)
  return list
}

const pictures = datasetSettings.parse({ count: 1200, size })

function dataset(): Pictures {
  const { images, labels } = generateDataset(pictures)
  return { pictures: images, labels, shape: [size, size, 3] }
}

function training(of: { key: string; name: string; batch: number; learner: Learner; multiplyAdds: number; torch: TorchWork }): Work {
  const data = dataset()
  const indices = Uint32Array.from({ length: data.labels.length }, (_, at) => at)
  const graph = startTraining(of.learner, { ...data, indices }, { epochs: 100_000, batchSize: of.batch, learningRate: 1e-3, seed: 1 })
  const step = trainingStep(of.learner)
  const batch = batchOf(data, of.batch)
  let state = of.learner.state.map(({ initial, shape }) => tf.tensor(initial, shape))
  let taken = 0
  return {
    key: of.key,
    name: of.name,
    unit: 'images',
    units: of.batch,
    multiplyAdds: of.multiplyAdds,
    torch: of.torch,
    run: () => {
      graph.advance()
    },
    eager() {
      const first = (taken * of.batch) % (indices.length - of.batch)
      const { pictures, labels } = batch.fill(indices.subarray(first, first + of.batch))
      taken++
      const outputs = tf.tidy(() =>
        step(
          ...state,
          tf.scalar(taken),
          tf.scalar(1e-3),
          tf.tensor4d(Float32Array.from(pictures), [of.batch, ...data.shape]),
          tf.tensor1d(labels, 'int32'),
        ),
      )
      const report = outputs.pop()!
      report.dataSync()
      tf.dispose([report, ...state])
      state = outputs
    },
    dispose() {
      graph.dispose()
      tf.dispose(state)
    },
  }
}

function trainClassifier(key: string, batch: number): Work {
  const { all, first } = multiplyAdds(classifier)
  return training({
    key,
    name: `classifier training, batch ${batch}`,
    batch,
    learner: learnerOf(classifierRecipe.parse({ kind: 'classifier', dataset: pictures, preset: 'author' })),
    // Forward, and a gradient for weights and for inputs; nobody asks for that of the picture.
    multiplyAdds: 3 * all - first,
    torch: { key, kind: 'train-classifier', batch },
  })
}

function trainAutoencoder(key: string, batch: number): Work {
  const { encoder, decoder } = generator
  const { all, first } = multiplyAdds(encoder)
  return training({
    key,
    name: `autoencoder training, batch ${batch}`,
    batch,
    learner: learnerOf(autoencoderRecipe.parse({ kind: 'autoencoder', dataset: pictures, latent })),
    multiplyAdds: 3 * (all + multiplyAdds(decoder).all) - first,
    torch: { key, kind: 'train-autoencoder', batch },
  })
}

/** The classifier as a network that is looked into. */
const looked = (): Network => asNetwork(classifier, classifierWeights(classifier, 1))

function ascend(key: string, pictures: number): Work {
  const transforms = [transform.parse({ kind: 'paper' })]
  const canvas = canvasSize(transforms, size)
  const network = looked()
  const climb: AscentSpec = {
    network,
    starts: 1,
    seed: 1,
    penalty: null,
    objectives: Array.from({ length: pictures }, (_, channel): ObjectiveSpec => ({ kind: 'channel', layer: climbed, channel })),
    parameterization: pixels(parameterization.parse({ kind: 'pixels' }) as { kind: 'pixels'; start: 'noise' }, canvas),
    transform: transformOf(transforms, canvas, size),
    optimizer: ascentOptimizerOf(ascentOptimizer.parse({ kind: 'normalized', step: 0.01 }), 1000),
  }
  const programs = [ascentProgram(climb), ascentProgram(climb, true)] as const
  const [graph, eager] = programs.map((program) => startAscent(climb, program)) as [
    ReturnType<typeof startAscent>,
    ReturnType<typeof startAscent>,
  ]
  return {
    key,
    name: `pixel ascent, the paper's transform, ${pictures === 1 ? '1 picture' : `${pictures} pictures`}`,
    unit: 'steps',
    units: 1,
    // Forward and the gradient of the picture.
    multiplyAdds: 2 * pictures * multiplyAdds(classifier, climbed).all,
    run: () => {
      graph.advance()
    },
    eager: () => {
      eager.advance()
    },
    torch: { key, kind: 'ascend', pictures, layer: climbed, canvas },
    dispose() {
      graph.dispose()
      eager.dispose()
      for (const program of programs) program.dispose()
      network.dispose()
    },
  }
}

function search(key: string, all: boolean): Work {
  const logits = Array.from({ length: all ? 60 : 1 }, (_, one): ObjectiveSpec => ({ kind: 'logit', class: one }))
  const channels = classifier.layers.flatMap((layer): ObjectiveSpec[] =>
    all && layer.kind === 'conv'
      ? Array.from({ length: layer.filters }, (_, channel) => ({ kind: 'channel', layer: layer.name, channel }))
      : [],
  )
  const { decoder } = generator
  const unit = Array.from({ length: latent }, (_, row) => Array.from({ length: latent }, (_, column) => Number(row === column)))
  const drawing = asGenerator(decoder, autoencoderWeights(generator, 1).slice(weightSpecs(generator.encoder).length), {
    mean: unit.map(() => 0),
    covariance: unit,
    low: unit.map(() => -3),
    high: unit.map(() => 3),
  })
  const plan: SearchPlan = {
    generator: drawing,
    classifier: looked(),
    objectives: [...logits, ...channels],
    samples: Number.MAX_SAFE_INTEGER,
    top: 8,
    sampling: 'box',
    seed: 1,
  }
  const graph = startSearch(plan)
  const step = scoreStep(plan, 'plain')
  const sampler = createSampler(drawing.statistics, plan.sampling, plan.seed)
  return {
    key,
    name: `latent search, ${all ? `all ${plan.objectives.length} objectives` : 'one objective'}`,
    unit: 'samples',
    units: searchBatch,
    multiplyAdds: multiplyAdds(decoder).all + multiplyAdds(classifier).all,
    run: () => {
      graph.advance()
    },
    eager: () =>
      tf.tidy(() => {
        step(
          plan.classifier.run,
          tf.tensor2d(sampler.fill(new Float32Array(searchBatch * latent), 0), [searchBatch, latent]),
        )[0]!.dataSync()
      }),
    torch: { key, kind: 'search', all },
    dispose() {
      graph.dispose()
      plan.classifier.dispose()
    },
  }
}

function rasterise(key: string): Work {
  let seed = 0
  return {
    key,
    name: 'rasteriser',
    unit: 'pictures',
    units: 120,
    multiplyAdds: null,
    eager: null,
    torch: null,
    run: () => {
      generateDataset(datasetSettings.parse({ count: 120, seed: ++seed }))
    },
    dispose() {},
  }
}

/** A product of two 1024 x 1024 matrices: about the most arithmetic this machine does in a second. */
export function gemm(): { floatingPointOperations: number; run(): void; dispose(): void } {
  const side = 1024
  const [a, b] = [1, 2].map((seed) => tf.tensor2d(random(seed, 'gemm').fillUniform(new Float32Array(side * side)), [side, side])) as [
    tf.Tensor2D,
    tf.Tensor2D,
  ]
  return { floatingPointOperations: 2 * side ** 3, run: () => tf.dispose(tf.matMul(a, b)), dispose: () => tf.dispose([a, b]) }
}
