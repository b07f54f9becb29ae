// What an ascent is carried out on: the pictures of a batch, what each climbs for, and how.
import type { ObjectiveSpec } from '../../../src-shared/recipe/objective.ts'
import { type Random, random } from '../../../src-shared/math/random.ts'
import { size } from '../../../src-shared/network/layer-shapes.ts'
import type { EvolutionKind } from '../evolution/kind.ts'
import type { TogetherTerm } from '../../../src-shared/recipe/together/index.ts'
import type { Network } from '../networks/network.ts'
import type { Given } from './functionals/kind.ts'
import type { AscentOptimizer } from './optimizers/kind.ts'
import type { Parameterization } from './parameterizations/kind.ts'
import type { Regularizer } from './regularizers/kind.ts'
import type { Transform } from './transform.ts'

/**
 * What climbs where. There is one picture for each start and objective: picture i belongs to start floor(i / objectives) and objective
 * i mod objectives. All objectives of a start begin alike and see the same random views, so that pictures differ by their objectives only
 * (and a view is worked out once for all of them); no picture depends on what else is in the batch.
 */
export interface AscentSpec {
  readonly network: Network
  readonly objectives: readonly ObjectiveSpec[]
  readonly starts: number
  /** What the network answers to the pictures that the objectives are about (see `functionals/kind.ts`). */
  readonly given?: Given | undefined
  /** The number of its first start among those of the recipe, which decides what the starts draw; 0 without it. */
  readonly firstStart?: number
  /** Terms over several pictures of the batch; none without it. */
  readonly together?: readonly TogetherTerm[] | undefined
  readonly seed: number
  readonly parameterization: Parameterization
  readonly transform: Transform
  readonly penalty: Regularizer | null
  readonly optimizer: AscentOptimizer
  /** What proposes candidates, where no gradient is followed; `optimizer` is `noGradient` then. */
  readonly evolution?: EvolutionKind | null
  /** First steps in which a picture without any gradient takes a redirected one (see `redirectedTouch`); none without it. */
  readonly redirected?: number | undefined
}

export const pictureCount = (climb: AscentSpec): number => climb.starts * climb.objectives.length

/** Parameters at the start, [pictures, ...shape] in one array: each objective of a start has the same beginning. */
export function initialParams({ objectives, starts, firstStart = 0, seed, parameterization }: AscentSpec): Float32Array {
  const each = size(parameterization.shape)
  const initial = new Float32Array(starts * objectives.length * each)
  for (let start = 0; start < starts; start++) {
    const one = parameterization.initial(random(seed, 'start', firstStart + start), firstStart + start)
    objectives.forEach((_, at) => initial.set(one, (start * objectives.length + at) * each))
  }
  return initial
}

/**
 * The numbers of one view for each start, [starts, transform.numbers] in one array, taken from the streams; of the first step without them.
 */
export function viewsOf({ starts, firstStart = 0, seed, transform }: AscentSpec, streams?: readonly Random[]): Float32Array {
  const drawn = new Float32Array(starts * transform.numbers)
  if (transform.numbers > 0)
    for (let start = 0; start < starts; start++)
      drawn.set(transform.draw(streams?.[start] ?? random(seed, 'views', firstStart + start)), start * transform.numbers)
  return drawn
}
