// What is dropped on the window: a picture is asked about, anything else is taken for a run.
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
