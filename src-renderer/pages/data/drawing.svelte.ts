// What is on the drawing pad, for as long as the window is open: who looks at a channel that fires finds the drawing again.
import { colours } from '../../../src-shared/domains/shapes/classes.ts'
import { blank, type Sketch } from './sketch.ts'

/** The two pens: as wide as the dataset's lines, and as its filled lines. */
export type Pen = 'line' | 'filled'

class Drawing {
  sketch: Sketch = $state.raw(blank)
  /** One of the dataset's colours; null is the eraser. */
  colour: number | null = $state(colours.indexOf('white'))
  pen: Pen = $state('line')
}
export const drawing = new Drawing()
