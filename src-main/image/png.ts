// Pictures as PNG files and as plain bytes.
import { decode, encode } from 'fast-png'

/** RGB, 8 bit, row by row: height x width x 3 values from 0 to 255. */
export interface Picture {
  width: number
  height: number
  rgb: Uint8Array
}

/** Reads an 8-bit PNG as RGB: grey becomes three equal channels, and an alpha channel is dropped. */
export function readPng(bytes: Uint8Array): Picture {
  const { width, height, channels, data } = decode(bytes)
  const rgb = new Uint8Array(width * height * 3)
  for (let at = 0; at < width * height; at++) {
    for (let channel = 0; channel < 3; channel++) rgb[3 * at + channel] = data[at * channels + (channels >= 3 ? channel : 0)]!
  }
  return { width, height, rgb }
}

/** Whether a PNG holds red, green and blue. Its colour type stands at byte 25 (ISO/IEC 15948, IHDR): 2 is RGB, 6 is RGB and alpha. */
export const holdsColours = (png: Uint8Array): boolean => png[25] === 2 || png[25] === 6

/** The same picture gives the same bytes. */
export function writePng({ width, height, rgb }: Picture): Uint8Array {
  return encode({ width, height, data: rgb, channels: 3, depth: 8 })
}
