// What is drawn over the points of the map: pictures in their place close by, a ring around one, a cross in the middle.
import type { ScatterPlane } from './scatter-plane.svelte.ts'
import { toScreen, type View } from './stamps.ts'
import type { Thumbnails } from './thumbnails.ts'

/** Side of a cell that holds one picture, in CSS pixels. */
const cell = 60

/**
 * One picture for each cell of the plane that has a point: the cells stay where they are when the view moves, so nothing flickers.
 * `frames`: colour of the frame of each group.
 */
export function drawPictures(
  context: CanvasRenderingContext2D,
  plane: ScatterPlane,
  now: View,
  frames: readonly string[],
  thumbnails: Thumbnails,
): void {
  const { cloud, frame } = plane
  const { width, height, ratio } = frame
  const cells = new Map<string, number>()
  for (const index of plane.within({ x0: 0, y0: 0, x1: width, y1: height })) {
    const key = `${Math.floor((cloud.xs[index]! * now.kx) / cell)} ${Math.floor((cloud.ys[index]! * now.ky) / cell)}`
    const there = cells.get(key)
    if (there === undefined || index < there) cells.set(key, index)
  }
  const { size } = thumbnails.settings
  const side = Math.max(size, Math.round(size * ratio)) / ratio
  context.imageSmoothingEnabled = false
  for (const index of cells.values()) {
    const [x, y] = toScreen(now, frame, cloud.xs[index]!, cloud.ys[index]!)
    const [px, py] = [Math.round((x - side / 2) * ratio) / ratio, Math.round((y - side / 2) * ratio) / ratio]
    context.fillStyle = frames[cloud.groups[index]!]!
    context.fillRect(px - 2, py - 2, side + 4, side + 4)
    context.drawImage(thumbnails.of(index), px, py, side, side)
  }
}
export function drawRing(context: CanvasRenderingContext2D, x: number, y: number, colour: string, radius: number): void {
  context.strokeStyle = colour
  context.lineWidth = 2
  context.beginPath()
  context.arc(x, y, radius, 0, 2 * Math.PI)
  context.stroke()
}
export function drawCross(context: CanvasRenderingContext2D, x: number, y: number, colour: string): void {
  context.strokeStyle = colour
  context.lineWidth = 1
  context.beginPath()
  context.moveTo(x - 12, y)
  context.lineTo(x + 12, y)
  context.moveTo(x, y - 12)
  context.lineTo(x, y + 12)
  context.stroke()
}
