// A picture in a recipe that asks about one picture: drawn again from its dataset, or its own pixels.
import { z } from 'zod'
import { datasetSettings } from '../domains/shapes/settings.ts'

/** Bytes of a picture that a recipe can hold: one of 512 x 512 pixels in colour. */
const mostBytes = 512 * 512 * 3

export const askedPicture = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('drawn'), dataset: datasetSettings, index: z.int().min(0) }),
  /** As the network takes it: height x width x channels bytes, row by row, in base64. */
  z.strictObject({ kind: z.literal('pixels'), bytes: z.base64().max(Math.ceil(mostBytes / 3) * 4) }),
])
export type AskedPicture = z.output<typeof askedPicture>

/** Such as "picture 12". */
export const askedPictureWords = (picture: AskedPicture): string =>
  picture.kind === 'drawn' ? `picture ${picture.index.toLocaleString('en-US')}` : 'own picture'

/** Bytes of a picture as a recipe holds them. */
export function pixelsOf(bytes: Uint8Array): AskedPicture {
  let text = ''
  for (const one of bytes) text += String.fromCharCode(one)
  return { kind: 'pixels', bytes: btoa(text) }
}
/** The other way. */
export function bytesIn({ bytes }: Extract<AskedPicture, { kind: 'pixels' }>): Uint8Array {
  return Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0))
}
