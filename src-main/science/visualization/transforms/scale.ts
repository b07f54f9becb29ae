// Larger or smaller about the centre, by a factor drawn evenly.
import type { Transform } from '../../../../src-shared/recipe/transforms/index.ts'
import { type AffineKind, turn } from './kind.ts'

export const scale: AffineKind<Extract<Transform, { kind: 'scale' }>> = {
  view:
    ({ factor }) =>
    (view, random) =>
      turn(view, 0, 1 / random.range(...factor)),
  shrink: ({ factor }) => 1 / factor[0],
}
