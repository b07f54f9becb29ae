// Picture files as squares of one size, by libvips (sharp), in threads of its own.
import type { Sharp, SharpOptions } from 'sharp'
import { internal } from '../../../src-shared/rpc/fault.ts'
import type { Framing } from '../../../src-shared/domains/pictures/settings.ts'

/** A file that is no picture that can be read; `message` says why in a few words. */
export class PictureError extends Error {}

/** Bytes of one file. */
export const fileLimit = 64 * 2 ** 20
/** Pixels that one file may unpack to: 134 megapixels, above what cameras make. */
const pixelLimit = 2 ** 27
/** Seconds for one picture. */
const patience = 60
/** Whoever reads files of strangers reads few formats: loaders of documents, drawings and raw data stay closed. */
const open = ['Png', 'Jpeg', 'Webp', 'Nsgif'].map((format) => `VipsForeignLoad${format}Buffer`)
const formats = ['png', 'jpeg', 'webp', 'gif']

type Maker = (input: Uint8Array, options?: SharpOptions) => Sharp
let loading: Promise<Maker> | null = null

/** Loaded when it is first needed: starting the lab must not wait for it, nor fail with it. */
function library(): Promise<Maker> {
  loading ??= import('sharp').then(
    ({ default: sharp }) => {
      sharp.cache(false)
      sharp.block({ operation: ['VipsForeignLoad'] })
      sharp.unblock({ operation: ['VipsForeignLoadRaw', ...open] })
      return sharp
    },
    (error: unknown) => {
      loading = null
      throw internal(`What reads pictures could not be started (${(error as Error).message.split('\n')[0]}). Nothing was imported.`)
    },
  )
  return loading
}

/**
 * The picture of a PNG, JPEG, WebP or GIF file (its first frame) as size x size x 3 bytes, sRGB: turned upright as its EXIF record says,
 * what is transparent laid on the background, 16 bits brought down to 8. Throws a PictureError for what cannot be read.
 */
export async function decodePicture(file: Uint8Array, { size, fit, background }: Framing): Promise<Uint8Array> {
  if (file.length === 0) throw new PictureError('it is empty')
  if (file.length > fileLimit) throw new PictureError(`it is larger than ${fileLimit / 2 ** 20} MiB`)
  const sharp = await library()
  try {
    const picture = sharp(file, { limitInputPixels: pixelLimit, failOn: 'error' })
    const { format } = await picture.metadata()
    if (!formats.includes(format ?? '')) throw new PictureError('it is not a PNG, JPEG, WebP or GIF')
    const { data, info } = await picture
      .timeout({ seconds: patience })
      .autoOrient()
      .flatten({ background })
      .resize({ width: size, height: size, fit: fit === 'crop' ? 'cover' : 'contain', position: 'centre', background })
      .toColourspace('srgb')
      .removeAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
    if (info.channels === 3) return data
    const rgb = new Uint8Array(size * size * 3)
    for (let at = 0; at < rgb.length; at++) rgb[at] = data[Math.floor(at / 3) * info.channels]!
    return rgb
  } catch (error) {
    if (error instanceof PictureError) throw error
    throw new PictureError(reason((error as Error).message))
  }
}

/** What libvips says, in words. */
function reason(message: string): string {
  if (/pixel limit/i.test(message)) return `it has more than ${Math.floor(pixelLimit / 1e6)} million pixels`
  if (/timeout/i.test(message)) return `it took longer than ${patience} s to read`
  if (/unsupported image format|VipsForeignLoad/i.test(message)) return 'it is not a PNG, JPEG, WebP or GIF'
  return 'it is damaged or cut short'
}

/** A sheet of RGB pixels as a PNG file; the same pixels give the same bytes. */
export async function encodeSheet(rgb: Uint8Array, width: number, height: number): Promise<Uint8Array> {
  const sharp = await library()
  return sharp(rgb, { raw: { width, height, channels: 3 }, limitInputPixels: pixelLimit })
    .png({ compressionLevel: 6, adaptiveFiltering: true })
    .toBuffer()
}
