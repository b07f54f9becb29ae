// The browser window's host: its flags, what it prints, and how it starts and stops.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { browserFlags, startBrowserHost } from '../../src-main/app/browser/host.ts'
import { libraryFolder } from '../../src-main/app/library-folder.ts'
import { openCommand, openUrl } from '../../src-main/app/browser/open-url.ts'
import { overSocket, type PageSocket } from '../../src-renderer/lab/transports.ts'
import { FaultError } from '../../src-shared/rpc/fault.ts'
import { connect } from '../../src-shared/rpc/rpc.ts'
import { fakeLab } from '../fixtures/fake-lab.ts'
import { wireContract } from '../fixtures/wire-contract.ts'

async function started(args: string[] = []) {
  const fake = fakeLab()
  const lines: string[] = []
  const opened: string[] = []
  const folders: string[] = []
  const host = await startBrowserHost({
    args,
    print: (line) => lines.push(line),
    open(url) {
      opened.push(url)
      return () => {}
    },
    openLab: async ({ folder }) => {
      folders.push(folder)
      return fake.lab
    },
  })
  return { host, fake, lines, opened, folders }
}

test('the flags', () => {
  expect(browserFlags([])).toEqual({ folder: libraryFolder(), port: 0, open: true, starter: true })
  expect(browserFlags(['--library', 'some/where', '--port', '8080', '--no-open'])).toEqual({
    folder: resolve('some/where'),
    port: 8080,
    open: false,
    starter: true,
  })
})
test.each([
  ['--nonsense'],
  ['extra'],
  ['--port', 'x'],
  ['--port', '70000'],
  ['--port', '-1'],
  ['--port', '1.5'],
  ['--port='],
  ['--library='],
  ['--library'],
  ['--no-open=yes'],
])('%s is refused in one sentence or two', (...args) => {
  expect(() => browserFlags(args)).toThrow(FaultError)
})

test('it prints the URL once, where the library is and how to stop, and opens the page', async () => {
  const { host, lines, opened, folders } = await started(['--library', 'some/where'])
  expect(lines).toEqual([`Phosphene is at ${host.url}`, `The library is ${resolve('some/where')}`, 'Ctrl-C stops it.'])
  expect(folders).toEqual([resolve('some/where')])
  expect(opened).toEqual([host.url])
  expect(await (await fetch(host.url)).text()).toBe('the site at /')
  await host.close()
})

test('it hands sockets to the lab, and closing ends them before the lab', async () => {
  const { host, fake, opened } = await started(['--no-open'])
  expect(opened).toEqual([])
  const socket = new WebSocket(new URL('rpc', host.url.replace('http', 'ws')), { origin: new URL(host.url).origin })
  const client = connect(wireContract, overSocket(socket as unknown as PageSocket))
  await client.aborted(null)
  const hang = client.hang(null)
  await Promise.all([host.close(), expect(hang).rejects.toThrow(/closed/)])
  expect(fake.log).toEqual(['close'])
})

test('a port that is taken closes the lab again and says so', async () => {
  const first = await started(['--no-open'])
  const fake = fakeLab()
  const port = new URL(first.host.url).port
  await expect(
    startBrowserHost({ args: ['--port', port], print() {}, open: () => () => {}, openLab: async () => fake.lab }),
  ).rejects.toThrow(/EADDRINUSE/)
  expect(fake.log).toEqual(['close'])
  await first.host.close()
})

test('a bad flag ends the program with code 2, one sentence, and nothing on standard output', () => {
  const entry = fileURLToPath(new URL('../../src-main/browser.ts', import.meta.url))
  const { status, stdout, stderr } = spawnSync(process.execPath, [entry, '--nonsense'], { encoding: 'utf8' })
  expect([status, stdout]).toEqual([2, ''])
  expect(stderr).toBe("Unknown option '--nonsense'. The flags are --library DIR, --port N, --no-open and --no-starter.\n")
})

test('a browser is opened by the system’s own command, and not where nobody could see it', () => {
  expect(openCommand('u', { platform: 'darwin', env: {} })).toEqual(['open', 'u'])
  expect(openCommand('u', { platform: 'win32', env: {} })).toEqual(['cmd', '/c', 'start', '""', '"u"'])
  expect(openCommand('u', { platform: 'linux', env: { DISPLAY: ':0' } })).toEqual(['xdg-open', 'u'])
  expect(openCommand('u', { platform: 'linux', env: { WAYLAND_DISPLAY: 'wayland-0' } })).toEqual(['xdg-open', 'u'])
  expect(openCommand('u', { platform: 'linux', env: {} })).toBeUndefined()
})

test('the private URL is in no argument, only in a file of one’s own that leads to it, and is gone when a page is there', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'open-'))
  const said = join(folder, 'said')
  writeFileSync(join(folder, 'xdg-open'), `#!/bin/sh\nprintf '%s' "$*" > "${said}.part" && mv "${said}.part" "${said}"\n`, { mode: 0o755 })
  const path = process.env['PATH']
  process.env['PATH'] = `${folder}:${path}`
  try {
    const url = 'http://127.0.0.1:1/secret/'
    const forget = openUrl(url, { platform: 'linux', env: { DISPLAY: ':0' } })
    await expect.poll(() => existsSync(said)).toBe(true)
    const file = readFileSync(said, 'utf8')
    expect(file).not.toContain('secret')
    expect(readFileSync(file, 'utf8')).toContain(`url=${url}"`)
    expect([statSync(file).mode & 0o777, statSync(dirname(file)).mode & 0o777]).toEqual([0o600, 0o700])
    forget()
    expect(existsSync(dirname(file))).toBe(false)
    forget()
  } finally {
    process.env['PATH'] = path
    rmSync(folder, { recursive: true })
  }
  const { host, fake } = await started(['--no-open'])
  await host.close()
  let forgotten = 0
  const opened = await startBrowserHost({
    args: [],
    print() {},
    open: () => () => {
      forgotten++
    },
    openLab: async () => fake.lab,
  })
  const socket = new WebSocket(new URL('rpc', opened.url.replace('http', 'ws')), { origin: new URL(opened.url).origin })
  await connect(wireContract, overSocket(socket as unknown as PageSocket)).aborted(null)
  expect(forgotten).toBeGreaterThan(0)
  await opened.close()
})
