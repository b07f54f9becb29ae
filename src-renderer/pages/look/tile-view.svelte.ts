// How the units of a layer are shown, as it was last chosen in this window.

/** Screen pixels a pixel of a tile: 0 fits them to the window's width; "list" has no tiles. */
export type TileView = 0 | 1 | 2 | 3 | 4 | 'list'
export const tileView: { chosen: TileView } = $state({ chosen: 0 })
export const tileViews: readonly { value: TileView; label: string }[] = [
  { value: 0, label: 'fit' },
  { value: 1, label: '1×' },
  { value: 2, label: '2×' },
  { value: 3, label: '3×' },
  { value: 4, label: '4×' },
  { value: 'list', label: 'as a list' },
]
