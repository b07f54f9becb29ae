// What comes of an ascent: its pictures and films as artifacts, and what is said of them.
import { ascentWords } from '../../src-shared/ascent-words.ts'
import type { Json } from '../../src-shared/event.ts'
import { objectiveKey, objectiveName, type ObjectiveSpec } from '../../src-shared/objective.ts'
import type { AscendRecipe } from '../../src-shared/recipe.ts'
import { type Ascent, type Climb, deadGradient, scoreOfEach, windows } from '../science/ascend.ts'
import { contactSheet, png } from '../science/sheet.ts'
import { type AscentCheckpoint, keepFrame, type Track } from './ascent-track.ts'
import type { JobContext } from './job.ts'

type Outcome = AscentCheckpoint['outcomes'][number]

/** Pictures of a recipe that climb together, and where they stand among the others. */
export interface Batch {
  recipe: AscendRecipe
  climb: Climb
  ascent: Ascent
  track: Track
  number: number
  /** Number of batches. */
  count: number
  /** Width and height of the pictures that are moved, and of what the network takes. */
  canvas: number
  window: number
}

/** The objective and the start of a picture of the batch. */
export function nameOf({ objectives }: Climb, picture: number): { spec: ObjectiveSpec; key: string; start: number } {
  const spec = objectives[picture % objectives.length]!
  return { spec, key: objectiveKey(spec), start: Math.floor(picture / objectives.length) }
}

/** Sends the pictures of a batch and their films, as they are now. Scores are taken from the 8-bit pictures, without a transform. */
export async function publish({ recipe, climb, ascent, track, canvas, window }: Batch, context: JobContext): Promise<Outcome[]> {
  const pictures = climb.starts * climb.objectives.length
  const whole = ascent.pictures('last')
  const last = windows(whole, canvas, window)
  const best = windows(ascent.pictures('best'), canvas, window)
  keepFrame(track, ascent.step, last)
  const gradients = [...track.gradientNorms, track.gradientLast].slice(0, track.steps.length)
  const scores: Float32Array[] = []
  for (const frame of track.frames) {
    scores.push(scoreOfEach(climb, frame))
    // Whether to stop does not matter here: what is finished is kept.
    await context.breathe()
  }
  const bestScores = scoreOfEach(climb, best)
  const params = ascent.params('last')
  const numbers = params.length / pictures
  const each = window * window * 3
  const picture = (of: Uint8Array, at: number, size = window): Uint8Array => of.subarray(at * size * size * 3, (at + 1) * size * size * 3)
  const pngOf = (rgb: Uint8Array, size = window): Uint8Array => png({ width: size, height: size, rgb })

  const outcomes: Outcome[] = []
  for (let at = 0; at < pictures; at++) {
    const { spec, key, start } = nameOf(climb, at)
    const score = scores.at(-1)![at]!
    const dead = track.gradientLast[at]! < deadGradient
    const latent = climb.parameterization.latent(params.subarray(at * numbers, (at + 1) * numbers))
    const about: Record<string, Json> = {
      objective: JSON.parse(JSON.stringify(spec)) as Json,
      key,
      name: objectiveName(spec),
      start,
      seed: recipe.seed,
      method: ascentWords(recipe),
    }
    const meta: Record<string, Json> = {
      ...about,
      score,
      scoreFirst: scores[0]![at]!,
      distance: track.distanceLast[at]!,
      gradientNormFirst: track.gradientFirst[at]!,
      gradientNormLast: track.gradientLast[at]!,
      steps: ascent.step,
      dead,
      ...(dead ? { deadFrom: track.alive[at]! + 1 } : {}),
      ...(latent ? { latent } : {}),
    }
    context.artifact(`pictures/${key}/${start}`, 'image/png', pngOf(picture(last, at)), meta)
    if (canvas !== window) context.artifact(`canvases/${key}/${start}`, 'image/png', pngOf(picture(whole, at, canvas), canvas), meta)
    // Only where a picture on the way answered more than the last one.
    if (bestScores[at]! > score) {
      const then = { ...about, score: bestScores[at]!, step: ascent.bestSteps[at]! }
      context.artifact(`best/${key}/${start}`, 'image/png', pngOf(picture(best, at)), then)
    }
    outcomes.push({ key, start, score, dead })
    await context.breathe()
    if (recipe.frames === 0) continue
    const frames = track.frames.map((frame) => frame.subarray(at * each, (at + 1) * each))
    context.artifact(`films/${key}/${start}`, 'image/png', png(contactSheet(frames, window, frames.length)), {
      ...about,
      steps: track.steps,
      scores: scores.map((frame) => frame[at]!),
      distances: track.distances.map((frame) => frame[at]!),
      gradientNorms: gradients.map((frame) => frame[at]!),
    })
  }
  return outcomes
}

/** Says once, in words, that pictures stand still because there is nothing to follow. */
export function tellDead(outcomes: readonly Outcome[], recipe: AscendRecipe, context: JobContext): void {
  const dead = outcomes.filter((one) => one.dead).length
  if (dead === 0) return
  const where = recipe.parameterization.kind === 'decoder' ? 'the generator or the classifier' : 'the classifier'
  const words = [
    `For ${dead} of ${outcomes.length} pictures the gradient was zero (below ${deadGradient}) at the last step, so no step can move them on.`,
    `It is not small, it is gone: each path from picture to objective leads through a unit of ${where} that is off, a ReLU below zero.`,
    'The pictures are kept. Try another start or seed, or an objective before its activation function: "conv3", not "conv3.relu".',
  ]
  context.notice('warning', 'dead-gradient', words.join(' '))
}

/** How many pictures there are, the highest score of each objective, and how many stand still. */
export function summaryOf(outcomes: readonly Outcome[]): Record<string, Json> {
  const best = new Map<string, number>()
  for (const { key, score } of outcomes) best.set(key, Math.max(score, best.get(key) ?? -Infinity))
  return {
    pictures: outcomes.length,
    best: [...best].map(([key, score]) => ({ key, score })),
    dead: outcomes.filter((one) => one.dead).length,
  }
}
