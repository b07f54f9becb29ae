// The error of each reconstruction on a sheet of pairs, measured from its pixels.

/**
 * Mean squared errors, of values from 0 to 1, of `count` pairs: row by row of `columns` originals with the row of their reconstructions
 * below.
 */
export async function pairErrors(src: string, size: number, columns: number, count: number, signal: AbortSignal): Promise<number[]> {
  const response = await fetch(src, { signal })
  if (!response.ok) throw new Error('The sheet of reconstructions is no longer in the library. The network itself is not affected.')
  const bitmap = await createImageBitmap(await response.blob(), { colorSpaceConversion: 'none' })
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('This browser gives the page no canvas to measure on.')
  context.drawImage(bitmap, 0, 0)
  bitmap.close()
  return Array.from({ length: count }, (_, at) => {
    const [left, top] = [(at % columns) * size, 2 * Math.floor(at / columns) * size]
    const original = context.getImageData(left, top, size, size).data
    const again = context.getImageData(left, top + size, size, size).data
    let sum = 0
    for (let byte = 0; byte < original.length; byte++) if (byte % 4 !== 3) sum += ((original[byte]! - again[byte]!) / 255) ** 2
    return sum / (size * size * 3)
  })
}
