// Shortcuts as they stand on a keyboard.
import { expect, test } from 'vitest'
import { keysOf } from '../../src-renderer/text/shortcut-labels.ts'

test.each([
  ['Alt+ArrowLeft', ['Alt', '←']],
  ['Ctrl+Enter', ['Ctrl', 'Enter']],
  ['J', ['J']],
  ['+', ['+']],
  ['Ctrl++', ['Ctrl', '+']],
  ['-', ['-']],
  ['Delete', ['Del']],
])('%s', (shortcut, keys) => {
  expect(keysOf(shortcut)).toEqual(keys)
})
