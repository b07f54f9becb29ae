// A square of a picture, made as small as the classifier's pictures.

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

/** Paints the square at size x size on black. `invert` turns the picture's colours over, not the black beside it: the dataset is bright on black. */
export function paintCrop(context: CanvasRenderingContext2D, picture: ImageBitmap, { side, x, y }: Crop, size: number, invert = false): void {
  context.fillStyle = '#000'
  context.fillRect(0, 0, size, size)
  context.imageSmoothingEnabled = true
  context.imageSmoothingQuality = 'high'
  const unit = size / side
  const box = [-x * unit, -y * unit, picture.width * unit, picture.height * unit] as const
  context.drawImage(picture, ...box)
  if (!invert) return
  context.globalCompositeOperation = 'difference'
  context.fillStyle = '#fff'
  context.fillRect(...box)
  context.globalCompositeOperation = 'source-over'
}

/** RGB bytes of the crop at size x size. */
export function rgbOf(picture: ImageBitmap, crop: Crop, size: number, invert: boolean): Uint8Array {
  const canvas = document.createElement('canvas')
  canvas.width = size
  canvas.height = size
  const context = canvas.getContext('2d', { willReadFrequently: true })
  const rgb = new Uint8Array(size * size * 3)
  if (!context) return rgb
  paintCrop(context, picture, crop, size, invert)
  const { data } = context.getImageData(0, 0, size, size)
  for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
    for (let channel = 0; channel < 3; channel++) rgb[to + channel] = data[from + channel]!
  }
  return rgb
}
