// Static checks go several at a time: each is told whole and in the order of the list, and a failing one stops no other.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

type Tell = (words: string[], code: number, text: string) => void
const { sideBySide } = (await import(new URL('../../resources/setup/side-by-side.mjs', import.meta.url).href)) as {
  sideBySide(commands: string[][], width: number, tell: Tell): Promise<number[]>
}

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'side by side '))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const program = (code: string): string[] => [process.execPath, '-e', code]
const sign = () => JSON.stringify(join(folder, 'sign'))

/** Runs `commands`, and what was told of each: its place in the list, its code, what it wrote. */
async function heard(commands: string[][], width: number): Promise<{ codes: number[]; told: [number, number, string][] }> {
  const told: [number, number, string][] = []
  const codes = await sideBySide(commands, width, (words, code, text) => told.push([commands.indexOf(words), code, text]))
  return { codes, told }
}

test('two go at once, and what the later one wrote waits until the earlier one has ended', async () => {
  // The first ends only after the second has been there, so one after the other would never end.
  const first = program(`setInterval(() => { if (require('fs').existsSync(${sign()})) { console.log('first'); process.exit() } }, 10)`)
  const second = program(`console.log('second'); require('fs').writeFileSync(${sign()}, '')`)
  const { codes, told } = await heard([first, second], 2)
  expect(codes).toEqual([0, 0])
  expect(told).toEqual([
    [0, 0, 'first\n'],
    [1, 0, 'second\n'],
  ])
})

test('one that fails, or is not there, stops no other; all that one writes is told', async () => {
  const failing = program('console.error("wrong"); process.exitCode = 3')
  const long = program('console.log("x".repeat(1_000_000)); console.error("end")')
  const { codes, told } = await heard([failing, ['no-such-command-here'], long], 1)
  expect(codes).toEqual([3, 1, 0])
  expect(told[0]).toEqual([0, 3, 'wrong\n'])
  expect(told[1]![2]).toContain('no-such-command-here')
  expect(told[2]![2]).toHaveLength('x'.repeat(1_000_000).length + '\nend\n'.length)
})
