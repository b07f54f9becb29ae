/**
 * Calls back when the next frame is on screen: what is called for a frame runs before that frame is shown, a timer set there runs after.
 */
export function afterFrame(work: () => void): void {
  requestAnimationFrame(() => {
    setTimeout(work)
  })
}
