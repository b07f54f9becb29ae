// Picture files as pixels: every format against what another library (Pillow, see test/fixtures/pictures/make.py) reads in it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { decodePicture, encodeSheet, fileLimit, PictureError } from '../../src-main/exchange/pictures/decode.ts'
import { readPng, writePng } from '../../src-main/image/png.ts'
import { type Framing, framing } from '../../src-shared/domains/pictures/settings.ts'
import { root } from '../fixtures/source.ts'

const folder = join(root, 'test/fixtures/pictures')
const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Record<string, string>
const asMade: Framing = framing.parse({ size: 16, background: '#204060' })
const file = (name: string): Buffer => readFileSync(join(folder, name))
const whyNot = async (bytes: Uint8Array): Promise<string> => {
  const found = await decodePicture(bytes, asMade).catch((error: unknown) => error)
  expect(found).toBeInstanceOf(PictureError)
  return (found as PictureError).message
}
const farthest = (a: Uint8Array, b: Uint8Array): number => a.reduce((most, value, at) => Math.max(most, Math.abs(value - b[at]!)), 0)

/** How far two decoders may be apart: of JPEG, whose colours each turns into RGB with a rounding of its own; of blending, by rounding. */
const apart = (name: string): number => (name.endsWith('.jpg') ? 3 : name.startsWith('alpha') ? 1 : 0)

test.each(Object.keys(expected))('%s has the pixels that another decoder reads in it', async (name) => {
  const pixels = await decodePicture(file(name), asMade)
  const theirs = Buffer.from(expected[name]!, 'base64')
  expect(theirs.length).toBe(16 * 16 * 3)
  expect(pixels.length).toBe(theirs.length)
  expect(farthest(pixels, theirs)).toBeLessThanOrEqual(apart(name))
})

test('the eight orientations of a photograph are one picture', async () => {
  const [first, ...others] = await Promise.all(
    Array.from({ length: 8 }, (_, at) => decodePicture(file(`orientation-${at + 1}.jpg`), { ...asMade, size: 16 })),
  )
  // Pillow turned them by its own hand: here only that turning is done at all, since the file's pixels are the same in all eight.
  expect(others.every((one) => farthest(one, first!) > 50)).toBe(true)
})

/** A picture of two halves: red left, blue right. */
const halves = (width: number, height: number): Uint8Array => {
  const rgb = new Uint8Array(width * height * 3)
  for (let at = 0; at < width * height; at++) rgb[3 * at + (at % width < width / 2 ? 0 : 2)] = 255
  return writePng({ width, height, rgb })
}
const pixel = (rgb: Uint8Array, size: number, x: number, y: number): number[] => [
  ...rgb.subarray(3 * (y * size + x), 3 * (y * size + x) + 3),
]

test('a wide picture loses its sides by cropping, and gets bars above and below by letterboxing', async () => {
  const wide = halves(64, 16)
  const cropped = await decodePicture(wide, { size: 32, fit: 'crop', background: '#00ff00' })
  expect([pixel(cropped, 32, 0, 0), pixel(cropped, 32, 31, 31)]).toEqual([
    [255, 0, 0],
    [0, 0, 255],
  ])
  const boxed = await decodePicture(wide, { size: 32, fit: 'letterbox', background: '#00ff00' })
  expect([pixel(boxed, 32, 0, 0), pixel(boxed, 32, 16, 31)]).toEqual([
    [0, 255, 0],
    [0, 255, 0],
  ])
  expect([pixel(boxed, 32, 2, 16), pixel(boxed, 32, 29, 16)]).toEqual([
    [255, 0, 0],
    [0, 0, 255],
  ])
})

test('what is damaged, cut short, empty, too large or no picture is refused in words', async () => {
  for (const name of ['rgb16.png', 'photo.jpg', 'alpha.webp', 'two-frames.gif'])
    expect(await whyNot(file(name).subarray(0, file(name).length / 2))).toBe('it is damaged or cut short')
  expect(await whyNot(new Uint8Array())).toBe('it is empty')
  expect(await whyNot(Buffer.from('a text'))).toBe('it is not a PNG, JPEG, WebP or GIF')
  expect(await whyNot(new Uint8Array(fileLimit + 1))).toMatch(/^it is larger than 64 MiB$/)
  // A drawing may ask for other files and never end; it is not opened, whatever it is called.
  const drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
  expect(await whyNot(Buffer.from(drawing))).toBe('it is not a PNG, JPEG, WebP or GIF')
})

test('a small file that claims to be a huge picture is refused before it is unpacked', async () => {
  const bomb = Buffer.from(file('rgb.png'))
  bomb.writeUInt32BE(60_000, 16)
  bomb.writeUInt32BE(60_000, 20)
  const { crc32 } = await import('node:zlib')
  bomb.writeUInt32BE(crc32(bomb.subarray(12, 29)), 29)
  const before = process.memoryUsage().rss
  expect(await whyNot(bomb)).toBe('it has more than 134 million pixels')
  expect(process.memoryUsage().rss - before).toBeLessThan(500e6)
})

test('a sheet is the pixels that went into it, and the same sheet the same bytes', async () => {
  const rgb = Uint8Array.from({ length: 32 * 16 * 3 }, (_, at) => (at * 37) % 256)
  const [one, again] = [await encodeSheet(rgb, 32, 16), await encodeSheet(rgb, 32, 16)]
  expect(Buffer.compare(one, again)).toBe(0)
  expect(Buffer.compare(readPng(one).rgb, rgb)).toBe(0)
})
