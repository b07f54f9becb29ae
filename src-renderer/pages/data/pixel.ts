// One pixel of a picture, found and read.

export interface Pixel {
  x: number
  y: number
}

/**
 * The pixel of a picture of size x size under a place given as shares of its width and height from the top left; null beside the picture.
 */
export function pixelAt(across: number, down: number, size: number): Pixel | null {
  const [x, y] = [Math.floor(across * size), Math.floor(down * size)]
  return x >= 0 && y >= 0 && x < size && y < size ? { x, y } : null
}

/** "x 12, y 30: red 255, green 0, blue 0", of RGB bytes; counted from 0 at the top left, the values from 0 to 255. */
export function pixelWords(rgb: Uint8Array, size: number, { x, y }: Pixel): string {
  const at = (y * size + x) * 3
  return `x ${x}, y ${y}: red ${rgb[at]!}, green ${rgb[at + 1]!}, blue ${rgb[at + 2]!}`
}
