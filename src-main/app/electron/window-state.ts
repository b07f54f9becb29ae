// Where the window was, so that it opens there again, unless that screen is gone.
import { z } from 'zod'

interface Area {
  x: number
  y: number
  width: number
  height: number
}

const stateSchema = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(300).max(20_000),
  height: z.int().min(200).max(20_000),
  maximized: z.boolean(),
})
export type WindowState = z.infer<typeof stateSchema>

/** In the library's settings. */
export const windowSetting = 'window'

/** Window options for a saved state (anything at all) and the work areas of the present screens, in pixels, the first one the main. */
export function restoreWindow(saved: unknown, areas: Area[]): { bounds: Partial<Area>; maximized: boolean } {
  const state = stateSchema.safeParse(saved)
  const main = areas[0] ?? { x: 0, y: 0, width: 1280, height: 840 }
  if (!state.success) return { bounds: { width: Math.min(1280, main.width), height: Math.min(840, main.height) }, maximized: false }
  const { maximized, ...bounds } = state.data
  // A hand's breadth of the title bar must be within reach, or nobody could move the window back.
  const reachable = areas.some(
    (area) =>
      bounds.y >= area.y &&
      bounds.y + 40 <= area.y + area.height &&
      bounds.x + bounds.width >= area.x + 120 &&
      bounds.x + 120 <= area.x + area.width,
  )
  return reachable
    ? { bounds, maximized }
    : { bounds: { width: Math.min(bounds.width, main.width), height: Math.min(bounds.height, main.height) }, maximized }
}

export function windowState(window: { getNormalBounds(): Area; isMaximized(): boolean }): WindowState {
  const { x, y, width, height } = window.getNormalBounds()
  return { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height), maximized: window.isMaximized() }
}
