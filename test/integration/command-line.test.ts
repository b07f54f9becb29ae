// The command line as scripts meet it: what is refused and how, what doctor says, and how it ends when it is told to.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openStore } from '../../src-main/store/open.ts'
import { childrenOf, isAlive, removeFolders } from '../fixtures/library.ts'
import { longClassifier, tinyDataset } from '../fixtures/tiny-recipes.ts'
import { entry, desk, library, type Ended, lab, heard, json, file, type Concluded } from '../fixtures/command-line.ts'

const setup = new URL('../../resources/setup/process.mjs', import.meta.url).href

afterAll(removeFolders)

test('what is wrong with a flag, a recipe or a file is one sentence on stderr, code 2, and nothing is written', async () => {
  const recipe = file('dataset.json', tinyDataset())
  const wrong: [RegExp, string[]][] = [
    [/unknown option '--fast'/, ['doctor', '--fast']],
    [/unknown command 'dance'/, ['dance']],
    [/too many arguments/, ['runs', 'more']],
    [/missing required argument/, ['show']],
    [/preset.*(invalid|Allowed choices)/, ['reproduce', '--preset', 'huge']],
    [/--preset.* not specified/, ['reproduce']],
    [/whole number from 0/, ['reproduce', '--preset', 'tiny', '--seed', '-1']],
    [/folder does not exist/, ['reproduce', '--preset', 'tiny', '--out', join(desk, 'nowhere', 'a.html')]],
    [/is a folder/, ['reproduce', '--preset', 'tiny', '--out', desk]],
    [/cannot be read as a recipe/, ['run', join(desk, 'nothing.json')]],
    [/cannot be read as a recipe/, ['run', file('broken.json', '{ "kind": ')]],
    [/not a recipe/, ['run', file('kind.json', { kind: 'dance' })]],
    [/not a recipe.*count/s, ['run', file('small.json', { kind: 'dataset', dataset: { count: 3 } })]],
    [/not a recipe.*colour/s, ['run', file('unknown.json', { kind: 'dataset', dataset: {}, colour: 'red' })]],
    [/--out <dir>' not specified/, ['export', 'abcd']],
    [/--out <file>' not specified/, ['backup']],
    [/There is no library in/, ['backup', '--out', join(desk, 'backup.sqlite')]],
    [/There is no library in/, ['show', 'abcdef']],
    [/--library takes the path/, ['runs', '--library', '']],
    [/--library takes the path/, ['doctor', '--library', '']],
    [/is not a recipe.*\\x1b\[31mred/s, ['run', file('escape.json', { kind: 'dataset', dataset: {}, '\u001b[31mred': 1 })]],
    [/unknown command 'x\\x1b\[2Jy'/, ['x\u001b[2Jy']],
  ]
  const ends = await Promise.all(wrong.map(([, args]) => lab(args)))
  for (const [at, { code, out, words }] of ends.entries()) {
    expect(words).toMatch(wrong[at]![0])
    expect(words).not.toMatch(/ at .*\.(ts|js):\d+/)
    expect(words).not.toContain('\u001b')
    expect([wrong[at]![1].join(' '), code, out]).toEqual([wrong[at]![1].join(' '), 2, ''])
  }
  expect(existsSync(library)).toBe(false)
  expect(existsSync(recipe)).toBe(true)
})

test('what names nothing in the library is code 2 as well', async () => {
  expect(await json(['runs'])).toEqual([])
  expect((await lab(['show', 'ab'])).words).toMatch(/give its id, or at least the first 4 characters/)
  for (const args of [
    ['show', 'abcdef'],
    ['replay', 'abcdef'],
    ['resume', 'abcdef'],
    ['export', 'abcdef', '--out', join(desk, 'no')],
  ]) {
    const { code, out, words } = await lab([...args, '--json'])
    expect([code, out, words.trim().split('\n').length]).toEqual([2, '', 1])
    expect(words).toMatch(/There is no run abcdef/)
  }
  const { code, words } = await lab(['run', file('parentless.json', { kind: 'encoding', generator: 'a'.repeat(64) })])
  expect([code, words]).toEqual([2, expect.stringMatching(/not in this library/)])
  expect(await json(['runs'])).toEqual([])
  expect(existsSync(join(desk, 'no'))).toBe(false)
})

test('doctor says that everything is there, in a table or as one document', async () => {
  const rows = await json<{ name: string; ok: boolean }[]>(['doctor'])
  expect(rows.map((row) => row.name)).toEqual([
    'Node',
    'Processor',
    'Vector instructions',
    'Threads',
    'oneDNN',
    'TensorFlow',
    'tfjs-node',
    'System',
    'Electron',
    'Browser',
    'Library folder',
    'Free disk',
    'Temporary folder',
    'Library size',
    'Database',
    'Records',
  ])
  expect(rows.every((row) => row.ok)).toBe(true)
  const { code, out } = await lab(['doctor'])
  expect([code, out.split('\n').length]).toEqual([0, rows.length + 3])
  // A library that another process has is said to be so, and the rest is checked all the same.
  const store = openStore(library)
  try {
    const held = await lab(['doctor', '--json'])
    const found = JSON.parse(held.out) as { name: string; ok: boolean; hint: string }[]
    expect([held.code, found.filter((row) => !row.ok).map((row) => row.name)]).toEqual([1, ['Library', 'Database']])
    expect(found.find((row) => row.name === 'Library')!.hint).toMatch(/already open/)
  } finally {
    store.close()
  }
})

/** Starts `lab run` as setup.mjs does, in a process group of its own, and tells the whole group of a Ctrl-C, as a terminal does. */
async function interrupted(recipe: string): Promise<Ended & { engines: number[] }> {
  const above = `import { foreground, heedSignals } from ${JSON.stringify(setup)}
    heedSignals()
    process.exitCode = await foreground(${JSON.stringify([process.execPath, entry, 'run', recipe, '--json'])}, { patient: true })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', above], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env: { ...process.env, PHOSPHENE_LIBRARY: library },
  })
  let engines: number[] = []
  const ended = await heard(child, (pid, words) => {
    if (engines.length > 0 || !words.includes('epoch')) return
    engines = childrenOf(pid).flatMap(childrenOf)
    process.kill(-pid, 'SIGINT')
  })
  return { ...ended, engines }
}

test('Ctrl-C, told to the whole group and passed on besides, keeps the partial result, ends with 130, and leaves no engine', async () => {
  const began = await interrupted(file('long.json', longClassifier()))
  const ended = JSON.parse(began.out) as Concluded
  expect([began.code, ended.state]).toEqual([130, 'cancelled'])
  expect(began.words).toContain('Stopping')
  expect(began.engines.length).toBeGreaterThan(0)
  expect(began.engines.filter(isAlive)).toEqual([])
  const shown = await json<{ artifacts: { name: string }[] }>(['show', ended.id])
  expect(shown.artifacts.map((one) => one.name)).toContain('model')
})

test('a reader that leaves early is no error', async () => {
  const child = spawn('sh', ['-c', `'${process.execPath}' '${entry}' runs | true; echo done`], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PHOSPHENE_LIBRARY: library },
  })
  let words = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words += text
  })
  await new Promise((resolve) => child.on('close', resolve))
  expect(words).toBe('')
})
