// Files and words about a unit to take along: pictures at whole-number sizes, and where they come from.
import { decode, encode } from 'fast-png'
import { date } from '../text/format.ts'
import { download } from '../components/clipboard.ts'

export const exportScales = [1, 4, 8, 16] as const

/** Each pixel as scale x scale pixels. */
export function enlarge(rgb: Uint8Array, size: number, scale: number): Uint8Array {
  const side = size * scale
  const out = new Uint8Array(side * side * 3)
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const from = (Math.floor(row / scale) * size + Math.floor(column / scale)) * 3
      const to = (row * side + column) * 3
      for (let channel = 0; channel < 3; channel++) out[to + channel] = rgb[from + channel]!
    }
  }
  return out
}

/** RGB bytes of one tile of a PNG of square tiles side by side. */
export async function tileOf(hash: string, size: number, index: number): Promise<Uint8Array> {
  const answer = await fetch(`artifact/${hash}`)
  if (!answer.ok) throw new Error('The picture could not be read from the library, so no file was written. Nothing was changed.')
  const { width, channels, data } = decode(new Uint8Array(await answer.arrayBuffer()))
  const out = new Uint8Array(size * size * 3)
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      for (let channel = 0; channel < 3; channel++)
        out[(row * size + column) * 3 + channel] = data[(row * width + index * size + column) * channels + channel]!
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
export function savePng(name: string, rgb: Uint8Array, size: number, scale: number, about: Record<string, string>): void {
  const side = size * scale
  const bytes = encode({
    width: side,
    height: side,
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
