// Pictures of someone's own as a network takes them: the middle of each, at the network's size, as bytes.

/**
 * The largest middle part of the shape width x height, scaled to it; red, green and blue, or the mean of them for one channel. Throws an
 * Error, in words, for a file that is no picture.
 */
export async function pictureBytes(source: ImageBitmapSource, width: number, height: number, channels: number): Promise<Uint8Array> {
  const bitmap = await createImageBitmap(source).catch(() => {
    throw new Error('This file could not be read as a picture. PNG, JPEG, WebP and GIF are.')
  })
  const scale = Math.min(bitmap.width / width, bitmap.height / height)
  const [wide, high] = [width * scale, height * scale]
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('This window cannot draw pictures.')
  context.imageSmoothingQuality = 'high'
  context.fillStyle = '#ffffff'
  context.fillRect(0, 0, width, height)
  context.drawImage(bitmap, (bitmap.width - wide) / 2, (bitmap.height - high) / 2, wide, high, 0, 0, width, height)
  bitmap.close()
  return fromRgba(context.getImageData(0, 0, width, height).data, channels)
}

/** Bytes of a picture without its alpha. */
export function fromRgba(rgba: Uint8ClampedArray, channels: number): Uint8Array {
  const out = new Uint8Array((rgba.length / 4) * channels)
  for (let pixel = 0; pixel < rgba.length / 4; pixel++) {
    const [red, green, blue] = [rgba[4 * pixel]!, rgba[4 * pixel + 1]!, rgba[4 * pixel + 2]!]
    if (channels === 1) out[pixel] = Math.round((red + green + blue) / 3)
    else out.set([red, green, blue], 3 * pixel)
  }
  return out
}
