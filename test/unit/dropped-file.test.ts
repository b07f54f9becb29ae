// What is dragged over the window, as far as it is known before it is dropped: pictures, or anything else.
import { expect, test } from 'vitest'
import { kindOfDrop } from '../../src-renderer/state/dropped-file.ts'

test.each([
  [[], null],
  [['image/png'], 'picture'],
  [['image/jpeg', 'image/webp'], 'picture'],
  [['application/zip'], 'runs'],
  [['image/png', 'application/zip'], 'runs'],
  [[''], 'runs'],
] as const)('%j', (types, kind) => {
  expect(kindOfDrop(types.map((type) => ({ type })))).toBe(kind)
})
