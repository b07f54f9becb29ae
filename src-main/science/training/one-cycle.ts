// The learning rate over a run: one cycle, up and down.
// L. N. Smith and N. Topin, "Super-Convergence" (2018); the cosine form and its three constants are those of fastai and PyTorch's
// OneCycleLR. Adam's momentum is not cycled.
import { cosine, pi } from '../../../src-shared/math/elementary.ts'

/** Share of the steps in which the rate rises. */
const rise = 0.3
/** The rate starts at peak / 25 and ends at a ten-thousandth of that. */
const startDivisor = 25
const endDivisor = 25e4

/** Learning rate of a step, 0 to steps - 1: the start at the first, `peak` at 30 %, almost nothing at the last. */
export function oneCycle(step: number, steps: number, peak: number): number {
  const top = Math.max(1, rise * (steps - 1))
  if (step <= top) return between(peak / startDivisor, peak, step / top)
  return between(peak, peak / endDivisor, (step - top) / Math.max(1, steps - 1 - top))
}

/**
 * Learning rate of a step of a training in stretches: each is one cycle of its own, from its start up to the same peak and down. A stretch
 * is chosen when the ones before it are over, so their rates cannot depend on it; rising again after a descent is a warm restart, as in
 * I. Loshchilov and F. Hutter, "SGDR" (2017). `cycles`: the steps of each stretch. A step beyond them all has the rate of the last.
 */
export function oneCycles(step: number, cycles: readonly number[], peak: number): number {
  let from = 0
  for (const [at, steps] of cycles.entries()) {
    if (step < from + steps || at === cycles.length - 1) return oneCycle(step - from, steps, peak)
    from += steps
  }
  throw new RangeError('A training has at least one stretch.')
}

/** From `a` to `b` along half a cosine, for t in [0, 1]. */
function between(a: number, b: number, t: number): number {
  return b + ((a - b) / 2) * (1 + cosine(pi * Math.min(1, t)))
}
