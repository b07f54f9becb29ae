import { expect, test } from 'vitest'
import { unitRange } from '../../src-main/image/unit-range.ts'

test('every byte becomes the nearest float32 of its share of white', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, at) => at)
  const numbers = unitRange(bytes)
  expect([numbers[0], numbers[255]]).toEqual([0, 1])
  numbers.forEach((one, at) => expect(one).toBe(Math.fround(at / 255)))
})
