// What the tiles of a layer show now, as one picture with names.
import { artifactUrl } from '../../../src-shared/run/result-pictures.ts'
import { fileName } from '../../../src-shared/text/file-name.ts'
import { rgbImage } from '../../components/pictures/rgb.ts'
import { drawRgb } from '../../dataset/draw.ts'
import { bitmapOf } from '../../results/bitmaps.ts'
import { toasts } from '../../state/toasts.svelte.ts'
import { saveSheet, type SheetPicture } from '../../visualization/contact-sheet.ts'
import { methodWords } from '../../visualization/methods.ts'
import type { LayerUnits } from './layer-units.svelte.ts'

/** Saves it; says so where that fails. */
export async function saveLayerSheet(units: LayerUnits): Promise<void> {
  const { subject, layer, method } = units
  const { dataset, width, height } = subject
  try {
    const pictures = await Promise.all(
      units.picked.map(async (unit): Promise<SheetPicture> => {
        const [made, best] = [units.madeOf(unit), method === 'examples' ? units.entryOf(unit)?.top[0] : undefined]
        const about = { name: units.nameOf(unit), value: units.under(unit) }
        if (best && dataset) return { ...about, tile: 0, picture: rgbImage(drawRgb(dataset, best.index), width, height) }
        return made
          ? { ...about, tile: made.picture.index, picture: await bitmapOf(artifactUrl(made.picture.hash)) }
          : { ...about, tile: 0, picture: null }
      }),
    )
    const { label } = methodWords[method]
    await saveSheet(
      `${fileName(`${layer.name} ${label}`)}.png`,
      `${layer.name}, ${label.toLowerCase()}`,
      pictures,
      subject,
      width > 96 ? 1 : 2,
    )
  } catch (error) {
    toasts.fail(error)
  }
}
