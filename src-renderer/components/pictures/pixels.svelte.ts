// Sizes of small pictures on screen: each of their pixels covers a whole number of the screen's, on every display.
import { devicePixelRatio } from 'svelte/reactivity/window'

/** CSS pixels for `source` picture pixels at `scale` CSS pixels each, rounded to whole device pixels. Reactive. */
export function onScreen(source: number, scale: number): number {
  const ratio = devicePixelRatio.current ?? 1
  return (source * Math.max(1, Math.round(scale * ratio))) / ratio
}
