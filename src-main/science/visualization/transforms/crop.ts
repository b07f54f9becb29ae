// A window of a share of the canvas, at any place inside it, enlarged to the canvas' size.
import type { Transform } from '../../../../src-shared/recipe/transforms/index.ts'
import { type AffineKind, shift, turn } from './kind.ts'

export const crop: AffineKind<Extract<Transform, { kind: 'crop' }>> = {
  view:
    ({ share }) =>
    (view, random) => {
      const side = random.range(...share)
      const across = (random.uniform() - 0.5) * (1 - side) * view.width
      const down = (random.uniform() - 0.5) * (1 - side) * view.height
      return turn(shift(view, across, down), 0, side)
    },
}
