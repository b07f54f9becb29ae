// Brings what was asked for into sight: the page scrolls to it, and the focus goes there.
import { preferences } from './preferences.svelte.ts'

/** Scrolls an element to the top of the page and focuses it (it needs a tabindex); at once where the user wants no motion. */
export function bringIntoView(element: HTMLElement | null | undefined): void {
  if (!element) return
  const still = preferences.reduceMotion || matchMedia('(prefers-reduced-motion: reduce)').matches
  element.focus({ preventScroll: true })
  element.scrollIntoView({ behavior: still ? 'instant' : 'smooth', block: 'start' })
}
