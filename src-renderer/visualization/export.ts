// Files and words about a unit to take along: pictures at whole-number sizes, and where they come from.
import { decode, encode } from 'fast-png'
import { date } from '../text/format.ts'
import { download } from '../components/clipboard.ts'
import type { PictureSize } from './subject.ts'

const exportScales = [1, 2, 4, 8, 16]
/** Pixels of a side that a file has at most. */
const largestFile = 2048
/** How many times as large a picture can be saved: small ones up to 16 times, large ones as they are. */
export const exportScalesFor = ({ width, height }: PictureSize): number[] =>
  exportScales.filter((one) => one === 1 || ((one !== 2 || Math.max(width, height) > 96) && one * Math.max(width, height) <= largestFile))

/** Each pixel as scale x scale pixels. */
export function enlarge(rgb: Uint8Array, { width, height }: PictureSize, scale: number): Uint8Array {
  const [wide, high] = [width * scale, height * scale]
  const out = new Uint8Array(wide * high * 3)
  for (let row = 0; row < high; row++) {
    for (let column = 0; column < wide; column++) {
      const from = (Math.floor(row / scale) * width + Math.floor(column / scale)) * 3
      const to = (row * wide + column) * 3
      for (let channel = 0; channel < 3; channel++) out[to + channel] = rgb[from + channel]!
    }
  }
  return out
}

/** RGB bytes of one tile of a PNG of tiles of this size side by side, grey or in colour. */
export async function tileOf(hash: string, size: PictureSize, index: number): Promise<Uint8Array> {
  const answer = await fetch(`artifact/${hash}`)
  if (!answer.ok) throw new Error('The picture could not be read from the library, so no file was written. Nothing was changed.')
  const { width, channels, data } = decode(new Uint8Array(await answer.arrayBuffer()))
  const out = new Uint8Array(size.width * size.height * 3)
  for (let row = 0; row < size.height; row++) {
    for (let column = 0; column < size.width; column++) {
      for (let channel = 0; channel < 3; channel++)
        out[(row * size.width + column) * 3 + channel] =
          data[(row * width + index * size.width + column) * channels + (channels < 3 ? 0 : channel)]!
    }
  }
  return out
}

/** The text fields of a PNG hold Latin-1 only: typographic signs become their plain ones, anything else a question mark. */
export function latin1(text: string): string {
  return text
    .replaceAll(/[“”]/g, '"')
    .replaceAll(/[‘’]/g, "'")
    .replaceAll('−', '-')
    .replaceAll('…', '...')
    .replaceAll(/[^\x20-\x7e\xa0-\xff]/g, '?')
}

/** Offers the picture as a PNG with words on where it comes from inside; never smoothed. */
export function savePng(name: string, rgb: Uint8Array, size: PictureSize, scale: number, about: Record<string, string>): void {
  const bytes = encode({
    width: size.width * scale,
    height: size.height * scale,
    channels: 3,
    depth: 8,
    data: enlarge(rgb, size, scale),
    text: Object.fromEntries(Object.entries(about).map(([key, value]) => [key, latin1(value)])),
  })
  download(`${name}-${scale}x.png`, new Uint8Array(bytes), 'image/png')
}

/** One sentence that lets someone else find and make the same picture. */
export function citation(of: {
  title: string
  method: string
  model: { name: string; hash: string }
  /** `value`: what its score is called. */
  made: { words: string; seed: number; value: string; score: string; run: string } | null
  version: string
  now: number
}): string {
  const how = of.made
    ? ` ${of.method}: ${of.made.words} Seed ${of.made.seed}, ${of.made.value} ${of.made.score}, run ${of.made.run}.`
    : ` ${of.method}.`
  return `${of.title} of “${of.model.name}” (model ${of.model.hash.slice(0, 16)}).${how} Phosphene ${of.version}, ${date(of.now)}.`
}
