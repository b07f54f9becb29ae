// A drawing and how it came about: every stroke, and the clearing of all of them, can be undone and done again.
import type { Stroke } from './strokes.ts'

type Strokes = readonly Stroke[]
export interface Sketch {
  readonly strokes: Strokes
  /** What the drawing was before each step, the latest last. */
  readonly past: readonly Strokes[]
  /** What undoing has taken back, the next to be done again last. */
  readonly undone: readonly Strokes[]
}

export const blank: Sketch = { strokes: [], past: [], undone: [] }

const next = ({ strokes, past }: Sketch, now: Strokes): Sketch => ({ strokes: now, past: [...past, strokes], undone: [] })

/** With one more stroke; one without a place is none. */
export const withStroke = (sketch: Sketch, stroke: Stroke): Sketch =>
  stroke.points.length === 0 ? sketch : next(sketch, [...sketch.strokes, stroke])
/** Empty. What is empty stays as it is. */
export const cleared = (sketch: Sketch): Sketch => (sketch.strokes.length === 0 ? sketch : next(sketch, []))

/** As it was before the last step; without one it stays as it is. */
export function undo(sketch: Sketch): Sketch {
  const before = sketch.past.at(-1)
  return before ? { strokes: before, past: sketch.past.slice(0, -1), undone: [...sketch.undone, sketch.strokes] } : sketch
}
/** The step that was undone last, done again. */
export function redo(sketch: Sketch): Sketch {
  const after = sketch.undone.at(-1)
  return after ? { strokes: after, past: [...sketch.past, sketch.strokes], undone: sketch.undone.slice(0, -1) } : sketch
}
