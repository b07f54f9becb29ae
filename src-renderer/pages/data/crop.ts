// A square of a picture, made as small as the classifier's pictures.
import { type Ground, groundFor, grounds, isTransparent, onBlack } from './ground.ts'

export interface Crop {
  /** Side of the square in pixels of the picture; more than the picture has leaves black at its sides. */
  side: number
  /** Its left and top. */
  x: number
  y: number
}

/** The square that `zoom` (1: the shorter side fills it) and the place of its centre, 0 to 1 each way, cut out of a picture. */
export function cropOf(width: number, height: number, zoom: number, across: number, down: number): Crop {
  const side = Math.min(width, height) / zoom
  const start = (whole: number, share: number): number => (side >= whole ? (whole - side) / 2 : (whole - side) * share)
  return { side, x: start(width, across), y: start(height, down) }
}
/** The zoom at which the whole picture is in the square. */
export const wholeZoom = (width: number, height: number): number => Math.min(width, height) / Math.max(width, height)

/**
 * Paints the square at size x size. What shines through the picture is laid on `ground`, null leaves it transparent; beside the picture
 * nothing is painted.
 */
export function paintCrop(
  context: CanvasRenderingContext2D,
  picture: ImageBitmap,
  { side, x, y }: Crop,
  size: number,
  ground: Ground | null,
): void {
  context.clearRect(0, 0, size, size)
  context.imageSmoothingEnabled = true
  context.imageSmoothingQuality = 'high'
  const unit = size / side
  const box = [-x * unit, -y * unit, picture.width * unit, picture.height * unit] as const
  if (ground !== null) {
    const grey = grounds[ground]
    context.fillStyle = `rgb(${grey} ${grey} ${grey})`
    context.fillRect(...box)
  }
  context.drawImage(picture, ...box)
}

/** RGBA bytes of the crop at size x size. */
function pixelsOf(picture: ImageBitmap, crop: Crop, size: number, ground: Ground | null): Uint8ClampedArray {
  const canvas = document.createElement('canvas')
  canvas.width = size
  canvas.height = size
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) return new Uint8ClampedArray(size * size * 4)
  paintCrop(context, picture, crop, size, ground)
  return context.getImageData(0, 0, size, size).data
}

/** RGB bytes of the crop at size x size, black beside the picture. */
export function rgbOf(picture: ImageBitmap, crop: Crop, size: number, ground: Ground, invert: boolean): Uint8Array {
  return onBlack(pixelsOf(picture, crop, size, ground), invert)
}

/**
 * The ground that shows a picture, looked at as a whole at 64 pixels a side, if it needs one; null for a picture through which nothing
 * shines.
 */
export function groundOf(picture: ImageBitmap): Ground | null {
  const pixels = pixelsOf(picture, { side: Math.max(picture.width, picture.height), x: 0, y: 0 }, 64, null)
  const inside = pixels.filter((_, at) => {
    const place = at >> 2
    const scale = 64 / Math.max(picture.width, picture.height)
    return (place & 63) + 1 <= picture.width * scale && (place >> 6) + 1 <= picture.height * scale
  })
  return isTransparent(inside) ? groundFor(inside) : null
}
