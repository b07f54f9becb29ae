// The pixels of a page, and those that are expected there.
import { decode } from 'fast-png'
import type { Locator, Page } from 'playwright/test'
import { drawDatasetPicture } from '../../src-shared/domains/shapes/dataset.ts'
import type { DatasetSettings } from '../../src-shared/recipe/recipe.ts'

export const drawn = (settings: DatasetSettings, index: number): number[] => {
  const rgba = new Uint8ClampedArray(settings.size ** 2 * 4)
  drawDatasetPicture(settings, index, rgba, 0, 4)
  return [...rgba]
}
/** RGBA bytes of a square of a canvas, read as the PNG it makes. */
export async function pixels(page: Page, selector: string, left = 0, top = 0, size = 48): Promise<number[]> {
  const url = await page
    .locator(selector)
    .first()
    .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL('image/png'))
  const { width, channels, data } = decode(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'))
  const out: number[] = []
  for (let row = top; row < top + size; row++)
    for (let column = left; column < left + size; column++) {
      const from = (row * width + column) * channels
      out.push(data[from]!, data[from + 1]!, data[from + 2]!, channels === 4 ? data[from + 3]! : 255)
    }
  return out
}
/** RGBA bytes of one of the pictures that stand side by side in the file of an `img`. */
export async function tileOfFile(page: Page, img: Locator, tile: number, size = 48): Promise<number[]> {
  const address = await img.evaluate((one) => (one as HTMLImageElement).currentSrc)
  const { width, channels, data } = decode(await (await page.request.get(address)).body())
  const at = (row: number, column: number): number => (row * width + tile * size + column) * channels
  return Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_, column) => [...data.slice(at(row, column), at(row, column) + 3), 255]),
  ).flat(2)
}
