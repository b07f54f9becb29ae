// A turn about the centre, by an angle drawn evenly.
import type { Transform } from '../../../../src-shared/recipe/transforms/index.ts'
import { type AffineKind, turn, type ViewChange } from './kind.ts'

export const rotateBy =
  (low: number, high: number): ViewChange =>
  (view, random) =>
    turn(view, (random.range(low, high) * Math.PI) / 180)
export const rotate: AffineKind<Extract<Transform, { kind: 'rotate' }>> = { view: ({ degrees }) => rotateBy(...degrees) }
