// What a search without gradients asks of a network: the scores of many candidates at once, as one graph.
import { size } from '../../../src-shared/network/layer-shapes.ts'
import { tf } from '../../tensorflow/tf.ts'
import { compileWithNetwork, type Look } from '../networks/compile-with-network.ts'
import { picturesWithin } from '../networks/memory.ts'
import { type AscentProgram, programKey } from './ascent-program.ts'
import type { AscentSpec } from './ascent-spec.ts'
import { meanOverDraws } from './draws.ts'
import { tapsRead } from './objective.ts'
import { scoringOf } from './scoring.ts'

/** As `programKey`. */
export const candidateKey = (climb: AscentSpec): string => `candidates of ${programKey(climb)}`

/** Candidates in one call; more are no faster, and would keep the engine from hearing a click for longer. */
const most = 64

/** Candidates that one call of `candidateProgram` takes: as many as fit into memory. */
export function candidatesTogether({ network: { info }, objectives, parameterization, transform: { draws = 1 } }: AscentSpec): number {
  const seen = picturesWithin({ info, wanted: tapsRead(objectives, info), besides: 16 * size(parameterization.shape) }, most)
  return Math.max(1, Math.floor(seen / draws))
}

/**
 * Parameters of candidates, what each is asked for, random numbers of their views, each a row of its own => [scores, scores without what
 * they pay for the penalty, parameters back where they are allowed]. No gradient is taken.
 */
function candidateScores({
  network,
  objectives,
  parameterization,
  transform,
  penalty,
}: AscentSpec): (look: Look, ...inputs: tf.Tensor[]) => tf.Tensor[] {
  const scoring = scoringOf(objectives, network.info)
  const wanted = tapsRead(objectives, network.info)
  return (look, params, asked, drawn) => {
    const allowed = parameterization.project(params!)
    const image = parameterization.image(allowed)
    const taps = look(transform.apply(image, drawn as tf.Tensor2D | undefined), wanted)
    const score = meanOverDraws(transform, params!.shape[0]!, asked as tf.Tensor2D, (rows) => scoring.each(taps, rows))
    return [score, penalty ? score.sub(penalty(image)) : score.clone(), allowed]
  }
}

/** The same as one graph for `candidatesTogether` candidates; or, for comparison, as it is. */
export function candidateProgram(climb: AscentSpec, eager = false): AscentProgram {
  const { network, objectives, parameterization, transform } = climb
  const count = candidatesTogether(climb)
  const shapes = [
    [count, ...parameterization.shape],
    [count, scoringOf(objectives, network.info).width],
    ...(transform.numbers > 0 ? [[count, transform.numbers]] : []),
  ]
  const step = candidateScores(climb)
  const key = candidateKey(climb)
  if (eager) {
    const run: AscentProgram['run'] = (inputs) =>
      tf.tidy(() =>
        step(
          (pictures, taps, options) => network.run(pictures, taps, options),
          ...inputs.map((one, at) => (one instanceof tf.Tensor ? one : tf.tensor(one, shapes[at]!))),
        ),
      )
    return { key, run, runRedirected: run, dispose() {} }
  }
  const examples = shapes.map((shape) => tf.zeros(shape))
  try {
    const graph = compileWithNetwork(network, step, examples, { name: 'candidates' })
    const run: AscentProgram['run'] = (inputs) => graph.run(inputs)
    return { key, run, runRedirected: run, dispose: () => graph.dispose() }
  } finally {
    tf.dispose(examples)
  }
}
