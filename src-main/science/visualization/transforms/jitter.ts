// A window smaller than the canvas, at one of the pixels + 1 whole-numbered places along each axis (lucid's jitter).
import type { Transform } from '../../../../src-shared/recipe/transforms/index.ts'
import { type AffineKind, shift, type ViewChange } from './kind.ts'

export const jitterBy =
  (pixels: number): ViewChange =>
  (view, random) => {
    const x = random.integer(pixels + 1)
    const y = random.integer(pixels + 1)
    return { ...shift(view, x - pixels / 2, y - pixels / 2), height: view.height - pixels, width: view.width - pixels }
  }
export const jitter: AffineKind<Extract<Transform, { kind: 'jitter' }>> = { view: ({ pixels }) => jitterBy(pixels) }
