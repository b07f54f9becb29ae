// The paper's: a canvas of 68 pixels for an input of 48, so that a window of the input's size can move by 0 to 20, and any turn.
import type { Transform } from '../../../../src-shared/recipe/transforms/index.ts'
import { type AffineKind, inSequence, type ViewChange } from './kind.ts'
import { jitterBy } from './jitter.ts'
import { rotateBy } from './rotate.ts'

const room = 20

export const paper: AffineKind<Extract<Transform, { kind: 'paper' }>> = {
  room: () => room,
  view({ order }, [height, width]) {
    const canvas: ViewChange = (view) => ({
      ...view,
      height: Math.max(view.height, height + room),
      width: Math.max(view.width, width + room),
    })
    const parts = [rotateBy(0, 360), jitterBy(room)]
    return inSequence(canvas, ...(order === 'rotate-jitter' ? parts : parts.reverse()))
  },
}
