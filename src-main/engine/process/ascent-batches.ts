// Which pictures of an ascent climb together: what fits into memory, and into a checkpoint.
import { objectiveKey, type ObjectiveSpec } from '../../../src-shared/recipe/objective.ts'
import { invalid } from '../../../src-shared/rpc/fault.ts'
import { type TogetherTerm, togetherKind } from '../../../src-shared/recipe/together/index.ts'
import { size } from '../../../src-shared/network/layer-shapes.ts'
import type { AscendRecipe } from '../../../src-shared/recipe/recipe.ts'
import { bytesPerPicture, memoryBudget, picturesWithin } from '../../science/networks/memory.ts'
import { pictureShape } from '../../../src-shared/network/network-info.ts'
import type { Network } from '../../science/networks/network.ts'
import { tapsRead } from '../../science/visualization/objective.ts'
import { scoringOf } from '../../science/visualization/scoring.ts'
import type { EvolutionKind } from '../../science/evolution/kind.ts'
import { togetherTaps } from '../../science/visualization/together/index.ts'
import type { AscentOptimizer } from '../../science/visualization/optimizers/kind.ts'
import type { Parameterization } from '../../science/visualization/parameterizations/kind.ts'

export interface AscentLimits {
  /** Pictures that climb together at most, where the starts of one objective are no more. */
  readonly pictures: number
  /** Bytes that a step may hold at once. */
  readonly memory: number
  /** Bytes of a checkpoint, which is sent, stored and held twice on the way; 256 MB. */
  readonly checkpoint: number
  /** Bytes of the pictures that are shown at once, up to ten times a second; 2 MB. */
  readonly shown: number
}

export const ascentLimits: AscentLimits = { pictures: 64, memory: memoryBudget, checkpoint: 2 ** 28, shown: 2 ** 21 }

/** Objectives that climb together, and which of their starts. */
export interface AscentShare {
  objectives: ObjectiveSpec[]
  firstStart: number
  starts: number
}

/**
 * The pictures of a recipe in batches that climb one after the other: as many objectives as fit with all their starts; where those of a
 * single one do not fit, its starts in several batches. An objective named twice counts once. No picture depends on its batch.
 */
export function ascentBatches(
  { objectives, starts, frames, together = [], draws = 1 }: AscendRecipe,
  of: {
    network: Network
    parameterization: Parameterization
    optimizer: AscentOptimizer
    evolution?: EvolutionKind | null
    canvas: readonly number[]
  },
  limits: AscentLimits,
): AscentShare[] {
  const different = [...new Map(objectives.map((spec) => [objectiveKey(spec), spec])).values()]
  const { info } = of.network
  const numbers = size(of.parameterization.shape)
  const film = frames * size(pictureShape(info))
  if (of.evolution) return searchBatches(different, starts, numbers, film, of.evolution, limits)
  const arrays = 2 + of.optimizer.slots
  // Parameters, start, best, slots and gradient before and after; the canvas, its view and the four neighbours that are read for it.
  // What a picture is asked for where it is no weighted sum: such as the answers of a layer to a given picture, and the difference to it.
  const asked = 3 * scoringOf(different, info).others
  const besides = 4 * (numbers * (4 + 2 * arrays) + 8 * size(of.canvas) * info.input.channels + asked) + film
  const wanted = [...new Set([...tapsRead(different, info), ...togetherTaps(together, info)])]
  // Each further draw is another picture in the network.
  const seenAgain = (draws - 1) * bytesPerPicture({ info, wanted, gradient: true })
  const fit = Math.min(
    picturesWithin({ info, wanted, gradient: true, besides: besides + seenAgain }, Infinity, limits.memory),
    Math.max(1, Math.floor(limits.checkpoint / (4 * numbers * arrays + film))),
  )
  if (together.length > 0) return wholeGroups(different, starts, together, fit)
  return sharesOf(different, starts, fit, limits.pictures)
}

/** Candidates of all pictures of a batch are scored in one step: ten times the pictures that climb together by gradients. */
const candidatesAtOnce = 10

function searchBatches(
  different: ObjectiveSpec[],
  starts: number,
  numbers: number,
  film: number,
  evolution: EvolutionKind,
  limits: AscentLimits,
): AscentShare[] {
  const state = 8 * numbers + 8 * evolution.stateLength(numbers)
  const tried = 1 + evolution.candidates(numbers)
  const fit = Math.max(
    1,
    Math.floor(Math.min(limits.checkpoint / (state + film), limits.memory / (8 * numbers * tried + 2 * state + film))),
  )
  return sharesOf(different, starts, fit, Math.ceil((candidatesAtOnce * limits.pictures) / tried))
}

/** Objectives with all their starts where so many pictures `fit`, `most` of them; else the starts of one in several batches. */
function sharesOf(different: ObjectiveSpec[], starts: number, fit: number, most: number): AscentShare[] {
  if (fit < starts) {
    return different.flatMap((spec) =>
      Array.from({ length: Math.ceil(starts / fit) }, (_, part): AscentShare => {
        const firstStart = part * fit
        return { objectives: [spec], firstStart, starts: Math.min(fit, starts - firstStart) }
      }),
    )
  }
  const together = Math.max(1, Math.floor(Math.min(most, fit) / starts))
  return Array.from({ length: Math.ceil(different.length / together) }, (_, at) => ({
    objectives: different.slice(at * together, (at + 1) * together),
    firstStart: 0,
    starts,
  }))
}

/**
 * The same where terms hold pictures together: the starts of an objective, or the objectives of a start, are never parted. Throws `invalid`
 * where they do not fit into memory at once.
 */
function wholeGroups(objectives: ObjectiveSpec[], starts: number, together: readonly TogetherTerm[], fit: number): AscentShare[] {
  const among = new Set(together.map((term) => togetherKind(term).among))
  const least = (among.has('starts') ? starts : 1) * (among.has('objectives') ? objectives.length : 1)
  if (fit < least)
    throw invalid(
      `Terms between pictures hold ${least} pictures of this recipe together, and ${fit} fit into memory at once. Ask for fewer starts ` +
        'or objectives.',
    )
  const objectivesEach = among.has('objectives') ? objectives.length : Math.min(objectives.length, Math.floor(fit / starts))
  const startsEach = among.has('starts') ? starts : Math.min(starts, Math.floor(fit / objectivesEach))
  return Array.from({ length: Math.ceil(objectives.length / objectivesEach) }, (_, at) =>
    objectives.slice(at * objectivesEach, (at + 1) * objectivesEach),
  ).flatMap((share) =>
    Array.from({ length: Math.ceil(starts / startsEach) }, (_, part) => ({
      objectives: share,
      firstStart: part * startsEach,
      starts: Math.min(startsEach, starts - part * startsEach),
    })),
  )
}
