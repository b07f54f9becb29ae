// The learning rate over a run: one cycle, up and down.
// L. N. Smith and N. Topin, "Super-Convergence" (2018); the cosine form and its three constants are those of fastai and PyTorch's OneCycleLR.
// Adam's momentum is not cycled.
import { cosine, pi } from '../../src-shared/elementary.ts'

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

/** From `a` to `b` along half a cosine, for t in [0, 1]. */
function between(a: number, b: number, t: number): number {
  return b + ((a - b) / 2) * (1 + cosine(pi * Math.min(1, t)))
}
