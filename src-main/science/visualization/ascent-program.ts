// One step of an ascent as a program: compiled into a graph, or, for comparison, as it is written.
import { tf } from '../../tensorflow/tf.ts'
import { compileWithNetwork, type Look } from '../networks/compile-with-network.ts'
import type { Tap } from '../../../src-shared/network/network-info.ts'
import type { Taps, Touch } from '../networks/network.ts'
import { type AscentSpec, pictureCount } from './ascent-spec.ts'
import { meanOverDraws } from './draws.ts'
import { tapsRead } from './objective.ts'
import { lengthOf } from './optimizers/kind.ts'
import { redirectedTouch } from './redirected-relu.ts'
import { scoringOf } from './scoring.ts'
import { togetherCost, togetherTaps } from './together/index.ts'

/** A compiled step can be used again by a climb with the same key: equal but for its objectives within the same layers. */
export interface AscentProgram {
  readonly key: string
  run(inputs: (tf.Tensor | Float32Array)[]): tf.Tensor[]
  /** The same step with a redirected gradient; compiled when it is first asked for, as most ascents never do. */
  runRedirected(inputs: (tf.Tensor | Float32Array)[]): tf.Tensor[]
  dispose(): void
}

/**
 * One step for the whole batch, eager: parameters, start, best parameters, best scores, what each picture is asked for, slots, random
 * numbers of the views, numbers of the schedule => [parameters, best parameters, report [3, pictures], ...slots].
 */
export function ascentStep(climb: AscentSpec, redirected = false): (look: Look, ...inputs: tf.Tensor[]) => tf.Tensor[] {
  const { network, objectives, parameterization, transform, penalty, optimizer } = climb
  const wanted = [...new Set([...tapsRead(objectives, network.info), ...togetherTaps(climb.together ?? [], network.info)])]
  const cost = togetherCost(climb.together, network.info, { starts: climb.starts, objectives: objectives.length })
  const scoring = scoringOf(objectives, network.info)
  const pictures = pictureCount(climb)
  return (look, params, start, best, bestScore, asked, ...rest) => {
    const slots = rest.slice(0, optimizer.slots)
    const drawn = transform.numbers > 0 ? (rest[optimizer.slots] as tf.Tensor2D) : undefined
    const schedule = optimizer.scheduled > 0 ? rest.at(-1) : undefined
    const tapsAt = (at: tf.Tensor): Taps => {
      const touch = (taps: readonly Tap[]): Touch | undefined => (redirected ? redirectedTouch(taps) : undefined)
      const image = parameterization.image(at, touch(parameterization.generator ?? []))
      return look(transform.apply(image, drawn), wanted, { touch: touch(network.info.taps) })
    }
    const score = (taps: Taps): tf.Tensor1D =>
      meanOverDraws(transform, climb.starts, asked as tf.Tensor2D, (rows) => scoring.each(taps, rows))
    const climbed = (at: tf.Tensor): tf.Tensor1D => {
      const taps = tapsAt(at)
      const unpaid = cost ? score(taps).sub<tf.Tensor1D>(cost(taps)) : score(taps)
      return penalty ? unpaid.sub(penalty(parameterization.image(at))) : unpaid
    }
    // A vector of ones as the outer gradient keeps the pictures apart: each one's gradient is that of its own score.
    const { value, grad } = tf.valueAndGrad(climbed)(params!, tf.ones([pictures]))
    const reached = penalty || cost ? score(tapsAt(params!)) : value
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
export function programKey(climb: AscentSpec): string {
  return `${scoringOf(climb.objectives, climb.network.info).key} | ${climb.objectives.length} x ${climb.starts}`
}

/** The step as one graph; or, for comparison, as it is. The parameterization, transform, penalty and optimizer are frozen in it. */
export function ascentProgram(climb: AscentSpec, eager = false): AscentProgram {
  const plain = stepProgram(climb, false, eager)
  let other: StepProgram | null = null
  return {
    key: programKey(climb),
    run: plain.run,
    runRedirected(inputs) {
      other ??= stepProgram(climb, true, eager)
      return other.run(inputs)
    },
    dispose() {
      plain.dispose()
      other?.dispose()
    },
  }
}

type StepProgram = Pick<AscentProgram, 'run' | 'dispose'>
function stepProgram(climb: AscentSpec, redirected: boolean, eager: boolean): StepProgram {
  const step = ascentStep(climb, redirected)
  if (eager) {
    return {
      run: (inputs) =>
        tf.tidy(() => {
          const tensors = inputs.map((one, at) => (one instanceof tf.Tensor ? one : tf.tensor(one, shapesOf(climb)[at]!)))
          return step((pictures, wanted, options) => climb.network.run(pictures, wanted, options), ...tensors)
        }),
      dispose() {},
    }
  }
  const examples = shapesOf(climb).map((shape) => tf.zeros(shape))
  try {
    const graph = compileWithNetwork(climb.network, step, examples, { name: 'ascent' })
    return { run: (inputs) => graph.run(inputs), dispose: () => graph.dispose() }
  } finally {
    tf.dispose(examples)
  }
}

/** Shapes of the inputs of `ascentStep`. */
function shapesOf(climb: AscentSpec): number[][] {
  const { parameterization, optimizer, transform, starts } = climb
  const pictures = pictureCount(climb)
  const params = [pictures, ...parameterization.shape]
  return [
    params,
    params,
    params,
    [pictures],
    [pictures, scoringOf(climb.objectives, climb.network.info).width],
    ...Array.from({ length: optimizer.slots }, () => params),
    ...(transform.numbers > 0 ? [[starts, transform.numbers]] : []),
    ...(optimizer.scheduled > 0 ? [[optimizer.scheduled]] : []),
  ]
}
