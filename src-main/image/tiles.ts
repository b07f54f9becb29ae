// Square pictures side by side in one, and out of it again.
import type { Picture } from './png.ts'

/** Square tiles of a strip or grid, row by row. */
export function tilesOf(sheet: Picture, size: number): Picture[] {
  const columns = Math.floor(sheet.width / size)
  return Array.from({ length: columns * Math.floor(sheet.height / size) }, (_, tile) => {
    const [left, top] = [(tile % columns) * size, Math.floor(tile / columns) * size]
    const rgb = new Uint8Array(size * size * 3)
    for (let y = 0; y < size; y++)
      rgb.set(sheet.rgb.subarray(3 * ((top + y) * sheet.width + left), 3 * ((top + y) * sheet.width + left + size)), 3 * y * size)
    return { width: size, height: size, rgb }
  })
}

/** Pictures of one size side by side. */
export function strip(pictures: Picture[]): Picture {
  const size = pictures[0]!.height
  const width = size * pictures.length
  const rgb = new Uint8Array(width * size * 3)
  pictures.forEach((one, at) => {
    for (let y = 0; y < size; y++) rgb.set(one.rgb.subarray(3 * y * size, 3 * (y + 1) * size), 3 * (y * width + at * size))
  })
  return { width, height: size, rgb }
}

/** Copies tile `tile` of a sheet, counted row by row, into `out` from `offset` on. Throws a RangeError when the sheet does not have it. */
export function copyTile(sheet: Picture, size: number, tile: number, out: Uint8Array, offset: number): void {
  const columns = Math.floor(sheet.width / size)
  const [left, top] = [(tile % columns) * size, Math.floor(tile / columns) * size]
  if (top + size > sheet.height) throw new RangeError(`This sheet of ${sheet.width} x ${sheet.height} pixels has no picture ${tile}.`)
  for (let y = 0; y < size; y++) {
    const from = 3 * ((top + y) * sheet.width + left)
    out.set(sheet.rgb.subarray(from, from + 3 * size), offset + 3 * y * size)
  }
}
