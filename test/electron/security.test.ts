// The security checklist of Electron, run against fakes of its modules: what may be loaded, asked for, opened and connected.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { appScheme, isPage, mayLoad } from '../../src-main/app/electron/security.ts'
import { windowOptions } from '../../src-main/app/electron/window-options.ts'
import { overPort } from '../../src-renderer/lab/transports.ts'
import { connect } from '../../src-shared/rpc/rpc.ts'
import { FakeContents, fakePort, ipcEvent, Prevented } from '../fixtures/electron.ts'
import { wireContract } from '../fixtures/wire-contract.ts'
import { started } from '../fixtures/started-shell.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('1, 7: what the page loads', () => {
  test('it is served by the lab’s site under app://lab, and nothing else is', async () => {
    const { electron, window } = await started()
    expect(window.loaded).toEqual(['app://lab/'])
    const handle = electron.seen.schemes.get('app')!
    expect(await (await handle(new Request('app://lab/artifact/x'))).text()).toBe('the site at /artifact/x')
    expect((await handle(new Request('app://other/'))).status).toBe(404)
    const from = (initiatorOrigin: string) => handle(Object.assign(new Request('app://lab/'), { initiatorOrigin }))
    expect((await from('app://lab')).status).toBe(200)
    expect((await from('https://evil.test')).status).toBe(403)
    expect((await from('null')).status).toBe(403)
  })
  test('every request but its own is cancelled', async () => {
    const { electron } = await started()
    const cancelled = (url: string): boolean => {
      let answer: boolean | undefined
      electron.guards.load!({ url }, ({ cancel }) => {
        answer = cancel
      })
      return answer!
    }
    for (const url of ['app://lab/', 'app://lab/assets/x.js', 'blob:app://lab/1234', 'devtools://devtools/bundled/x.html'])
      expect(cancelled(url)).toBe(false)
    for (const url of [
      'http://127.0.0.1/',
      'https://evil.test/',
      'ws://127.0.0.1:1/',
      'file:///etc/passwd',
      'app://lab.evil.test/',
      'app://lab:80/',
      'app://user@lab/',
      'blob:https://evil.test/1',
      'data:text/html,x',
      'chrome://gpu',
      'javascript:1',
      'nonsense',
    ])
      expect(cancelled(url)).toBe(true)
  })
  test('whether a URL is the page’s own is not fooled by spelling', () => {
    expect(['app://lab', 'app://lab/', 'app://lab/a?b#c', 'APP://lab/'].map(isPage)).toEqual([true, true, true, true])
    expect(['app://labs/', 'app:lab', 'app:///lab', 'http://lab/', 'null', '', 'blob:app://lab/1'].map(isPage)).not.toContain(true)
    expect(mayLoad('blob:nonsense')).toBe(false)
  })
  test('the scheme has just the privileges it needs', () => {
    expect(appScheme).toEqual({
      scheme: 'app',
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    })
  })
})

describe('2, 3, 4, 6, 8, 9, 10: the window', () => {
  test('is locked down', async () => {
    const locked = {
      show: false,
      minWidth: 720,
      minHeight: 480,
      backgroundColor: '#101214',
      webPreferences: { preload: '/p', nodeIntegration: false, contextIsolation: true, sandbox: true, spellcheck: false },
    }
    expect(windowOptions('/p')).toEqual(locked)
    const { window } = await started()
    expect(window.options).toEqual({ ...windowOptions('/built/preload.cjs'), width: 1280, height: 840 })
  })
  test('and nothing in the source loosens it', () => {
    const folder = new URL('../../src-main/', import.meta.url)
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
    expect(names).toContain(join('app', 'electron', 'window-options.ts'))
    const source = names.map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n')
    for (const word of [
      'webSecurity',
      'allowRunningInsecureContent',
      'experimentalFeatures',
      'enableBlinkFeatures',
      'webviewTag',
      'nodeIntegrationInSubFrames',
      'nodeIntegrationInWorker',
      'openExternal',
      'bypassCSP:',
      'corsEnabled:',
      'executeJavaScript',
      'exposeInMainWorld',
    ])
      expect(source).not.toContain(word)
    expect(source).not.toMatch(/import \{[^}]*\bshell\b[^}]*\} from 'electron'/)
  })
})

test('5: every permission is denied, asked for or checked, and so are devices; only the page may write text to the clipboard', async () => {
  const { electron } = await started()
  const asked = (permission: string, requestingUrl: string): boolean | undefined => {
    let granted: boolean | undefined
    electron.guards.request!(
      {},
      permission,
      (answer) => {
        granted = answer
      },
      { requestingUrl },
    )
    return granted
  }
  const page = 'app://lab/'
  for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal', 'fullscreen']) {
    expect([asked(permission, page), electron.guards.check!({}, permission, page)]).toEqual([false, false])
  }
  expect([asked('clipboard-sanitized-write', page), electron.guards.check!(null, 'clipboard-sanitized-write', page)]).toEqual([true, true])
  for (const other of ['https://evil.test/', 'app://lab.evil.test/', 'null', '']) {
    expect([asked('clipboard-sanitized-write', other), electron.guards.check!({}, 'clipboard-sanitized-write', other)]).toEqual([
      false,
      false,
    ])
  }
  expect(electron.guards.device!()).toBe(false)
  expect(electron.guards.spell).toBe(false)
})

test('a start with another library is an instance of its own; with the same one it is the same', async () => {
  const lockOf = async (library: string): Promise<string> => {
    const { electron } = await started({ library })
    expect(electron.seen.locks).toHaveLength(1)
    return electron.seen.locks[0]!
  }
  const [usual, other, again, third] = [await lockOf('/usual'), await lockOf('/other'), await lockOf('/other'), await lockOf('/third')]
  expect(usual).toBe('/config/Phosphene')
  expect(other).toBe(again)
  expect(new Set([usual, other, third]).size).toBe(3)
})

test('11, 12, 13, 14: no webview, no other page, no other window, in any contents', async () => {
  const { electron, contents } = await started()
  const later = new FakeContents()
  electron.app.emit('web-contents-created', new Prevented(), later)
  for (const one of [contents, later]) {
    const prevented = (event: string, url?: string): boolean => {
      const asked = Object.assign(new Prevented(), { url })
      one.events.emit(event, asked)
      return asked.prevented
    }
    expect(prevented('will-attach-webview')).toBe(true)
    for (const event of ['will-navigate', 'will-redirect']) {
      for (const url of ['https://evil.test/', 'file:///etc/passwd', 'app://other/', 'data:text/html,x', 'javascript:1'])
        expect(prevented(event, url)).toBe(true)
      expect(prevented(event, 'app://lab/#/runs')).toBe(false)
    }
    expect(one.opens!()).toEqual({ action: 'deny' })
  }
})

describe('17: a port', () => {
  test('from the page is connected, and speaks', async () => {
    vi.useRealTimers()
    const { electron, contents, lab } = await started()
    const { port, page } = fakePort()
    electron.ipc.emit('lab', ipcEvent(contents, [port]))
    const client = connect(wireContract, overPort(page as unknown as MessagePort))
    expect((await client.reverse({ name: '', bytes: new Uint8Array([1, 2]) })).bytes).toEqual(new Uint8Array([2, 1]))
    expect(lab.channels).toHaveLength(1)
    page.close()
  })
  test('from anyone else is closed', async () => {
    const { electron, contents, lab } = await started()
    const frames = [{ url: 'app://lab/' }, { url: 'https://evil.test/' }, null]
    for (const frame of frames) {
      const { port, page } = fakePort()
      electron.ipc.emit('lab', ipcEvent(contents, [port], frame))
      expect(port.closed).toBe(true)
      page.close()
    }
    const stranger = new FakeContents()
    const { port, page } = fakePort()
    electron.ipc.emit('lab', ipcEvent(stranger, [port], contents.mainFrame))
    contents.mainFrame.url = 'https://evil.test/'
    electron.ipc.emit('lab', ipcEvent(contents, [port]))
    contents.mainFrame.url = 'app://lab/'
    electron.ipc.emit('lab', ipcEvent(contents, [port, port]))
    electron.ipc.emit('lab', ipcEvent(contents, []))
    expect(port.closed).toBe(true)
    expect(lab.channels).toHaveLength(0)
    page.close()
  })
  test('is accepted once for each load of the page', async () => {
    const { electron, contents, lab } = await started()
    const pages = Array.from({ length: 5 }, fakePort)
    const send = (i: number) => electron.ipc.emit('lab', ipcEvent(contents, [pages[i]!.port]))
    send(0)
    send(1)
    expect(pages.map(({ port }) => port.closed)).toEqual([false, true, false, false, false])
    contents.events.emit('did-start-navigation', { isMainFrame: true, isSameDocument: true })
    contents.events.emit('did-start-navigation', { isMainFrame: false, isSameDocument: false })
    send(2)
    expect(pages[2]!.port.closed).toBe(true)
    contents.events.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false })
    send(3)
    expect(pages[3]!.port.closed).toBe(false)
    expect(lab.channels).toHaveLength(2)
    for (const { page } of pages) page.close()
  })
})
