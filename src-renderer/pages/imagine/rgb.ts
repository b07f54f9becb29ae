// RGB bytes of small pictures, on their way to a canvas.

/** Draws a picture of size x size pixels on a canvas of that size. */
export function paintRgb(canvas: HTMLCanvasElement | OffscreenCanvas, rgb: Uint8Array, size: number, offset = 0): void {
  const context = canvas.getContext('2d') as CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D | null
  if (!context || rgb.length < offset + size * size * 3) return
  const image = context.createImageData(size, size)
  const { data } = image
  for (let from = offset, to = 0; to < data.length; from += 3, to += 4) {
    data[to] = rgb[from]!
    data[to + 1] = rgb[from + 1]!
    data[to + 2] = rgb[from + 2]!
    data[to + 3] = 255
  }
  context.putImageData(image, 0, 0)
}
