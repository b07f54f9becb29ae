// What pictures are ranked by: objectives, whose channels are read at their strongest place or as their mean over all places.
import type { ObjectiveSpec } from '../../../src-shared/recipe/objective.ts'
import type { Measure } from '../../../src-shared/recipe/recipe.ts'
import { tf } from '../../tensorflow/tf.ts'
import type { NetworkInfo } from '../../../src-shared/network/network-info.ts'
import type { Taps } from '../networks/network.ts'
import type { Given } from '../visualization/functionals/kind.ts'
import { compiledOf, type Readouts, readoutsOf } from '../visualization/objective.ts'
import { scoringOf } from '../visualization/scoring.ts'

export interface Judged {
  objective: ObjectiveSpec
  /** Null where there is nothing to choose: the objective is one number of a picture, or no measure was asked for and it is the mean. */
  measure: Measure | null
}

/** Each objective by each measure; once where it reads nothing over space. Throws like `compileObjective`. */
export function judgedBy(objectives: readonly ObjectiveSpec[], measures: readonly Measure[] | undefined, info: NetworkInfo): Judged[] {
  return objectives.flatMap((objective): Judged[] =>
    measures !== undefined && compiledOf(objective, info).readout.some(({ place }) => place === 'mean')
      ? measures.map((measure) => ({ objective, measure }))
      : [{ objective, measure: null }],
  )
}

/**
 * (T) => [scores], or [scores, places] when any is read at its strongest place: both [judged, batch], places as y * width + x of the layer,
 * 0 for what has none. The activations of `tapsRead` are enough.
 */
export function readingsOf(judged: readonly Judged[], info: NetworkInfo, given?: Given): (T: Taps) => tf.Tensor[] {
  const groups = (['mean', 'max'] as const).flatMap((measure) => {
    const rows = judged.flatMap((one, row) => ((one.measure ?? 'mean') === measure ? [row] : []))
    if (rows.length === 0) return []
    const specs = rows.map((row) => judged[row]!.objective)
    const readouts = readoutsOf(specs, info, measure)
    return [{ rows, specs, readouts, measure, scoring: scoringOf(specs, info, { measure, given }) }]
  })
  // Groups stand one after the other; this is where each row is among them.
  const order = groups.flatMap(({ rows }) => rows)
  const places = judged.map((_, row) => order.indexOf(row))
  const inOrder = (parts: tf.Tensor2D[]): tf.Tensor =>
    tf.gather(parts.length === 1 ? parts[0]! : tf.concat(parts, 0), tf.tensor1d(places, 'int32'))
  return (T) => {
    const scores = inOrder(groups.map(({ scoring, specs }) => scoring.all(T, specs).transpose()))
    if (!groups.some(({ measure }) => measure === 'max')) return [scores]
    return [
      scores,
      inOrder(
        groups.map(({ readouts, specs, measure }) => (measure === 'max' ? strongestOf(readouts, specs, T) : emptyLike(specs.length, T))),
      ),
    ]
  }
}

function strongestOf(readouts: Readouts, specs: readonly ObjectiveSpec[], T: Taps): tf.Tensor2D {
  const all = readouts.strongest(T)
  // A sum has no one place: it takes the column of zeros put behind the others.
  const padded = tf.concat([all, tf.zeros([all.shape[0], 1], 'int32')], 1)
  const columns = specs.map((spec) => readouts.column(spec) ?? readouts.width)
  return tf.gather(padded, tf.tensor1d(columns, 'int32'), 1).transpose()
}

const emptyLike = (rows: number, T: Taps): tf.Tensor2D => tf.zeros([rows, Object.values(T)[0]!.shape[0]!], 'int32')
