// Picture files as bitmaps, to draw tiles of them: fetched once, the least used let go.
const cache = new Map<string, Promise<ImageBitmap>>()
const limit = 240

/** The decoded picture at a URL. Throws in words when it is not there. */
export function bitmapOf(source: string): Promise<ImageBitmap> {
  const known = cache.get(source)
  if (known) {
    cache.delete(source)
    cache.set(source, known)
    return known
  }
  const made = load(source)
  cache.set(source, made)
  made.catch(() => cache.delete(source))
  if (cache.size > limit) {
    // Not closed: who shows it may draw from it again. It goes with the last of them.
    cache.delete(cache.keys().next().value!)
  }
  return made
}
async function load(source: string): Promise<ImageBitmap> {
  const response = await fetch(source)
  if (!response.ok) throw new Error('This picture is no longer in the library.')
  return createImageBitmap(await response.blob())
}

/** RGBA bytes of one tile of a picture whose tiles are side by side. */
export async function tilePixels(source: string, tiles: number, tile: number): Promise<ImageData> {
  const bitmap = await bitmapOf(source)
  const width = Math.round(bitmap.width / tiles)
  const canvas = new OffscreenCanvas(width, bitmap.height)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('This window cannot draw pictures.')
  context.drawImage(bitmap, -tile * width, 0)
  return context.getImageData(0, 0, width, bitmap.height)
}
