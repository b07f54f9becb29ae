// Activation maximization: many pictures climb at once, each towards an objective of its own, in one batch and one graph.
import type { ObjectiveSpec } from '../../../src-shared/recipe/objective.ts'
import type { Architecture } from '../../../src-shared/recipe/recipe.ts'
import { Random, random, type RandomState } from '../../../src-shared/math/random.ts'
import { compileStep, type CompiledStep } from '../../tensorflow/compile.ts'
import { tf } from '../../tensorflow/tf.ts'
import { tidied } from '../../tensorflow/tidied.ts'
import { type AscentOptimizer, lengthOf } from './optimizer.ts'
import { forward, size } from '../networks/sequential.ts'
import { deepestTap, panelOf } from './objective.ts'
import type { Parameterization } from './parameterization.ts'
import type { Regularizer } from './regularizer.ts'
import type { Transform } from './transform.ts'
import { bytesOf } from '../../image/contact-sheet.ts'

/**
 * What climbs where. There is one picture for each start and objective: picture i belongs to start floor(i / objectives) and objective
 * i mod objectives. All objectives of a start begin alike and see the same random views, so that pictures differ by their objectives only
 * (and a view is worked out once for all of them); no picture depends on what else is in the batch.
 */
export interface Climb {
  readonly architecture: Architecture
  readonly weights: readonly tf.Tensor[]
  readonly objectives: readonly ObjectiveSpec[]
  readonly starts: number
  readonly seed: number
  readonly parameterization: Parameterization
  readonly transform: Transform
  readonly penalty: Regularizer | null
  readonly optimizer: AscentOptimizer
}

/** A gradient shorter than this is looked into: something on the way from the parameters to the objective holds it back. */
export const faintGradient = 1e-12

/** Of each picture, in the order of the batch. */
export interface StepReport {
  /** The objective before the step, on the picture as the network saw it (transformed, without the penalty). */
  readonly score: Float32Array
  /** Length of the gradient of objective - penalty, before the step, with respect to the parameters. */
  readonly gradientNorm: Float32Array
  /** Distance of the parameters from their start after the step, in the units of the parameters. */
  readonly distance: Float32Array
}

/** Everything that decides how an ascent goes on. */
export interface AscentState {
  step: number
  streams: RandomState[]
  bestScores: number[]
  bestSteps: number[]
  /** Parameters, best parameters, and the slots of the optimizer. */
  arrays: Float32Array[]
}

export interface Ascent {
  /** Steps taken so far. */
  readonly step: number
  /** Step before which each picture had its highest score. */
  readonly bestSteps: readonly number[]
  advance(): StepReport
  /** Parameters at the start, now, or when the score was highest, [pictures, ...shape] in one array. */
  params(which: 'first' | 'last' | 'best'): Float32Array
  /** Random numbers of the views of the next step, [starts, transform.numbers] in one array; nothing is taken from the streams. */
  nextViews(): Float32Array
  /** What the parameters stand for: 8 bit, clipped, whole canvases one after the other. */
  pictures(which: 'last' | 'best'): Uint8Array
  state(): AscentState
  dispose(): void
}

/** A compiled step can be used again by a climb with the same key: equal but for its objectives within the same layers. */
export interface AscentProgram {
  readonly key: string
  run(inputs: (tf.Tensor | Float32Array)[]): tf.Tensor[]
  dispose(): void
}

const pictureCount = (climb: Climb): number => climb.starts * climb.objectives.length

/**
 * One step for the whole batch, eager: parameters, start, best parameters, best scores, panel weights, slots, random numbers of the views,
 * numbers of the schedule => [parameters, best parameters, report [3, pictures], ...slots].
 */
export function ascentStep(climb: Climb): (...inputs: tf.Tensor[]) => tf.Tensor[] {
  const { architecture, weights, objectives, parameterization, transform, penalty, optimizer } = climb
  const until = deepestTap(objectives, architecture)
  const panel = panelOf(objectives, architecture)
  const pictures = pictureCount(climb)
  return (params, start, best, bestScore, panelWeights, ...rest) => {
    const slots = rest.slice(0, optimizer.slots)
    const drawn = transform.numbers > 0 ? (rest[optimizer.slots] as tf.Tensor2D) : undefined
    const schedule = optimizer.scheduled > 0 ? rest.at(-1) : undefined
    const score = (at: tf.Tensor): tf.Tensor1D => {
      const taps = forward(architecture, weights, transform.apply(parameterization.image(at), drawn), until)
      return panel.read(taps).mul(panelWeights!).sum(1)
    }
    // A vector of ones as the outer gradient keeps the pictures apart: each one's gradient is that of its own score.
    const { value, grad } = tf.valueAndGrad((at: tf.Tensor) => (penalty ? score(at).sub(penalty(parameterization.image(at))) : score(at)))(
      params!,
      tf.ones([pictures]),
    )
    const reached = penalty ? score(params!) : value
    const { change, slots: after } = optimizer.step(grad, slots, schedule)
    const next = parameterization.project(params!.add(change))
    const better = tf.greater(reached, bestScore!).reshape([pictures, ...params!.shape.slice(1).map(() => 1)])
    return [
      next,
      tf.where(better, params!, best!),
      tf.stack([
        reached,
        lengthOf(grad),
        next
          .sub(start!)
          .square()
          .sum(params!.shape.map((_, axis) => axis).slice(1))
          .sqrt(),
      ]),
      ...after,
    ]
  }
}

/** Climbs that share a space, transform, penalty and optimizer can share a program when this is equal too. */
export function programKey(climb: Climb): string {
  return `${panelOf(climb.objectives, climb.architecture).key} | ${climb.objectives.length} x ${climb.starts}`
}

/** The step as one graph; or, for comparison, as it is. The parameterization, transform, penalty and optimizer are frozen in it. */
export function ascentProgram(climb: Climb, eager = false): AscentProgram {
  const key = programKey(climb)
  const step = ascentStep(climb)
  if (eager) {
    return {
      key,
      run: (inputs) =>
        tf.tidy(() => step(...inputs.map((one, at) => (one instanceof tf.Tensor ? one : tf.tensor(one, shapesOf(climb)[at]!))))),
      dispose() {},
    }
  }
  const examples = shapesOf(climb).map((shape) => tf.zeros(shape))
  try {
    const graph: CompiledStep = compileStep(step, examples, { name: 'ascent' })
    return { key, run: (inputs) => graph.run(inputs), dispose: () => graph.dispose() }
  } finally {
    tf.dispose(examples)
  }
}

/**
 * The numbers of one view for each start, [starts, transform.numbers] in one array, taken from the streams; of the first step without them.
 */
export function viewsOf({ starts, seed, transform }: Climb, streams?: readonly Random[]): Float32Array {
  const drawn = new Float32Array(starts * transform.numbers)
  if (transform.numbers > 0)
    for (let start = 0; start < starts; start++)
      drawn.set(transform.draw(streams?.[start] ?? random(seed, 'views', start)), start * transform.numbers)
  return drawn
}

/** Shapes of the inputs of `ascentStep`. */
function shapesOf(climb: Climb): number[][] {
  const { parameterization, optimizer, transform, starts } = climb
  const pictures = pictureCount(climb)
  const params = [pictures, ...parameterization.shape]
  return [
    params,
    params,
    params,
    [pictures],
    [pictures, panelOf(climb.objectives, climb.architecture).width],
    ...Array.from({ length: optimizer.slots }, () => params),
    ...(transform.numbers > 0 ? [[starts, transform.numbers]] : []),
    ...(optimizer.scheduled > 0 ? [[optimizer.scheduled]] : []),
  ]
}

/**
 * Sets an ascent up; nothing moves before `advance`. With `state` it goes on where that one was taken, and comes to the same bytes. The
 * program must be one of `ascentProgram` for a climb with the same key; the caller disposes of it.
 */
export function startAscent(climb: Climb, program: AscentProgram, state?: AscentState): Ascent {
  if (program.key !== programKey(climb)) throw new Error('This graph was compiled for another ascent.')
  const { parameterization, optimizer, transform } = climb
  const pictures = pictureCount(climb)
  const each = size(parameterization.shape)
  const shape = [pictures, ...parameterization.shape]
  const panel = panelOf(climb.objectives, climb.architecture)
  // Each objective of a start has the same beginning.
  const initial = new Float32Array(pictures * each)
  for (let start = 0; start < climb.starts; start++) {
    const one = parameterization.initial(random(climb.seed, 'start', start), start)
    climb.objectives.forEach((_, at) => initial.set(one, (start * climb.objectives.length + at) * each))
  }
  const rows = panel.weights(climb.objectives)
  const panelWeights = new Float32Array(pictures * panel.width)
  for (let start = 0; start < climb.starts; start++) panelWeights.set(rows, start * rows.length)

  const streams = Array.from({ length: climb.starts }, (_, start) =>
    state ? new Random(state.streams[start]!) : random(climb.seed, 'views', start),
  )
  const bestScores = state ? Float32Array.from(state.bestScores) : new Float32Array(pictures).fill(-Infinity)
  const bestSteps = state ? [...state.bestSteps] : new Array<number>(pictures).fill(0)
  let step = state?.step ?? 0
  const arrays = state?.arrays ?? [initial, initial, ...Array.from({ length: optimizer.slots }, () => new Float32Array(pictures * each))]
  if (arrays.length !== 2 + optimizer.slots || arrays.some((one) => one.length !== pictures * each)) {
    throw new Error(
      'The checkpoint of this ascent belongs to another one, so it cannot continue from there. Run the recipe again from the beginning.',
    )
  }
  let [params, best, ...slots] = arrays.map((one) => tf.tensor(one, shape)) as [tf.Tensor, tf.Tensor, ...tf.Tensor[]]
  const start = tf.tensor(initial, shape)
  const weights = tf.tensor2d(panelWeights, [pictures, panel.width])
  const which = (one: 'first' | 'last' | 'best'): tf.Tensor => ({ first: start, last: params, best })[one]

  return {
    get step() {
      return step
    },
    bestSteps,
    advance() {
      const inputs = [
        params,
        start,
        best,
        bestScores,
        weights,
        ...slots,
        ...(transform.numbers > 0 ? [viewsOf(climb, streams)] : []),
        ...(optimizer.scheduled > 0 ? [optimizer.schedule(step)] : []),
      ]
      const [next, nextBest, report, ...nextSlots] = program.run(inputs) as [tf.Tensor, tf.Tensor, tf.Tensor, ...tf.Tensor[]]
      tf.dispose([params, best, ...slots])
      ;[params, best, slots] = [next, nextBest, nextSlots]
      const values = report.dataSync<'float32'>()
      report.dispose()
      const score = values.slice(0, pictures)
      score.forEach((one, at) => {
        if (one > bestScores[at]!) {
          bestScores[at] = one
          bestSteps[at] = step
        }
      })
      step++
      return { score, gradientNorm: values.slice(pictures, 2 * pictures), distance: values.slice(2 * pictures) }
    },
    params: (one) => which(one).dataSync<'float32'>().slice(),
    nextViews: () =>
      viewsOf(
        climb,
        streams.map((stream) => new Random(stream.state())),
      ),
    pictures: (one) => bytesOf(tidied(() => parameterization.image(which(one)).dataSync<'float32'>())),
    state: () => ({
      step,
      streams: streams.map((stream) => stream.state()),
      bestScores: [...bestScores],
      bestSteps: [...bestSteps],
      arrays: [params, best, ...slots].map((one) => one.dataSync<'float32'>().slice()),
    }),
    dispose() {
      tf.dispose([params, best, ...slots, start, weights])
    },
  }
}

/** The middle of each canvas, at the size the network takes: `centreCrop` for 8-bit pictures one after the other. */
export function windows(canvases: Uint8Array, canvas: number, window: number): Uint8Array {
  if (canvas === window) return canvases
  const edge = Math.floor((canvas - window) / 2)
  const row = window * 3
  const out = new Uint8Array((canvases.length / (canvas * canvas)) * window * window)
  for (let at = 0; at * row < out.length; at++) {
    const first = ((Math.floor(at / window) * canvas + edge + (at % window)) * canvas + edge) * 3
    out.set(canvases.subarray(first, first + row), at * row)
  }
  return out
}

/** Score of each 8-bit picture of the network's size for the objective at its place in the list, without any transform. */
export function scoreOfEach(climb: Pick<Climb, 'architecture' | 'weights' | 'objectives'>, pictures: Uint8Array): Float32Array {
  const { architecture, weights, objectives } = climb
  const panel = panelOf(objectives, architecture)
  const until = deepestTap(objectives, architecture)
  const each = size(architecture.input)
  const scores = new Float32Array(pictures.length / each)
  const batch = 64
  for (let first = 0; first < scores.length; first += batch) {
    const count = Math.min(batch, scores.length - first)
    const specs = Array.from({ length: count }, (_, at) => objectives[(first + at) % objectives.length]!)
    const values = tidied(() => {
      const image = tf.tensor(
        Float32Array.from(pictures.subarray(first * each, (first + count) * each), (byte) => byte / 255),
        [count, ...architecture.input],
      )
      return panel
        .read(forward(architecture, weights, image, until))
        .mul(tf.tensor2d(panel.weights(specs), [count, panel.width]))
        .sum(1)
        .dataSync<'float32'>()
    })
    scores.set(values, first)
  }
  return scores
}

/** Steps after which a film keeps a frame: `frames` of them, or all, log-spaced from 0 to `steps` (most happens early), both included. */
export function frameSteps(steps: number, frames: number): number[] {
  if (frames === 0) return []
  const count = Math.min(frames, steps + 1)
  const list: number[] = []
  for (let at = 0; at < count; at++) {
    const spaced = Math.round((steps + 1) ** (at / (count - 1)) - 1)
    list.push(Math.min(Math.max(spaced, (list.at(-1) ?? -1) + 1), steps - (count - 1 - at)))
  }
  return list
}
