import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

// The set-up is plain JavaScript, because it runs before there is a compiler: this is what its parts offer.
interface Failure extends Error {
  text(step: string): string
}
interface Step {
  name: string
  key(): string
  there(): boolean
  run(): Promise<void>
}
interface Setup {
  Failure: new (command: string, lines: string[], advice?: [string, string]) => Failure
  fingerprint(root: string, paths: string[]): string
  locked<T>(lock: string, work: () => Promise<T>, say?: (text: string) => void): Promise<T>
  prepare(steps: Step[], options: { lab: string; tolerant?: boolean }): Promise<void>
  run(words: string[], options?: { stall?: number }): Promise<string>
  counts(report: string, code: number): { passed: number; failed: number; skipped: number }
}

const SCRIPT = fileURLToPath(new URL('../../setup.mjs', import.meta.url))
const part = (name: string): string => new URL(`../../resources/setup/${name}.mjs`, import.meta.url).href
const parts = await Promise.all(['failure', 'files', 'lock', 'step', 'process', 'tests'].map((name) => import(part(name))))
const setup = Object.assign({}, ...parts) as Setup

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'set up '))
  // What steps say while they work would look like news of this very set-up.
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  vi.spyOn(console, 'error').mockReturnValue(undefined)
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true, force: true })
})

const write = (path: string, text: string) => {
  mkdirSync(join(folder, path, '..'), { recursive: true })
  writeFileSync(join(folder, path), text)
}
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable('it should have failed'),
    (error: Failure) => error,
  )

test('the fingerprint changes with every file that is added, changed, touched or removed, and with nothing else', () => {
  write('src/a.ts', 'one')
  write('src/deep/b.ts', 'two')
  write('other.txt', 'not looked at')
  const now = () => setup.fingerprint(folder, ['src', 'config.json'])
  const seen = new Set([now()])
  const differs = () => {
    const before = seen.size
    seen.add(now())
    expect(seen.size).toBe(before + 1)
  }
  expect(now()).toBe(now())
  write('other.txt', 'changed')
  expect(seen.has(now())).toBe(true)
  write('src/deep/b.ts', 'longer')
  differs()
  utimesSync(join(folder, 'src/a.ts'), 1, 1)
  differs()
  write('src/deep/c.ts', '')
  differs()
  write('config.json', '{}')
  differs()
  rmSync(join(folder, 'src/deep/c.ts'))
  differs()
})

test('a step is done once, and again when what it depends on changes, its result is gone or it was killed half-way', async () => {
  let depends = 'a',
    result = false,
    runs = 0,
    kill = false
  const step: Step = {
    name: 'sample',
    key: () => depends,
    there: () => result,
    run: async () => {
      runs++
      result = true
      if (kill) throw new Error('killed half-way')
    },
  }
  const go = () => setup.prepare([step], { lab: folder })
  await go()
  await go()
  expect(runs).toBe(1)
  depends = 'b'
  await go()
  expect(runs).toBe(2)
  result = false
  await go()
  expect(runs).toBe(3)
  depends = 'c'
  kill = true
  expect((await failureOf(go())).text('sample')).toContain('killed half-way')
  depends = 'b' // what the last good run left must not vouch for the half-done one
  kill = false
  await go()
  expect(runs).toBe(5)
  expect(existsSync(join(folder, 'lock'))).toBe(false)
})

test('a failing step stops those after it, except for the doctor, who sees what can be had', async () => {
  const ran: string[] = []
  const step = (name: string, fails: boolean): Step => ({
    name,
    key: () => name,
    there: () => true,
    run: async () => {
      ran.push(name)
      if (fails) throw new Error(`${name} is broken`)
    },
  })
  const steps = [step('first', true), step('second', false)]
  await failureOf(setup.prepare(steps, { lab: folder }))
  expect(ran).toEqual(['first'])
  await setup.prepare(steps, { lab: folder, tolerant: true })
  expect(ran).toEqual(['first', 'first', 'second'])
})

test('the lock lets one at a time in, and says once who is waited for', async () => {
  const lock = join(folder, 'lock'),
    said: string[] = []
  let inside = 0,
    most = 0
  const work = async () => {
    most = Math.max(most, ++inside)
    await new Promise((resolve) => setTimeout(resolve, 50))
    inside--
  }
  // Two processes: within one, the folder prepared for the rename would be shared.
  const holder = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `
    const { locked } = await import(${JSON.stringify(part('lock'))})
    await locked(${JSON.stringify(lock)}, () => new Promise(resolve => { console.log('in'); process.stdin.once('data', resolve) }))
    process.exit()`,
    ],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  await new Promise((resolve) => holder.stdout.once('data', resolve))
  const mine = setup.locked(lock, work, (text) => {
    said.push(text)
    holder.stdin.write('leave')
  })
  expect(most).toBe(0)
  await mine
  expect(said).toHaveLength(1)
  expect(said[0]).toContain(`process ${holder.pid}`)
  expect(most).toBe(1)
  expect(existsSync(lock)).toBe(false)
})

test('a lock whose process was killed is taken over', async () => {
  const lock = join(folder, 'lock')
  const holder = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `
    const { locked } = await import(${JSON.stringify(part('lock'))})
    await locked(${JSON.stringify(lock)}, () => new Promise(() => { console.log('in'); setInterval(() => {}, 1000) }))`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  await new Promise((resolve) => holder.stdout.once('data', resolve))
  holder.kill('SIGKILL')
  await new Promise((resolve) => holder.once('close', resolve))
  expect(readFileSync(join(lock, 'pid'), 'utf8')).toContain(String(holder.pid))
  expect(await setup.locked(lock, async () => 'mine')).toBe('mine')
  expect(existsSync(lock)).toBe(false)
})

test('a failure tells the command, its last twenty lines, the likely cause and the next command', async () => {
  const program = 'for (let i = 1; i <= 30; i++) console.log("line " + i); console.error("write failed: ENOSPC"); process.exit(3)'
  const text = (await failureOf(setup.run([process.execPath, '-e', program]))).text('packages')
  expect(text).toContain('packages failed')
  expect(text).toContain(process.execPath)
  expect(text).not.toContain('| line 11\n')
  expect(text).toContain('| line 12\n')
  expect(text).toContain('| write failed: ENOSPC')
  expect(text).toMatch(/likely cause {2}the disk is full/)
  expect(text).toMatch(/next .*df -h .*npm run /)
})

test.each([
  ['getaddrinfo ENOTFOUND a.host', /no network/],
  ['make: g++: No such file or directory, not found', /no C\+\+ compiler/],
  ['mkdir: EACCES: permission denied', /cannot be written to/],
  ["version `GLIBC_2.34' not found", /too old/],
  ['ended by SIGILL', /AVX/],
  ['something never seen before', /see the lines above/],
])('the cause of "%s" is named', (line, cause) => {
  expect(new setup.Failure('command', [line]).text('step')).toMatch(cause)
})

test('a command that is not there, and one that falls silent, are failures and not silence', async () => {
  expect((await failureOf(setup.run(['no-such-command-here']))).text('step')).toContain('no-such-command-here: not found')
  const silent = await failureOf(setup.run([process.execPath, '-e', 'setInterval(() => {}, 1000)'], { stall: 1 }))
  expect(silent.text('step')).toContain('no answer for 1 seconds')
})

test('the closing line counts what both runners report, and a runner that broke without naming a test counts as a failure', () => {
  expect(setup.counts('{"numPassedTests":3,"numFailedTests":0,"numPendingTests":1,"numTodoTests":0}', 0)).toEqual({
    passed: 3,
    failed: 0,
    skipped: 1,
  })
  expect(setup.counts('{"stats":{"expected":2,"unexpected":1,"flaky":1,"skipped":0}}', 1)).toEqual({ passed: 3, failed: 1, skipped: 0 })
  expect(setup.counts('', 1)).toEqual({ passed: 0, failed: 1, skipped: 0 })
})

test('an unknown verb is one sentence and exit code 2, before anything is set up', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, 'frobnicate'], { encoding: 'utf8' })
  expect(status).toBe(2)
  expect(stdout).toBe('')
  expect(stderr.trim().split('\n')).toHaveLength(1)
  expect(stderr).toContain('frobnicate')
})

test('paths count from where npm was called, or else from where the command was', () => {
  const here = (cwd: string, env: Record<string, string>): string => {
    const { npm_lifecycle_event: _event, INIT_CWD: _init, ...rest } = process.env
    return spawnSync(
      process.execPath,
      ['--input-type=module', '-e', `process.stdout.write((await import(${JSON.stringify(part('places'))})).HERE)`],
      { encoding: 'utf8', cwd, env: { ...rest, ...env } },
    ).stdout
  }
  const root = realpathSync(join(SCRIPT, '..'))
  const other = realpathSync(folder)
  expect(here(root, { npm_lifecycle_event: 'lab', INIT_CWD: other })).toBe(other)
  expect(here(other, {})).toBe(other)
  // What an npm further up has left in the environment does not count.
  expect(here(other, { npm_lifecycle_event: 'test', INIT_CWD: root })).toBe(other)
  expect(here(root, { npm_lifecycle_event: 'lab', INIT_CWD: join(other, 'gone') })).toBe(root)
})
