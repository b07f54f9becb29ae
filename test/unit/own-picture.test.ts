// A picture from outside: what it is laid on, and what Invert makes of it.
import { expect, test } from 'vitest'
import { type Ground, groundFor, grounds, invertLightness, isTransparent, onBlack } from '../../src-renderer/pages/data/ground.ts'

type Colour = [number, number, number]
const picture = (...pixels: [...Colour, number][]): Uint8ClampedArray => Uint8ClampedArray.from(pixels.flat())
const inverted = (colour: Colour): number[] => {
  const rgb = Uint8Array.from(colour)
  invertLightness(rgb, 0)
  return [...rgb]
}
/** Hue in degrees, saturation and lightness, by the textbook. */
function hsl([red, green, blue]: number[]): { hue: number; saturation: number; lightness: number } {
  const [r, g, b] = [red! / 255, green! / 255, blue! / 255]
  const [most, least] = [Math.max(r, g, b), Math.min(r, g, b)]
  const chroma = most - least
  const lightness = (most + least) / 2
  const hue = chroma === 0 ? 0 : most === r ? ((g - b) / chroma + 6) % 6 : most === g ? (b - r) / chroma + 2 : (r - g) / chroma + 4
  return { hue: hue * 60, saturation: chroma === 0 ? 0 : chroma / (1 - Math.abs(2 * lightness - 1)), lightness }
}
const colours: Colour[] = []
for (let red = 0; red < 256; red += 15)
  for (let green = 0; green < 256; green += 15) for (let blue = 0; blue < 256; blue += 15) colours.push([red, green, blue])

test('inverting turns lightness over and keeps hue and saturation, for every colour; twice is the same again', () => {
  for (const colour of colours) {
    const [before, after] = [hsl(colour), hsl(inverted(colour))]
    expect(after.hue).toBeCloseTo(before.hue, 6)
    expect(after.saturation).toBeCloseTo(before.saturation, 6)
    expect(after.lightness).toBeCloseTo(1 - before.lightness, 6)
    expect(inverted(inverted(colour) as Colour)).toEqual(colour)
  }
})

test('a red ring on white becomes a red ring on black, and a blue line stays blue', () => {
  const rgba = picture([255, 0, 0, 255], [255, 255, 255, 255], [0, 0, 255, 255], [0, 0, 128, 255])
  expect([...onBlack(rgba, true)]).toEqual([255, 0, 0, 0, 0, 0, 0, 0, 255, 127, 127, 255])
  expect([...onBlack(rgba, false)]).toEqual([255, 0, 0, 255, 255, 255, 0, 0, 255, 0, 0, 128])
})

test('beside the picture it stays black, inverted or not', () => {
  const beside = picture([0, 0, 0, 0], [255, 255, 255, 0])
  expect([...onBlack(beside, true)]).toEqual([0, 0, 0, 0, 0, 0])
  expect([...onBlack(beside, false)]).toEqual([0, 0, 0, 0, 0, 0])
})

test('what is transparent is laid on what shows it', () => {
  const clear: [...Colour, number] = [0, 0, 0, 0]
  const of = (...lines: Colour[]): Ground => groundFor(picture(clear, ...lines.map((line): [...Colour, number] => [...line, 255]), clear))
  expect(of([0, 0, 0])).toBe('white')
  expect(of([30, 30, 60], [0, 0, 90])).toBe('white')
  expect(of([255, 255, 255])).toBe('black')
  expect(of([255, 255, 0], [200, 255, 255])).toBe('black')
  expect(of([0, 0, 0], [255, 255, 255])).toBe('grey')
  expect(groundFor(picture(clear, clear))).toBe('black')
  // Never on its own colour.
  for (const colour of colours) {
    const grey = grounds[of(colour)]
    expect(Math.max(...colour.map((value) => Math.abs(value - grey)))).toBeGreaterThan(60)
  }
  expect(isTransparent(picture([1, 2, 3, 255], [1, 2, 3, 254]))).toBe(true)
  expect(isTransparent(picture([1, 2, 3, 255]))).toBe(false)
})
