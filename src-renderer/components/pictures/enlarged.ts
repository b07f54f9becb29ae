// Pictures of a page, found where they stand, to be shown large. Each component that draws one marks its outermost element with
// `data-enlargeable`, so that every picture of every page can be enlarged, whatever it shows.

/** Finds the marked elements. */
export const pictureMark = '[data-enlargeable]'

/** What a press on a picture does already, if it lies in one of these: then it is enlarged by its key. */
const answers = 'a, button, label, summary, input, [role=application], [role=gridcell]'

/** A picture in its own pixels: a part of what a canvas or an image file holds. */
export interface PicturePixels {
  source: HTMLCanvasElement | HTMLImageElement
  x: number
  y: number
  width: number
  height: number
}

/** All pictures that are laid out below an element, in the order of the page. */
export const picturesBelow = (root: ParentNode): HTMLElement[] =>
  [...root.querySelectorAll<HTMLElement>(pictureMark)].filter((one) => one.getClientRects().length > 0)

/** The picture that an event means, unless something around it has a use for the press. */
export function pressedPicture(target: EventTarget | null): HTMLElement | null {
  const picture = target instanceof Element ? target.closest<HTMLElement>(`main ${pictureMark}`) : null
  return picture === null || picture.closest(answers) ? null : picture
}

/** The picture in hand: in what has the focus by keyboard, else under the pointer, else the first in sight; null where there is none. */
export function pictureInHand(root: ParentNode): HTMLElement | null {
  const focused = root.querySelector(':focus-visible')
  const held = focused?.querySelector<HTMLElement>(pictureMark) ?? root.querySelector<HTMLElement>(`${pictureMark}:hover`)
  if (held) return held
  return (
    picturesBelow(root).find((one) => {
      const { top, bottom } = one.getBoundingClientRect()
      return bottom > 0 && top < innerHeight
    }) ?? null
  )
}

/** What a picture is of, in the words it has on the page. */
export function pictureWords(picture: HTMLElement): string {
  const own = picture.getAttribute('aria-label') ?? picture.querySelector('img')?.alt ?? (picture as Partial<HTMLImageElement>).alt
  if (own) return own
  const around = picture.closest('a, button, [role=gridcell], figure, li')
  return (around?.getAttribute('aria-label') ?? around?.textContent ?? '').replaceAll(/\s+/g, ' ').trim()
}

/** The pixels of a picture, when they have come; of a tile of a sheet, those of the tile. Rejects where its file cannot be read. */
export async function picturePixels(picture: HTMLElement): Promise<PicturePixels> {
  const source = picture.matches('canvas, img') ? picture : picture.querySelector('canvas, img')
  if (source instanceof HTMLCanvasElement) return { source, x: 0, y: 0, width: source.width, height: source.height }
  if (!(source instanceof HTMLImageElement)) throw new Error('This picture is not there any more.')
  source.loading = 'eager'
  await source.decode()
  const whole = { source, x: 0, y: 0, width: source.naturalWidth, height: source.naturalHeight }
  if (source === picture) return whole
  const [tile, sheet] = [picture.getBoundingClientRect(), source.getBoundingClientRect()]
  const per = source.naturalWidth / sheet.width
  const pixels = (length: number): number => Math.round(length * per)
  return {
    source,
    x: pixels(tile.left + picture.clientLeft - sheet.left),
    y: pixels(tile.top + picture.clientTop - sheet.top),
    width: pixels(picture.clientWidth),
    height: pixels(picture.clientHeight),
  }
}
