// How a claim is judged: by what its sentence says, where what it needs is there, and only outside of what chance may do.
import type { Claim, Verdict } from '../../../src-shared/run/figure.ts'
import { capital } from '../../../src-shared/text/phrase.ts'
import { median } from '../measures.ts'
import { type Interval, signInterval } from '../statistics.ts'

/** Something a claim cannot do without: whether this run has it, and if not, a sentence that says what is missing. */
export interface Need {
  met: boolean
  lack: string
}

/** What a sentence of the paper comes to on the findings of a run, before it is asked whether the run was large enough to tell. */
export interface Judgement {
  paper: string
  rule: { agrees: string; differs: string }
  ours: string
  /** Which side of the rule the findings are on; "open" between the two. */
  side: Exclude<Verdict, 'too-small'>
  /** Why it is open, as a sentence. */
  why?: string
}

/** The verdict: "too-small" when a need is not met; otherwise the side the findings are on. */
export function judged({ paper, rule, ours, side, why }: Judgement, needs: readonly Need[]): Claim {
  const lacking = needs.filter((one) => !one.met).map((one) => one.lack)
  if (lacking.length > 0) return { paper, ours: `${ours} Too small to tell: ${lacking.join(' ')}`, verdict: 'too-small', rule }
  return { paper, ours: side === 'open' && why ? `${ours} ${why}` : ours, verdict: side, rule }
}

const overlap = 'The interval crosses a bound of the rule, so this run cannot tell.'
const between = 'That lies between the two bounds of the rule.'

/** On which side of two bounds a whole interval lies. `up`: whether large values agree. Without an interval there were too few values. */
export function sideOf(found: Interval | null, bounds: { agrees: number; differs: number }): { side: Judgement['side']; why?: string } {
  if (!found) return { side: 'open', why: 'There are too few of them: a difference may be random.' }
  const up = bounds.agrees >= bounds.differs
  const [high, low] = up ? [bounds.agrees, bounds.differs] : [bounds.differs, bounds.agrees]
  if (found.low > high) return { side: up ? 'agrees' : 'differs' }
  if (found.high < low) return { side: up ? 'differs' : 'agrees' }
  return { side: 'open', why: found.low >= low && found.high <= high ? between : overlap }
}

/**
 * A sentence of the paper about a number that many pictures have: judged by the median of `values` with its 95 % interval, which `ours`
 * tells.
 */
export function judgedByMedian(
  values: readonly number[],
  {
    ours,
    bounds,
    ...claim
  }: Pick<Judgement, 'paper' | 'rule'> & { bounds: { agrees: number; differs: number }; ours: (median: string) => string },
  needs: readonly Need[],
): Claim {
  const found = signInterval(values)
  return judged({ ...claim, ours: ours(spread(values, found)), ...sideOf(found, bounds) }, needs)
}

/** With `digits` after the point; from 1,000 on, whole numbers. */
export const show = (value: number, digits = 2): string =>
  !Number.isFinite(value) ? 'not known' : Math.abs(value) >= 1000 ? Math.round(value).toLocaleString('en-US') : value.toFixed(digits)
export const percent = (share: number, digits = 1): string => (Number.isFinite(share) ? `${(100 * share).toFixed(digits)} %` : 'not known')
/** The median of some values with its interval: "1.32 (95 % interval 1.10 to 1.51)". */
export function spread(values: readonly number[], found: Interval | null, digits = 2): string {
  return `${show(median(values), digits)}${found ? ` (95 % interval ${show(found.low, digits)} to ${show(found.high, digits)})` : ''}`
}

/** A classifier says something of the paper's only if it has learnt to tell the shapes apart: this share of the test pictures. */
const learntAccuracy = 0.5
/** A generator that leaves more than this of an all-black picture's error draws next to nothing of the shapes. */
const learntError = 0.5

export const classifierLearnt = (accuracy: number): Need => ({
  met: accuracy >= learntAccuracy,
  lack:
    `The classifier has not learnt enough: it names ${percent(accuracy)} of the test pictures correctly, and ` +
    `${percent(learntAccuracy, 0)} are needed.`,
})
/** `share`: mean squared error on unseen pictures over that of an all-black answer. */
export const generatorLearnt = (share: number, whose = 'the autoencoder'): Need => ({
  met: share <= learntError,
  lack:
    `${capital(whose)} has not learnt enough: its error on unseen pictures is ` +
    `${percent(share)} of what answering black would give, and at most ${percent(learntError, 0)} is needed.`,
})
/** Below this a generator draws well: what speaks against generated pictures is then not the doing of a short training. */
export const goodError = 0.25
export const drawsWell = (share: number, matters: boolean): Need => ({
  met: !matters || share <= goodError,
  lack:
    `The error of the autoencoder is still ${percent(share)} of what answering black would give, and one that draws better (at ` +
    `most ${percent(goodError, 0)}) may find better pictures.`,
})
/** Steps of the paper's rule move a pixel by 0.01 on average; a hundred carry it from black to white. */
const fewestPixelSteps = 100
export const enoughPixelSteps = (steps: number): Need => ({
  met: steps >= fewestPixelSteps,
  lack: `${steps} steps of 0.01 cannot carry a pixel from 0 to 1; at least ${fewestPixelSteps} are needed.`,
})
/** Fewer steps than this are not the "many training steps" that the paper speaks of. */
const fewestLatentSteps = 100
export const enoughLatentSteps = (steps: number): Need => ({
  met: steps >= fewestLatentSteps,
  lack:
    `${steps} ${steps === 1 ? 'step is' : 'steps are'} not the paper’s “many training steps”; at least ` +
    `${fewestLatentSteps} are needed.`,
})
