// What comes of an ascent: its pictures and films as artifacts, and what is said of them.
import { ascentWords } from '../../../src-shared/recipe/ascent-description.ts'
import { objectiveKey, objectiveName, type ObjectiveSpec } from '../../../src-shared/recipe/objective.ts'
import { ascendResults, type AscentMeta, ascentPlace, equalContrast } from '../../../src-shared/run/results/ascend.ts'
import { keep } from '../../../src-shared/run/results/form.ts'
import type { Summary } from '../../../src-shared/run/results/index.ts'
import type { AscendRecipe } from '../../../src-shared/recipe/recipe.ts'
import { type Ascent, faintGradient } from '../../science/visualization/ascent.ts'
import { type AscentSpec, viewsOf } from '../../science/visualization/ascent-spec.ts'
import { scoreOfEach, scoresAtContrast } from '../../science/visualization/picture-scores.ts'
import { windows } from '../../image/windows.ts'
import { finite, type GradientTrace, traceGradients } from '../../science/visualization/gradient-trace.ts'
import { size } from '../../../src-shared/network/layer-shapes.ts'
import { classNamer } from '../../../src-shared/network/network-info.ts'
import { bytesOf, contactSheet } from '../../image/contact-sheet.ts'
import { rgbOf } from '../../image/side.ts'
import { writePng } from '../../image/png.ts'
import { tf } from '../../tensorflow/tf.ts'
import { tidied } from '../../tensorflow/tidied.ts'
import { type AscentCheckpoint, keepFrame, type Track } from './ascent-film.ts'
import type { JobContext } from './job.ts'

const { artifacts } = ascendResults
type Outcome = AscentCheckpoint['outcomes'][number]

/** Pictures of a recipe that climb together, and where they stand among the others. */
export interface Batch {
  recipe: AscendRecipe
  climb: AscentSpec
  ascent: Ascent
  track: Track
  number: number
  /** Number of batches. */
  count: number
  /** Height and width of the pictures that are moved, and of what the network takes. */
  canvas: readonly [number, number]
  window: readonly [number, number]
}

/** The objective and the start of a picture of the batch. */
export function nameOf(climb: AscentSpec, picture: number): { spec: ObjectiveSpec; key: string; name: string; start: number } {
  const { objectives, firstStart = 0, network } = climb
  const spec = objectives[picture % objectives.length]!
  return {
    spec,
    key: objectiveKey(spec),
    name: objectiveName(spec, classNamer(network.info)),
    start: firstStart + Math.floor(picture / objectives.length),
  }
}

/** Pictures one after the other, as RGB. */
export function eachAsRgb(pictures: Uint8Array, [height, width]: readonly [number, number], channels: number): (at: number) => Uint8Array {
  const each = height * width * channels
  return (at) => rgbOf(pictures.subarray(at * each, (at + 1) * each), channels)
}

/** Sends the pictures of a batch and their films, as they are now. Scores are taken from the 8-bit pictures, without a transform. */
export async function publish({ recipe, climb, ascent, track, canvas, window }: Batch, context: JobContext): Promise<Outcome[]> {
  const pictures = climb.starts * climb.objectives.length
  const whole = ascent.pictures('last')
  const { channels } = climb.network.info.input
  const last = windows(whole, canvas, window, channels)
  const best = windows(ascent.pictures('best'), canvas, window, channels)
  keepFrame(track, ascent.step, last)
  const gradients = climb.evolution ? [] : [...track.gradientNorms, track.gradientLast].slice(0, track.steps.length)
  const scores: Float32Array[] = []
  for (const frame of track.frames) {
    scores.push(scoreOfEach(climb, frame).map(finite))
    // Whether to stop does not matter here: what is finished is kept.
    await context.yieldTurn()
  }
  const bestScores = scoreOfEach(climb, best).map(finite)
  const compared = scoresAtContrast(climb, last, equalContrast)
  const [begun, params] = [ascent.params('first'), ascent.params('last')]
  const numbers = params.length / pictures
  const traces = tracesOf(climb, ascent, track)
  const pngOf = (of: Uint8Array, at: number, [height, width] = window): Uint8Array =>
    writePng({ width, height, rgb: eachAsRgb(of, [height, width], channels)(at) })

  const outcomes: Outcome[] = []
  for (let at = 0; at < pictures; at++) {
    const { spec, key, name, start } = nameOf(climb, at)
    const place = ascentPlace(key, start)
    const score = scores.at(-1)![at]!
    const { contrast, score: equal } = compared[at]!
    const { dead, deadFrom, last: trace, first: onTheWay } = traces[at]!
    const [latent, latentFirst] = [params, begun].map((of) => climb.parameterization.latent(of.subarray(at * numbers, (at + 1) * numbers)))
    const about = {
      objective: JSON.parse(JSON.stringify(spec)) as ObjectiveSpec,
      key,
      name,
      start,
      seed: recipe.seed,
      method: ascentWords(recipe),
    }
    const meta: AscentMeta = {
      ...about,
      score,
      scoreFirst: scores[0]![at]!,
      contrast,
      scoreAtEqualContrast: equal === null ? null : finite(equal),
      distance: finite(track.distanceLast[at]!),
      ...(climb.evolution
        ? {}
        : { gradientNormFirst: finite(track.gradientFirst[at]!), gradientNormLast: finite(track.gradientLast[at]!) }),
      steps: ascent.step,
      dead,
      ...(dead ? { deadFrom } : {}),
      // Why nothing arrives, or as good as nothing, after the last step; and what arrives at each layer before the first.
      ...(trace ? { gradient: { cause: trace.cause, at: trace.at, perLayer: trace.perLayer.map((one) => ({ ...one })) } } : {}),
      ...(onTheWay ? { gradientFirst: onTheWay.perLayer.map((one) => ({ ...one })) } : {}),
      ...(latent && latentFirst ? { latent: latent.map(finite), latentFirst: latentFirst.map(finite) } : {}),
    }
    keep(context.artifact, artifacts.picture, place, pngOf(last, at), meta)
    if (size(canvas) !== size(window)) keep(context.artifact, artifacts.canvas, place, pngOf(whole, at, canvas), meta)
    const large = enlarged(climb, params.subarray(at * numbers, (at + 1) * numbers))
    if (large) keep(context.artifact, artifacts.large, place, large, meta)
    // Only where a picture on the way answered more than the last one.
    if (bestScores[at]! > score) {
      const then = { ...about, score: bestScores[at]!, step: ascent.bestSteps[at]! }
      keep(context.artifact, artifacts.best, place, pngOf(best, at), then)
    }
    outcomes.push({
      key,
      start,
      score,
      dead,
      ...(dead ? { deadFrom } : {}),
      ...(trace ? { cause: trace.cause, ...(trace.at ? { at: trace.at } : {}) } : {}),
    })
    await context.yieldTurn()
    if (recipe.frames === 0) continue
    const frames = track.frames.map((frame) => eachAsRgb(frame, window, channels)(at))
    keep(context.artifact, artifacts.film, place, writePng(contactSheet(frames, window, frames.length)), {
      ...about,
      steps: track.steps,
      scores: scores.map((frame) => frame[at]!),
      distances: track.distances.map((frame) => finite(frame[at]!)),
      gradientNorms: gradients.map((frame) => finite(frame[at]!)),
    })
  }
  return outcomes
}

/** Of each picture: whether a step can still move it, and its gradients followed back where that tells something. */
function tracesOf(
  climb: AscentSpec,
  ascent: Ascent,
  track: Track,
): { dead: boolean; deadFrom: number; last: GradientTrace | null; first: GradientTrace | null }[] {
  const all = track.gradientLast.map((_, at) => at)
  if (climb.evolution) return all.map(() => ({ dead: false, deadFrom: 0, last: null, first: null }))
  const params = ascent.params('last')
  const numbers = params.length / all.length
  const out = all.map(
    (at) => climb.parameterization.bounded(params.subarray(at * numbers, (at + 1) * numbers)) || !Number.isFinite(track.gradientLast[at]!),
  )
  const faint = all.filter((at) => out[at] || track.gradientLast[at]! < faintGradient)
  const last = traceGradients(climb, params, ascent.nextViews(), faint)
  // Where a generator lies on the way, its part of the blame is asked for also where a gradient does arrive.
  const first = climb.parameterization.generator ? traceGradients(climb, ascent.params('first'), viewsOf(climb), all) : []
  return all.map((at) => {
    const place = faint.indexOf(at)
    const dead = out[at]! || track.gradientLast[at]! < climb.optimizer.deadBelow
    return { dead, deadFrom: track.alive[at]! + 1, last: place < 0 ? null : last[place]!, first: first[at] ?? null }
  })
}

/** How many pictures there are, the highest score of each objective, and how many stand still. */
export function summaryOf(outcomes: readonly Outcome[]): Summary<'ascend'> {
  const best = new Map<string, number>()
  for (const { key, score } of outcomes) best.set(key, Math.max(score, best.get(key) ?? -Infinity))
  return {
    pictures: outcomes.length,
    best: [...best].map(([key, score]) => ({ key, score })),
    dead: outcomes.filter((one) => one.dead).length,
  }
}

/** The PNG of a larger drawing of one picture; null where there is none. */
function enlarged({ parameterization, network }: AscentSpec, params: Float32Array): Uint8Array | null {
  if (!parameterization.enlarged) return null
  const draw = parameterization.enlarged
  const { values, side } = tidied(() => {
    const picture = draw(tf.tensor(params, [1, ...parameterization.shape]))
    return { values: picture.dataSync<'float32'>(), side: picture.shape[1] }
  })
  return writePng({ width: side, height: side, rgb: rgbOf(bytesOf(values), network.info.input.channels) })
}
