// Random search of a generator's latent space, for all objectives at once: draw, decode, classify, keep the best.
import { invalid } from '../../../src-shared/rpc/fault.ts'
import type { ObjectiveSpec } from '../../../src-shared/recipe/objective.ts'
import type { SearchRecipe } from '../../../src-shared/recipe/recipe.ts'
import { compileStep } from '../../tensorflow/compile.ts'
import { tf } from '../../tensorflow/tf.ts'
import { compileWithNetwork, type Look } from '../networks/compile-with-network.ts'
import type { TrainedGenerator } from '../generators/generator.ts'
import { picturesWithin } from '../networks/memory.ts'
import { pictureShape } from '../../../src-shared/network/network-info.ts'
import type { Network } from '../networks/network.ts'
import type { Given } from '../visualization/functionals/kind.ts'
import { readsOf, tapsRead } from '../visualization/objective.ts'
import { scoresOf } from '../visualization/scoring.ts'
import { blockSize, createSampler } from './sampling.ts'
import { bytesOf } from '../../image/contact-sheet.ts'
import { createTop, type Top } from './top-k.ts'

export interface SearchPlan {
  generator: TrainedGenerator
  classifier: Network
  objectives: readonly ObjectiveSpec[]
  /** What the classifier answers to the pictures that the objectives are about. */
  given?: Given | undefined
  samples: number
  /** Samples kept for each objective. */
  top: number
  sampling: SearchRecipe['sampling']
  seed: number
}

type Networks = Pick<SearchPlan, 'generator' | 'classifier' | 'objectives' | 'given'>

/** Samples in one call of the graph. Larger batches are no faster, and would keep the engine from hearing a click for longer. */
export const searchBatch = blockSize

/** The same for one classifier: fewer where so many of its activations do not fit into memory. */
export function samplesTogether({ classifier, objectives }: Pick<SearchPlan, 'classifier' | 'objectives'>): number {
  return picturesWithin({ info: classifier.info, wanted: tapsRead(objectives, classifier.info) }, searchBatch)
}

/**
 * Scores of latent vectors, (z: [batch, latent]) => [[batch, objectives]], as a step to be compiled or called eagerly. What the classifier
 * sees is the decoded picture clipped to [0, 1]. "folded" computes the same by folded convolutions (up to rounding), in less than half the
 * time, where the networks allow it; "plain" is the reference it is tested against.
 */
export function scoreStep(
  { generator, classifier, objectives, given }: Networks,
  way: 'folded' | 'plain',
): (look: Look, z: tf.Tensor) => tf.Tensor[] {
  const reads = readsOf(objectives, classifier.info)
  const wanted = tapsRead(objectives, classifier.info)
  const score = scoresOf(objectives, classifier.info, given)
  const clip = clipOf(generator)
  if (way === 'plain') return (look, z) => [score(look(clip(generator.decode(z)), wanted))]
  const { decode, decodePhases } = generator.folded()
  const byPhases = decodePhases && (classifier.byPhases?.(reads) ?? null)
  return (look, z) => [score(byPhases ? byPhases(clip(decodePhases(z))) : look(clip(decode(z)), wanted))]
}

export interface LatentSearch {
  readonly samples: number
  /** Samples drawn and scored so far. */
  readonly seen: number
  readonly top: Top
  /** Draws and scores the next samples, `samplesTogether` of them at most. Returns how many places among the best changed hands. */
  advance(): number
  /** Latent vectors of some samples, [samples.length, latent]. */
  latents(samples: readonly number[]): Float32Array
  /** All that has been found, to go on from. */
  snapshot(): Uint8Array
  dispose(): void
}

/**
 * Sets up a search; nothing is drawn before `advance`. With `snapshot` it goes on where that one was taken, with the same result as without
 * the break. Throws a sentence when the snapshot belongs to another search, or when generator and classifier do not fit together.
 */
export function startSearch(plan: SearchPlan, snapshot?: Uint8Array): LatentSearch {
  checkFit(plan)
  const sampler = createSampler(plan.generator.statistics, plan.sampling, plan.seed)
  const kept = snapshot && readSnapshot(snapshot)
  const top = createTop(plan.objectives.length, plan.top, kept?.top)
  let seen = kept?.seen ?? 0
  const together = samplesTogether(plan)
  const z = new Float32Array(together * sampler.latent)
  const example = tf.zeros([together, sampler.latent])
  const compiled = compileWithNetwork(plan.classifier, scoreStep(plan, 'folded'), [example], { name: 'search' })
  example.dispose()
  return {
    samples: plan.samples,
    get seen() {
      return seen
    },
    top,
    advance() {
      const count = Math.min(together, plan.samples - seen)
      if (count <= 0) return 0
      const [scores] = compiled.run([sampler.fill(z, seen)])
      const values = scores!.dataSync<'float32'>()
      scores!.dispose()
      const changes = top.offer(values, seen, count)
      seen += count
      return changes
    },
    latents(samples) {
      const out = new Float32Array(samples.length * sampler.latent)
      samples.forEach((sample, at) => sampler.fill(out.subarray(at * sampler.latent, (at + 1) * sampler.latent), sample))
      return out
    },
    snapshot() {
      const state = top.state()
      const out = new Float64Array(1 + state.length)
      out[0] = seen
      out.set(state, 1)
      return new Uint8Array(out.buffer)
    },
    dispose: () => compiled.dispose(),
  }
}

function readSnapshot(bytes: Uint8Array): { seen: number; top: Float64Array } {
  if (bytes.length < 8 || bytes.length % 8 !== 0) throw invalid('What this search left when it stopped is damaged. Start it again.')
  // A copy, since the numbers must start at a multiple of eight; not `slice`, which in a Node Buffer copies nothing.
  const numbers = new Float64Array(new Uint8Array(bytes).buffer)
  return { seen: numbers[0]!, top: numbers.subarray(1) }
}

/** A decoder whose pictures can be kept as 8-bit RGB, and what a classifier says of exactly those. */
export interface Painter {
  /** Latent vectors [count, latent] to pictures of the classifier's size, as bytes, one after the other; clipped to [0, 1]. */
  paint(z: Float32Array): Uint8Array[]
  /** Scores of such pictures, for each all objectives in their order. */
  score(pictures: readonly Uint8Array[]): Float32Array[]
  dispose(): void
}

/** Pictures painted or scored in one call at most: as many as are shown at once. */
export const paintBatch = 16

/** Compiles the plain decoder and classifier for a few pictures at a time. */
export function createPainter({ generator, classifier, objectives, given }: Networks): Painter {
  const { latent } = generator
  const shape = pictureShape(classifier.info)
  const length = shape.reduce((product, one) => product * one, 1)
  const wanted = tapsRead(objectives, classifier.info)
  const scores = scoresOf(objectives, classifier.info, given)
  const together = picturesWithin({ info: classifier.info, wanted }, paintBatch)
  const examples = [tf.zeros([together, latent]), tf.zeros([together, ...shape])] as const
  const decoding = compileStep((z) => [generator.decode(z)], [examples[0]], { name: 'decoder' })
  const scoring = compileWithNetwork(classifier, (look, bytes) => [scores(look(bytes.div<tf.Tensor4D>(255), wanted))], [examples[1]], {
    name: 'scores of pictures',
    uint8Inputs: [0],
  })
  tf.dispose([...examples])

  /** Runs rows through a step of `together` rows, the last call filled up with zeros. */
  function inBatches<I extends Float32Array | Uint8Array>(
    input: I,
    row: number,
    blank: I,
    step: { run(inputs: I[]): tf.Tensor[] },
  ): Float32Array[] {
    const count = input.length / row
    const out: Float32Array[] = []
    for (let first = 0; first < count; first += together) {
      const part = input.subarray(first * row, (first + together) * row)
      blank.fill(0)
      blank.set(part)
      const [result] = step.run([blank])
      const values = result!.dataSync<'float32'>()
      result!.dispose()
      const width = values.length / together
      for (let at = 0; at < part.length / row; at++) out.push(values.slice(at * width, (at + 1) * width))
    }
    return out
  }

  return {
    paint: (z) => inBatches(z, latent, new Float32Array(together * latent), decoding).map(bytesOf),
    score(pictures) {
      const all = new Uint8Array(pictures.length * length)
      pictures.forEach((picture, at) => all.set(picture, at * length))
      return inBatches(all, length, new Uint8Array(together * length), scoring)
    },
    dispose() {
      decoding.dispose()
      scoring.dispose()
    },
  }
}

/** Clips to [0, 1], where that changes anything. */
function clipOf({ bounded }: TrainedGenerator): (x: tf.Tensor) => tf.Tensor4D {
  return (x) => (bounded ? x : x.clipByValue(0, 1)) as tf.Tensor4D
}

function checkFit({ generator: { image: made, latent, statistics }, classifier }: SearchPlan): void {
  const seen = pictureShape(classifier.info)
  if (made.join() !== seen.join())
    throw new RangeError(
      `The generator makes pictures of ${made.join(' x ')}, the classifier looks at ${seen.join(' x ')}. ` +
        'Choose two that were trained on pictures of the same size.',
    )
  if (statistics.mean.length !== latent)
    throw new RangeError(
      `This generator draws from ${latent} numbers a picture, but what is recorded about its training set has ` +
        `${statistics.mean.length}. The model file is damaged: train it again.`,
    )
}
