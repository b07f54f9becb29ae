// Pictures inside a report: whole files, single tiles of a film or a strip, and films as rows of frames.
import { type Picture, readPng, writePng } from '../image/png.ts'
import { tilesOf, strip } from '../image/tiles.ts'
import type { Store } from '../store/open.ts'
import { type Html, html } from './html.ts'

/** Frames of a film that a report shows: the first, the last, and others evenly between. */
const shownFrames = 8
/** A decoded picture takes three bytes a pixel; what comes from elsewhere may claim any size. */
const mostPixels = 4 << 20

/** A file as it is. Small pictures are shown at twice their size; a sheet as wide as the page, at its own. */
export function image(hash: string, alt: string, store: Store): Html {
  const found = store.artifacts.read(hash)
  if (!found) return html`<p>This picture is no longer in the library.</p>`
  const size = found.media === 'image/png' ? pngSize(found.bytes) : null
  if (!size) return html`<p>This picture cannot be read: it is not a PNG.</p>`
  return embedded(found.bytes, size, size[0] <= 400 ? 2 : 1, alt)
}

/** Square pictures side by side in one file; null where it is not there or cannot be read as such. */
export function tilesIn(hash: string, store: Store): Picture[] | null {
  const found = store.artifacts.read(hash)
  const size = found?.media === 'image/png' ? pngSize(found.bytes) : null
  if (!found || !size || size[0] * size[1] > mostPixels || size[1] === 0 || size[0] % size[1] !== 0) return null
  try {
    return tilesOf(readPng(found.bytes), size[1])
  } catch {
    return null
  }
}

/** One picture at `scale` times its size. */
export const picture = (one: Picture, scale: number, alt: string): Html => embedded(writePng(one), [one.width, one.height], scale, alt)

/** A film as frames side by side, with the steps after which they were kept. */
export function film(frames: readonly Picture[], steps: readonly number[], title: string): Html {
  const last = Math.min(frames.length, steps.length) - 1
  if (last < 1) return html``
  const shown = [
    ...new Set(
      Array.from({ length: Math.min(shownFrames, last + 1) }, (_, at) => Math.round((at * last) / (Math.min(shownFrames, last + 1) - 1))),
    ),
  ]
  const row = strip(shown.map((at) => frames[at]!))
  const at = shown.map((one) => (steps[one] ?? 0).toLocaleString('en-US')).join(', ')
  return html`<div class="film">${embedded(writePng(row), [row.width, row.height], 1, `${title} as it forms: steps ${at}`)}
    <figcaption>Steps ${at}</figcaption></div>`
}

function embedded(bytes: Uint8Array, [width, height]: readonly [number, number], scale: number, alt: string): Html {
  const base64 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64')
  return html`<img alt="${alt}" width="${width * scale}" height="${height * scale}" src="data:image/png;base64,${base64}">`
}

/** Width and height stand at bytes 16 to 23 of every PNG (ISO/IEC 15948, IHDR); null for what is none. */
function pngSize(bytes: Uint8Array): [number, number] | null {
  if (bytes.length < 24) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  return view.getUint32(0) === 0x8950_4e47 ? [view.getUint32(16), view.getUint32(20)] : null
}
