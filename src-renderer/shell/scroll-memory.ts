// A visit starts at the top of its page, with the keyboard in it; the way back leads to where one was.

export interface ScrollMemory {
  /** What the address names has come into the document; `page` is the name of its page. */
  arrive(page: string): void
  /** The box has scrolled. */
  scrolled(): void
  /** Someone scrolls, points or types: from now on it is theirs. */
  letGo(): void
}

/** Frames for which the way back is tried again: what a page shows may come after it. */
const tries = 60

/** Remembers how far `box` was scrolled at each place, for those who come back to it: `returned` says whether someone did. */
export function scrollMemory(box: () => HTMLElement | undefined, place: () => string, returned: () => boolean): ScrollMemory {
  const tops = new Map<string, number>()
  /** The place whose scrolling is noted; null while the way to one is still made. */
  let here: string | null = null
  let shown: string | null = null
  let held = false

  function settle(there: string, top: number, left: number): void {
    const main = box()
    if (!main || place() !== there) return
    if (held) main.scrollTop = top
    if (held && main.scrollTop < top - 1 && left > 0) requestAnimationFrame(() => settle(there, top, left - 1))
    else here = there
  }
  return {
    arrive(page) {
      const there = place()
      if (there === here) return
      here = null
      // In the frame in which the page is laid out anyway: asked for earlier, the page that is being left would be laid out once more.
      requestAnimationFrame(() => {
        if (place() !== there) return
        held = true
        settle(there, returned() ? (tops.get(there) ?? 0) : 0, tries)
        if (shown !== null && shown !== page) box()?.focus({ preventScroll: true })
        shown = page
      })
    },
    scrolled() {
      const main = box()
      if (main && here !== null && here === place()) tops.set(here, main.scrollTop)
    },
    letGo() {
      held = false
    },
  }
}
