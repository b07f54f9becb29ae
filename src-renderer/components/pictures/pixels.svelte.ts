// Sizes of pictures on screen: each pixel of a small one covers a whole number of the screen's, on every display; large ones are made
// smaller.
import { devicePixelRatio } from 'svelte/reactivity/window'

/**
 * CSS pixels for `source` picture pixels at `scale` CSS pixels each, rounded to whole device pixels; exact where a picture is made smaller.
 * Reactive.
 */
export function onScreen(source: number, scale: number): number {
  const ratio = devicePixelRatio.current ?? 1
  return isShrunk(scale) ? Math.round(source * scale) : (source * Math.max(1, Math.round(scale * ratio))) / ratio
}

/** Whether a picture at this scale has more pixels than the screen has for it, so that it has to be averaged. Reactive. */
export const isShrunk = (scale: number): boolean => scale < 1 && scale * (devicePixelRatio.current ?? 1) < 1

/** The largest whole scale at which `source` pixels fit into `room` CSS pixels; for a larger picture the share at which it does. */
export const fittingScale = (source: number, room: number): number => (source > room ? room / source : Math.floor(room / source))
