// A larger picture, of which the network's window is the middle.
import type { Transform } from '../../../../src-shared/recipe/transforms/index.ts'
import type { AffineKind } from './kind.ts'

export const canvas: AffineKind<Extract<Transform, { kind: 'canvas' }>> = {
  room: ({ margin }) => 2 * margin,
  // The picture that climbs is that large already.
  view: () => (view) => view,
}
