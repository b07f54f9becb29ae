// Activation maximization: many pictures climb at once, each towards an objective of its own, in one batch and one graph.
import { Random, random, type RandomState } from '../../../src-shared/math/random.ts'
import { size } from '../../../src-shared/network/layer-shapes.ts'
import { tf } from '../../tensorflow/tf.ts'
import { tidied } from '../../tensorflow/tidied.ts'
import { bytesOf } from '../../image/contact-sheet.ts'
import { type AscentProgram, programKey } from './ascent-program.ts'
import { type AscentSpec, initialParams, pictureCount, viewsOf } from './ascent-spec.ts'
import { scoringOf } from './scoring.ts'

/** A gradient shorter than this is looked into: something on the way from the parameters to the objective holds it back. */
export const faintGradient = 1e-12

/** Of each picture, in the order of the batch. */
export interface StepReport {
  /** The objective before the step, on the picture as the network saw it (transformed, without the penalty). */
  readonly score: Float32Array
  /** Length of the gradient of objective - penalty, before the step, with respect to the parameters; null where none is taken. */
  readonly gradientNorm: Float32Array | null
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

/**
 * Sets an ascent up; nothing moves before `advance`. With `state` it goes on where that one was taken, and comes to the same bytes. The
 * program must be one of `ascentProgram` for a climb with the same key; the caller disposes of it.
 */
export function startAscent(climb: AscentSpec, program: AscentProgram, state?: AscentState): Ascent {
  if (program.key !== programKey(climb)) throw new Error('This graph was compiled for another ascent.')
  const { parameterization, optimizer, transform, firstStart = 0, redirected = 0 } = climb
  const pictures = pictureCount(climb)
  const each = size(parameterization.shape)
  const shape = [pictures, ...parameterization.shape]
  const scoring = scoringOf(climb.objectives, climb.network.info, climb)
  const initial = initialParams(climb)
  const rows = scoring.parameters(climb.objectives)
  const asked = new Float32Array(pictures * scoring.width)
  for (let start = 0; start < climb.starts; start++) asked.set(rows, start * rows.length)

  const streams = Array.from({ length: climb.starts }, (_, start) =>
    state ? new Random(state.streams[start]!) : random(climb.seed, 'views', firstStart + start),
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
  const weights = tf.tensor2d(asked, [pictures, scoring.width])
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
      const plain = program.run(inputs) as StepResults
      const [next, nextBest, report, ...nextSlots] = step < redirected ? redirectedWhereZero(plain, program, inputs) : plain
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

type StepResults = [params: tf.Tensor, best: tf.Tensor, report: tf.Tensor, ...slots: tf.Tensor[]]

/** Where the gradient of a picture is exactly zero, the results of a redirected step in place of the plain ones, which are disposed of. */
function redirectedWhereZero(plain: StepResults, program: AscentProgram, inputs: (tf.Tensor | Float32Array)[]): StepResults {
  const lengths = tf.tidy(() => plain[2].slice([1, 0], [1, -1]).dataSync<'float32'>())
  if (lengths.every((one) => one !== 0)) return plain
  const other = program.runRedirected(inputs) as StepResults
  const zero = Array.from(lengths, (one) => one === 0)
  const merged = tf.tidy(() =>
    plain.map((one, at) => {
      const shape = one === plain[2] ? [1, zero.length] : [zero.length, ...one.shape.slice(1).map(() => 1)]
      return tf.where(tf.tensor(zero, shape, 'bool'), other[at]!, one)
    }),
  )
  tf.dispose([...plain, ...other])
  return merged as StepResults
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
