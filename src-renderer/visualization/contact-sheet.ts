// Pictures of units on one PNG, each above its name, to print or to show.
import { download } from '../components/clipboard.ts'
import type { PictureSize } from './subject.ts'

/** A picture on the sheet; null where there is none yet. */
export interface SheetPicture {
  picture: ImageBitmap | ImageData | null /** Where its tile lies in the file. */
  tile: number
  /** Its own size, where it is not that of the others. */
  size?: PictureSize
  name: string
  value: string
}

const [gap, words, head] = [12, 34, 44]

export interface SheetLayout {
  columns: number
  width: number
  height: number /** Left and top of each tile. */
  tiles: { x: number; y: number }[]
}
/** Tiles row by row, nearly as wide as high, with room for two lines of words under each; at most 12 beside each other. */
export function sheetLayout(count: number, side: PictureSize): SheetLayout {
  const columns = Math.max(1, Math.min(12, count, Math.ceil(Math.sqrt(1.5 * count))))
  const [across, down] = [side.width + gap, side.height + words + gap]
  return {
    columns,
    width: Math.max(columns * across + gap, 4 * side.width),
    height: head + Math.ceil(count / columns) * down + gap,
    tiles: Array.from({ length: count }, (_, at) => ({ x: gap + (at % columns) * across, y: head + Math.floor(at / columns) * down })),
  }
}

/** Offers the sheet as a file. Pictures are drawn `scale` times as large, never smoothed. */
export async function saveSheet(
  file: string,
  title: string,
  pictures: readonly SheetPicture[],
  size: PictureSize,
  scale: number,
): Promise<void> {
  const side = { width: size.width * scale, height: size.height * scale }
  const { width, height, tiles } = sheetLayout(pictures.length, side)
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d')
  if (!context) throw new Error('This window cannot draw pictures, so no file was written. Nothing was changed.')
  context.fillStyle = '#ffffff'
  context.fillRect(0, 0, width, height)
  context.imageSmoothingEnabled = false
  context.fillStyle = '#1a1c20'
  context.font = '600 16px "Inter Variable", sans-serif'
  context.fillText(title, gap, 28, width - 2 * gap)
  for (const [at, { picture, tile, size: own = size, name, value }] of pictures.entries()) {
    const { x, y } = tiles[at]!
    if (picture === null) {
      context.strokeStyle = '#a2a7b2'
      context.strokeRect(x + 0.5, y + 0.5, side.width - 1, side.height - 1)
    } else {
      const source = picture instanceof ImageData ? await createImageBitmap(picture) : picture
      context.drawImage(source, tile * own.width, 0, own.width, own.height, x, y, side.width, side.height)
    }
    context.fillStyle = '#1a1c20'
    context.font = '12px "Inter Variable", sans-serif'
    context.fillText(name, x, y + side.height + 14, side.width)
    context.fillStyle = '#5a5f69'
    context.fillText(picture === null ? 'no picture yet' : value, x, y + side.height + 28, side.width)
  }
  download(file, await canvas.convertToBlob({ type: 'image/png' }))
}
