// Carries out a training as part of a job: progress, curves, checkpoints, validation after each epoch, a watch on its health.
import type { z } from 'zod'
import type { healthSign } from '../../../src-shared/run/results/training.ts'
import type { LivePicture, MetricPoint } from '../../../src-shared/run/event.ts'
import { invalid } from '../../../src-shared/rpc/fault.ts'
import { decodeModel } from '../../../src-shared/network/model-file.ts'
import type { TrainingRecipe } from '../../../src-shared/recipe/recipe.ts'
import type { HealthWatch, Sign } from '../../science/training/health.ts'
import type { StepReport, Training } from '../../science/training/train.ts'
import type { JobContext } from './job.ts'

/** What a job notes in a checkpoint besides weights, slots and step: lists of numbers by name. */
export type Notes = Record<string, number[]>

export interface TrainingHooks {
  epochs: number
  health: HealthWatch
  /** What the watch on its health is shown of a step in place of the loss, where that has parts which a blind answer's does not. */
  judged?: (report: StepReport) => number
  /** Measures on the validation split after an epoch; yields between batches. */
  validate(): Generator<number, { name: string; value: number }[]>
  /** Called after each step, for live pictures; and after each validation, whose result is to be seen at once. */
  show(atOnce?: boolean): void
  /** Of a training that goes on from a checkpoint. */
  notes: Notes
}

/** Points of a running curve per epoch. */
const pointsPerEpoch = 20

/** Runs a generator, yielding between its steps. A request to stop is left for the caller to see. */
export async function cooperatively<T>(
  steps: Generator<number, T>,
  context: Pick<JobContext, 'yieldTurn'>,
  onStep?: (done: number) => void,
): Promise<T> {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    onStep?.(step.value)
    await context.yieldTurn()
  }
}

/**
 * Trains to the end, or until the job is asked to stop. Returns the last validation and whether all steps were taken. Throws, in words,
 * when the loss is no longer a number, since nothing can be learnt after that.
 */
export async function carryOut(
  training: Training,
  context: JobContext,
  hooks: TrainingHooks,
): Promise<{ complete: boolean; validation: number[] }> {
  const { stepsPerEpoch, steps, series } = training
  const every = Math.max(1, Math.round(stepsPerEpoch / pointsPerEpoch))
  let sums = hooks.notes.sums ?? series.map(() => 0)
  let [validated, ...validation] = hooks.notes.validated ?? [0]
  const snapshot = () => training.snapshot({ sums, validated: [validated!, ...validation], health: hooks.health.state() })

  for (;;) {
    const epoch = Math.floor(training.step / stepsPerEpoch)
    if (training.step % stepsPerEpoch === 0 && epoch > validated!) {
      const values = await cooperatively(hooks.validate(), context)
      context.metrics(values.map(({ name, value }) => ({ series: name, step: training.step, value })))
      validated = epoch
      validation = values.map(({ value }) => value)
      hooks.show(true)
    }
    if (training.step >= steps) {
      // The end is near, and the caller goes on to it; but should it take too long, the training need not be done again. And who finds that
      // it has not learnt enough can let it go on from here.
      context.checkpoint(snapshot, true)
      return { complete: true, validation }
    }
    if ((await context.yieldTurn()) || context.conclude) {
      if (context.stopping === 'pause') context.checkpoint(snapshot, true)
      return { complete: false, validation }
    }
    context.checkpoint(snapshot)
    const report = training.advance()
    tell(context, hooks.health.observe(hooks.judged?.(report) ?? report.loss, report.gradient))
    sums = [report.loss, ...report.measures].map((value, at) => sums[at]! + value)
    if (training.step % every === 0) {
      context.metrics(running(series, sums, every, training.step, report))
      sums = sums.map(() => 0)
    }
    hooks.show()
    context.progress(`epoch ${Math.min(hooks.epochs, epoch + 1)} of ${hooks.epochs}`, training.step, steps)
  }
}

/**
 * Where a training begins: at what an interruption left, else at the state it continues, else at its first step. Throws `invalid` when that
 * state is not the one its recipe names.
 */
export function beginningOf({ continues }: TrainingRecipe, context: Pick<JobContext, 'resume' | 'blob'>): Uint8Array | undefined {
  return context.resume ?? (continues && context.blob(continues.state))
}

/** Throws `invalid` when a training that continues another does not stand at the end of that one, with its weights. */
export function checkBeginning(training: Training, { continues }: TrainingRecipe, context: Pick<JobContext, 'resume' | 'blob'>): void {
  if (!continues || context.resume !== null) return
  if (training.step !== training.lastPhase) {
    throw invalid(
      `The saved state is from after ${training.step} steps, but by its recipe this training continues after ` +
        `${training.lastPhase}. Name the state of the run it continues, or start the training from the beginning.`,
    )
  }
  const { weights } = decodeModel(context.blob(continues.model))
  const values = training.values()
  const same =
    weights.length === values.length &&
    values.every((one, at) => one.length === weights[at]!.length && one.every((value, place) => Object.is(value, weights[at]![place])))
  if (!same)
    throw invalid(
      'The saved state and the network named with it are not from the same training. Name both from the run it continues, or start ' +
        'the training from the beginning.',
    )
}

function running(
  series: readonly string[],
  sums: number[],
  count: number,
  step: number,
  { gradient, learningRate }: StepReport,
): MetricPoint[] {
  return [
    ...series.map((name, at) => ({ series: name, step, value: sums[at]! / count })),
    { series: 'learning-rate', step, value: learningRate },
    { series: 'train/gradient', step, value: gradient },
  ]
}

function tell(context: JobContext, sign: Sign | null): void {
  if (sign === null) return
  if (sign.code === 'not-finite') throw invalid(sign.message, sign.code)
  context.notice(sign.code === 'recovered' ? 'info' : 'warning', sign.code, sign.message)
}

/** Milliseconds between two looks at the pictures: making them takes time from learning. */
const lookInterval = 500

/** Shows live pictures, about two sets a second, and one more where it is asked for at once. */
export function createGallery(context: Pick<JobContext, 'pictures'>): (make: () => LivePicture[], atOnce?: boolean) => void {
  let shown = -Infinity
  return (make, atOnce = false) => {
    const now = performance.now()
    if (!atOnce && now - shown < lookInterval) return
    shown = now
    context.pictures(make, atOnce)
  }
}

/** What is wrong with a training at its end, for its summary: null, or a code, words and the settings that avoid it. */
export function healthJson(sign: Sign | null): z.output<typeof healthSign> | null {
  return sign === null ? null : { code: sign.code, message: sign.message, fix: { ...sign.fix } }
}
