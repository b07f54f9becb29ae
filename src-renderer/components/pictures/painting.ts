// When small pictures are put on their canvases. A page can have hundreds: its words and its frame come on screen first, then the pictures,
// in the order in which they were asked for, some milliseconds of each frame.
import { afterFrame } from '../after-frame.ts'

/**
 * Milliseconds of a frame that painting may take. Not fewer: each frame that shows new canvases costs the page as much again, however few
 * they are.
 */
const share = 20

const painted = new WeakSet<HTMLCanvasElement>()
const waiting = new Map<HTMLCanvasElement, () => void>()
let due = false

/**
 * Paints on a canvas: the first time soon, later at once, so that a picture which follows a slider never lags. A newer `draw` takes the
 * place of one that still waits. Returns the way to give it up, as effects and attachments want it.
 */
export function paint(canvas: HTMLCanvasElement, draw: () => void): () => void {
  if (painted.has(canvas)) {
    draw()
    return () => {}
  }
  waiting.set(canvas, draw)
  callSoon()
  return () => {
    if (waiting.get(canvas) === draw) waiting.delete(canvas)
  }
}

function callSoon(): void {
  if (due) return
  due = true
  afterFrame(paintSome)
}

function paintSome(): void {
  due = false
  const until = performance.now() + share
  try {
    for (const [canvas, draw] of waiting) {
      if (performance.now() > until) return
      waiting.delete(canvas)
      painted.add(canvas)
      draw()
    }
    // For who measures when a page is complete; one mark, not a trail of them.
    performance.clearMarks('painted')
    performance.mark('painted')
  } finally {
    // Also when one of them cannot be drawn.
    if (waiting.size > 0) callSoon()
  }
}
