// The colours of the theme as a canvas needs them, and when they change.

/** Rises when the theme changes; for effects that draw. To be called while a component is made. */
export function watchScheme(): { readonly turn: number } {
  let turn = $state(0)
  $effect(() => {
    const themes = matchMedia('(prefers-color-scheme: dark)')
    const changed = (): void => {
      turn += 1
    }
    themes.addEventListener('change', changed)
    const watcher = new MutationObserver(changed)
    watcher.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
    return () => {
      themes.removeEventListener('change', changed)
      watcher.disconnect()
    }
  })
  return {
    get turn() {
      return turn
    },
  }
}

/** A colour such as "var(--series-1)" as the browser computes it for this element: a canvas does not know light-dark(). */
export function resolveColour(element: HTMLElement, colour: string): string {
  const before = element.style.color
  element.style.color = colour
  const result = getComputedStyle(element).color
  element.style.color = before
  return result
}

/** A colour such as "var(--series-1)" as it is on a white page, whatever the theme: for files. */
export function fileColour(colour: string): string {
  const probe = document.createElement('span')
  probe.style.colorScheme = 'light'
  probe.style.color = colour
  document.body.append(probe)
  const result = getComputedStyle(probe).color
  probe.remove()
  return result
}
