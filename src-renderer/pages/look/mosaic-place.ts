// Where the tiles of a mosaic lie: in reading order, in as few columns as keep every column at most `high`. All lengths are CSS pixels.

/** Between two tiles. */
export const mosaicGap = 2

export interface Mosaic {
  /** How many tiles there are. */ tiles: number
  high: number /** The side of one. */
  side: number
}
export const mosaicColumns = ({ tiles, high }: Pick<Mosaic, 'tiles' | 'high'>): number => Math.max(1, Math.ceil(tiles / high))

/**
 * The tile that holds a place, counted from 0, the place being measured from the top left corner of the first; null beside the tiles and
 * beyond the last.
 */
export function tileUnder(x: number, y: number, mosaic: Mosaic): number | null {
  const columns = mosaicColumns(mosaic)
  const pitch = mosaic.side + mosaicGap
  const column = Math.floor(x / pitch)
  const tile = Math.floor(y / pitch) * columns + column
  return x < 0 || y < 0 || column >= columns || tile >= mosaic.tiles ? null : tile
}

/** The top left corner of a tile, from that of the first. */
export function cornerOf(tile: number, mosaic: Mosaic): { x: number; y: number } {
  const columns = mosaicColumns(mosaic)
  const pitch = mosaic.side + mosaicGap
  return { x: (tile % columns) * pitch, y: Math.floor(tile / columns) * pitch }
}

/** Where an arrow key leads from a tile, or from none; null for another key and where the mosaic ends. */
export function tileBeside(from: number | null, key: string, mosaic: Mosaic): number | null {
  const columns = mosaicColumns(mosaic)
  const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[key]
  if (by === undefined) return null
  if (from === null) return 0
  const to = from + by
  const sameRow = Math.floor(to / columns) === Math.floor(from / columns)
  return to < 0 || to >= mosaic.tiles || (Math.abs(by) === 1 && columns > 1 && !sameRow) ? null : to
}
