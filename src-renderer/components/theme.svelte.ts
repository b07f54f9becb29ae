// Canvases do not know light-dark(): they have to be drawn anew when the theme changes, with colours that an element resolves.

/** A number that rises when the theme changes. To be called while a component is made. */
export function themeTurn(): { readonly turn: number } {
  let turn = $state(0)
  $effect(() => {
    const changed = (): void => {
      turn += 1
    }
    const system = matchMedia('(prefers-color-scheme: dark)')
    system.addEventListener('change', changed)
    const watcher = new MutationObserver(changed)
    watcher.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
    return () => {
      system.removeEventListener('change', changed)
      watcher.disconnect()
    }
  })
  return {
    get turn() {
      return turn
    },
  }
}

/** What a custom property such as "--series-1" is now, as a colour that a canvas takes; `probe` is any element that shows no text. */
export function colourOf(probe: HTMLElement, property: string): string {
  probe.style.color = `var(${property})`
  const colour = getComputedStyle(probe).color
  probe.style.removeProperty('color')
  return colour
}
