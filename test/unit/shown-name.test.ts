// Names as they are shown: every name has something to see, on one line, in its own order.
import { expect, test } from 'vitest'
import { isolatedName } from '../../src-renderer/text/format.ts'
import { random } from '../../src-shared/math/random.ts'
import { shownName } from '../../src-shared/text/shown-name.ts'

test('line breaks, escape sequences and directions are shown, not carried out', () => {
  expect(shownName('x\ny')).toBe('x\\ny')
  expect(shownName('\u001b[31mred')).toBe('\\x1b[31mred')
  expect(shownName('a\u202etxt.exe')).toBe('a\\u{202e}txt.exe')
  expect(shownName('one\u2028two\u0085three')).toBe('one\\u{2028}two\\x85three')
  expect(shownName('half \ud800')).toBe('half \\u{d800}')
})

test('a name without anything to see is told in words', () => {
  expect(shownName('')).toBe('(no name)')
  for (const one of ['   ', '\u00a0', '\u3000 \u2003', '\u200d', '\u3164', '\u2800\u2800', '\u0301'])
    expect(shownName(one)).toBe('(only spaces)')
})

test('a name that can be read stays as it is, in every script', () => {
  for (const one of [
    'Classifier (paper), 12 epochs',
    ' padded ',
    'Größe',
    '分類器',
    'مصنف',
    'می‌خواهم',
    'הרשת שלי',
    '👩‍👩‍👧 family',
    '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
    'e\u0301te\u0301',
  ])
    expect(shownName(one)).toBe(one)
})

test('a long name is cut between characters', () => {
  const shown = shownName('😀'.repeat(5000))
  expect([...shown]).toHaveLength(401)
  expect(shown).toBe(`${'😀'.repeat(400)}…`)
  expect(shownName('n'.repeat(70_000_000))).toHaveLength(401)
})

test('whatever the name, what is shown has ink and nothing that acts, and showing it again changes nothing', () => {
  const source = random(11, 'names of any characters')
  const ranges = [
    [0, 0x20],
    [0x20, 0x7f],
    [0x7f, 0xa1],
    [0x200b, 0x2070],
    [0xd800, 0xdfff],
    [0xe000, 0x10ffff],
    [0x590, 0x700],
  ] as const
  for (let round = 0; round < 3000; round++) {
    const name = String.fromCodePoint(
      ...Array.from({ length: source.integer(6) }, () => {
        const [from, to] = ranges[source.integer(ranges.length)]!
        return from + source.integer(to - from)
      }),
    )
    const shown = shownName(name)
    expect(shown.trim()).not.toBe('')
    expect(shown).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]/u)
    expect(shownName(shown)).toBe(shown)
  }
})

test('a name written from right to left is set apart from the sentence around it; others need nothing', () => {
  expect(isolatedName('מצלמה')).toBe('\u2068מצלמה\u2069')
  expect(isolatedName('שם\u202e')).toBe('\u2068שם\\u{202e}\u2069')
  expect(isolatedName('Classifier')).toBe('Classifier')
})
