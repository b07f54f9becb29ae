// Which tile of a layer's mosaic lies under the pointer, and where an arrow key leads.
import { expect, test } from 'vitest'
import { cornerOf, mosaicColumns, tileBeside, tileUnder } from '../../src-renderer/pages/look/mosaic-place.ts'

const sizes = [4, 8, 12, 16, 17, 60, 64]
const mosaicOf = (tiles: number) => ({ tiles, high: 16, side: 32 })

test('every tile answers from corner to corner with its own number, and what is beside the tiles with none', () => {
  for (const tiles of sizes) {
    const mosaic = mosaicOf(tiles)
    const columns = mosaicColumns(mosaic)
    expect(Math.ceil(tiles / columns)).toBeLessThanOrEqual(16)
    for (let tile = 0; tile < tiles; tile++) {
      const { x, y } = cornerOf(tile, mosaic)
      for (const [right, down] of [
        [0, 0],
        [31, 0],
        [0, 31],
        [16, 16],
        [31, 31],
      ] as const)
        expect(tileUnder(x + right, y + down, mosaic)).toBe(tile)
    }
    expect(tileUnder(columns * 34, 5, mosaic)).toBeNull()
    expect(tileUnder(5, 17 * 34, mosaic)).toBeNull()
    expect(tileUnder(-1, 5, mosaic)).toBeNull()
  }
  // The last row of seventeen is not full.
  expect(tileUnder(34 + 16, 8 * 34 + 16, mosaicOf(17))).toBeNull()
})

test('arrow keys go to the tile that is seen there, and stop at the edges', () => {
  for (const tiles of sizes) {
    const mosaic = mosaicOf(tiles)
    for (let tile = 0; tile < tiles; tile++) {
      const from = cornerOf(tile, mosaic)
      for (const [key, right, down] of [
        ['ArrowLeft', -34, 0],
        ['ArrowRight', 34, 0],
        ['ArrowUp', 0, -34],
        ['ArrowDown', 0, 34],
      ] as const) {
        // One column is a list: all four keys go through it.
        if (mosaicColumns(mosaic) === 1 && right !== 0) continue
        expect(tileBeside(tile, key, mosaic)).toBe(tileUnder(from.x + right, from.y + down, mosaic))
      }
    }
  }
  expect(tileBeside(3, 'ArrowRight', mosaicOf(16))).toBe(4)
  expect(tileBeside(null, 'ArrowDown', mosaicOf(60))).toBe(0)
  expect(tileBeside(0, 'Enter', mosaicOf(60))).toBeNull()
})
