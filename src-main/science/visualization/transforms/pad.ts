// Pixels of the background, or of a middle grey, all around.
import type { Transform } from '../../../../src-shared/recipe/transforms/index.ts'
import type { AffineKind } from './kind.ts'

export const pad: AffineKind<Extract<Transform, { kind: 'pad' }>> = {
  outside: ({ colour }) => (colour === 'grey' ? 0.5 : null),
  view:
    ({ pixels }) =>
    (view) => ({ ...view, height: view.height + 2 * pixels, width: view.width + 2 * pixels }),
}
