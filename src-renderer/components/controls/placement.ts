// Where a panel that belongs to a control stands: below it if there is room, else above, and never outside the window.

export function place(panel: HTMLElement, anchor: HTMLElement, align: 'start' | 'end' = 'start'): void {
  const gap = 4
  const edge = 8
  const at = anchor.getBoundingClientRect()
  const size = panel.getBoundingClientRect()
  const below = at.bottom + gap
  const above = at.top - gap - size.height
  const top = below + size.height <= window.innerHeight - edge || above < edge ? below : above
  const left = align === 'end' ? at.right - size.width : at.left
  panel.style.setProperty('top', `${Math.max(edge, Math.min(top, window.innerHeight - edge - size.height))}px`)
  panel.style.setProperty('left', `${Math.max(edge, Math.min(left, window.innerWidth - edge - size.width))}px`)
}
