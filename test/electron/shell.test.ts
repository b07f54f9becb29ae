// Electron's part of the lab, run against fakes of Electron's modules: the security checklist, and the life of the window.
import { readdirSync, readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { appScheme, isPage, mayLoad } from '../../src-main/app/electron/security.ts'
import { closeLimit, startShell } from '../../src-main/app/electron/shell.ts'
import { longJob } from '../../src-main/app/electron/job-indicator.ts'
import { type MenuItem, menuTemplate } from '../../src-main/app/electron/menu.ts'
import { windowOptions } from '../../src-main/app/electron/window-options.ts'
import { restoreWindow } from '../../src-main/app/electron/window-state.ts'
import { overPort } from '../../src-renderer/lab/transports.ts'
import { menuActions } from '../../src-shared/menu.ts'
import { connect } from '../../src-shared/rpc/rpc.ts'
import { FakeContents, type FakeWindow, fakeElectron, fakeLab, fakePort, ipcEvent, Prevented } from '../fixtures/electron.ts'
import { wireContract } from '../fixtures/wire-contract.ts'

const settle = async (): Promise<void> => {
  for (let i = 0; i < 30; i++) await Promise.resolve()
}
const job = { run: 'r1', title: 'Training', fraction: 0.25 }

async function started({ platform = 'linux', electron = fakeElectron(), lab = fakeLab(), library = '/usual' } = {}) {
  const shell = startShell({
    electron: electron.modules,
    openLab: async () => lab.lab,
    library,
    usualLibrary: '/usual',
    preload: '/built/preload.cjs',
    platform,
  })
  electron.ready()
  await settle()
  const window = electron.windows.at(-1) as FakeWindow
  window.events.emit('ready-to-show')
  return { electron, lab, shell, window, contents: window.webContents }
}

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
    const source = readdirSync(folder)
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(new URL(name, folder), 'utf8'))
      .join('\n')
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

describe('the application', () => {
  test('that is the second one leaves at once, and opens nothing', async () => {
    const electron = fakeElectron({ first: false })
    let opened = false
    startShell({
      electron: electron.modules,
      openLab: async () => {
        opened = true
        return fakeLab().lab
      },
      library: '/usual',
      usualLibrary: '/usual',
      preload: '',
      platform: 'linux',
    })
    electron.ready()
    await settle()
    expect([electron.seen.quits, electron.windows.length, opened]).toEqual([1, 0, false])
  })
  test('that is the first one shows its window to the second', async () => {
    const { electron, window } = await started()
    window.hide()
    window.minimized = true
    electron.app.emit('second-instance')
    expect([window.visible, window.focused, window.minimized, electron.windows.length]).toEqual([true, true, false, 1])
  })
  test('does nothing before Electron is ready', () => {
    const electron = fakeElectron()
    startShell({
      electron: electron.modules,
      openLab: async () => fakeLab().lab,
      library: '/usual',
      usualLibrary: '/usual',
      preload: '',
      platform: 'linux',
    })
    electron.app.emit('second-instance')
    expect(electron.windows).toHaveLength(0)
  })
  test('whose library cannot be opened says why and leaves', async () => {
    const electron = fakeElectron()
    startShell({
      electron: electron.modules,
      openLab: async () => {
        throw new Error('The library is newer than this program.')
      },
      library: '/usual',
      usualLibrary: '/usual',
      preload: '',
      platform: 'linux',
    })
    electron.ready()
    await settle()
    expect(electron.seen.errors).toEqual([['Phosphene could not open', 'The library is newer than this program.']])
    expect(electron.seen.exits).toEqual([1])
    expect(electron.windows).toHaveLength(0)
  })
  test('closes the lab once before it leaves', async () => {
    const { electron, lab, window, shell } = await started()
    window.close()
    electron.app.emit('window-all-closed')
    await settle()
    await shell.end()
    expect(lab.log).toEqual(['close'])
    expect(electron.seen.exits).toEqual([0])
    expect(lab.listeners.size).toBe(0)
  })
  test('stays in the dock on macOS, and opens again from there', async () => {
    const { electron, window } = await started({ platform: 'darwin' })
    window.close()
    electron.app.emit('window-all-closed')
    expect(electron.seen.quits).toBe(0)
    electron.app.emit('activate')
    expect(electron.windows).toHaveLength(2)
  })
  test('ended by a signal asks nothing', async () => {
    const { electron, lab, shell } = await started()
    lab.set(job)
    await shell.end()
    expect(electron.seen.questions).toEqual([])
    expect(lab.log).toEqual(['close'])
    expect(electron.seen.exits).toEqual([0])
  })
  test('leaves even if the lab does not close, or fails to', async () => {
    const stuck = fakeLab()
    stuck.lab.close = () => new Promise(() => {})
    const one = await started({ lab: stuck })
    void one.shell.end()
    await vi.advanceTimersByTimeAsync(closeLimit)
    expect(one.electron.seen.exits).toEqual([1])
    const broken = fakeLab()
    broken.lab.close = async () => {
      throw new Error('the disk is full')
    }
    const errors = vi.spyOn(console, 'error').mockImplementation(() => {})
    const two = await started({ lab: broken })
    await two.shell.end()
    expect(two.electron.seen.exits).toEqual([1])
    expect(errors).toHaveBeenCalledOnce()
    errors.mockRestore()
  })
  test('whose page crashed offers to reload it, and not when it left by itself', async () => {
    const { electron, contents } = await started()
    contents.events.emit('render-process-gone', new Prevented(), { reason: 'clean-exit' })
    expect(electron.seen.questions).toHaveLength(0)
    electron.press(0)
    contents.events.emit('render-process-gone', new Prevented(), { reason: 'oom' })
    await settle()
    expect(contents.reloads).toBe(1)
    electron.press(1)
    contents.events.emit('render-process-gone', new Prevented(), { reason: 'crashed' })
    await settle()
    expect(electron.seen.quits).toBe(1)
  })
})

describe('closing with a job running', () => {
  test('asks, once, with the way out for Escape', async () => {
    const { electron, lab, window } = await started()
    lab.set(job)
    const answer = Promise.withResolvers<number>()
    electron.press(answer.promise)
    expect(window.close()).toBe(false)
    expect(window.close()).toBe(false)
    await settle()
    expect(electron.seen.questions).toHaveLength(1)
    const [question] = electron.seen.questions
    expect(question!.message).toContain('Training')
    expect(question!.buttons).toEqual(['Keep Going in the Background', 'Pause and Save', 'Stop', 'Cancel'])
    expect(question!.buttons[question!.cancelId]).toBe('Cancel')
    answer.resolve(3)
    await settle()
    expect([window.visible, window.destroyed, lab.log]).toEqual([true, false, []])
    expect(window.close()).toBe(false)
  })
  test('without a job does not ask', async () => {
    const { electron, window } = await started()
    expect(window.close()).toBe(true)
    expect(electron.seen.questions).toEqual([])
  })
  test.each([
    [1, 'pause'],
    [2, 'stop'],
  ])('button %i: %s, and only then closes', async (button, did) => {
    const { electron, lab, window } = await started()
    lab.set(job)
    electron.press(button)
    window.close()
    await settle()
    expect([window.destroyed, lab.log]).toEqual([true, [did]])
    expect(electron.seen.quits).toBe(0)
  })
  test('as part of quitting goes on to quit, unless told to stay', async () => {
    const { electron, lab, window } = await started()
    lab.set(job)
    electron.press(3)
    electron.modules.app.quit()
    await settle()
    expect([window.destroyed, electron.seen.exits]).toEqual([false, []])
    electron.press(1)
    electron.modules.app.quit()
    await settle()
    expect([window.destroyed, lab.log, electron.seen.exits]).toEqual([true, ['pause', 'close'], [0]])
  })
  test('does not quit later because of a quit that was called off', async () => {
    const { electron, lab, window } = await started({ platform: 'darwin' })
    lab.set(job)
    electron.press(3)
    electron.modules.app.quit()
    await settle()
    electron.press(1)
    window.close()
    await settle()
    expect([window.destroyed, electron.seen.quits]).toEqual([true, 1])
  })
  test('in the background hides the window, keeps the job, and leaves after it', async () => {
    const { electron, lab, window } = await started()
    lab.set(job)
    electron.press(0)
    window.close()
    await settle()
    expect([window.visible, window.destroyed, lab.log, electron.seen.quits]).toEqual([false, false, [], 0])
    expect(electron.seen.blockers.size).toBe(1)
    lab.set({ ...job, run: 'r2' })
    expect(electron.seen.quits).toBe(0)
    lab.set(null)
    await settle()
    expect(electron.seen.exits).toEqual([0])
  })
  test('in the background does not leave when the window was opened again, nor ever on macOS', async () => {
    for (const platform of ['linux', 'darwin']) {
      const { electron, lab, window } = await started({ platform })
      lab.set(job)
      electron.press(0)
      window.close()
      await settle()
      if (platform === 'linux') electron.app.emit('second-instance')
      lab.set(null)
      expect(electron.seen.quits).toBe(0)
    }
  })
  test('when the job ended while the question stood simply closes', async () => {
    const { electron, lab, window } = await started()
    lab.set(job)
    const answer = Promise.withResolvers<number>()
    electron.press(answer.promise)
    window.close()
    lab.set(null)
    answer.resolve(0)
    await settle()
    expect(window.destroyed).toBe(true)
  })
  test('that cannot be paused says so and stays', async () => {
    const lab = fakeLab()
    lab.lab.jobs.pauseAll = async () => {
      throw new Error('The disk is full.')
    }
    const { electron, window } = await started({ lab })
    lab.set(job)
    electron.press(1)
    window.close()
    await settle()
    expect(electron.seen.errors[0]![1]).toMatch(/^The disk is full\. /)
    expect(window.destroyed).toBe(false)
  })
})

describe('while a job runs', () => {
  test('the system stays awake and the taskbar moves, until it ends', async () => {
    const { electron, lab, window } = await started()
    lab.set(job)
    lab.set({ ...job, fraction: 0.5 })
    expect(electron.seen.blockers.size).toBe(1)
    expect(window.progress.slice(-2)).toEqual([0.25, 0.5])
    lab.set({ ...job, fraction: 7 })
    expect(window.progress.at(-1)).toBe(1)
    lab.set(null)
    expect(electron.seen.blockers.size).toBe(0)
    expect(window.progress.at(-1)).toBe(-1)
    expect(vi.getTimerCount()).toBe(0)
  })
  test('progress is also read when nobody announces it', async () => {
    const { lab, window } = await started()
    const moving = { ...job }
    lab.set(moving)
    moving.fraction = 0.75
    await vi.advanceTimersByTimeAsync(1000)
    expect(window.progress.at(-1)).toBe(0.75)
  })
  test('a notification comes only for a long job, to who is not looking, who wants it', async () => {
    const cases = [
      { long: true, focused: false, wanted: true, supported: true, notes: 1 },
      { long: false, focused: false, wanted: true, supported: true, notes: 0 },
      { long: true, focused: true, wanted: true, supported: true, notes: 0 },
      { long: true, focused: false, wanted: false, supported: true, notes: 0 },
      { long: true, focused: false, wanted: true, supported: false, notes: 0 },
    ]
    for (const { long, focused, wanted, supported, notes } of cases) {
      const { electron, lab, window } = await started({ electron: fakeElectron({ supportsNotes: supported }) })
      if (!wanted) lab.settings.set('notifications', false)
      window.focused = focused
      lab.set(job)
      await vi.advanceTimersByTimeAsync(long ? longJob : longJob - 1000)
      lab.set(null)
      expect(electron.seen.notes).toHaveLength(notes)
      if (notes === 1) {
        expect(electron.seen.notes[0]!.body).toContain('“Training” has ended')
        window.visible = false
        electron.seen.notes[0]!.click()
        expect(window.visible).toBe(true)
      }
    }
  })
})

describe('the window’s place', () => {
  const screens = [
    { x: 0, y: 0, width: 1920, height: 1040 },
    { x: 1920, y: 0, width: 1280, height: 1024 },
  ]
  test('is kept in the library and found again', async () => {
    const { lab, window } = await started()
    window.bounds = { x: 300, y: 100, width: 1000, height: 800 }
    window.maximized = true
    window.close()
    expect(lab.settings.get('window')).toEqual({ x: 300, y: 100, width: 1000, height: 800, maximized: true })
    const again = await started({ lab })
    expect(again.window.options).toMatchObject({ x: 300, y: 100, width: 1000, height: 800 })
    expect(again.window.maximized).toBe(true)
  })
  test('is given up when its screen is gone, but not its size', () => {
    const saved = { x: 2000, y: 100, width: 1000, height: 800, maximized: false }
    expect(restoreWindow(saved, screens).bounds).toEqual({ x: 2000, y: 100, width: 1000, height: 800 })
    expect(restoreWindow(saved, [screens[0]!]).bounds).toEqual({ width: 1000, height: 800 })
    expect(restoreWindow({ ...saved, x: 0, y: -300 }, screens).bounds).toEqual({ width: 1000, height: 800 })
    expect(restoreWindow({ ...saved, width: 3000, x: 9000 }, screens).bounds).toEqual({ width: 1920, height: 800 })
  })
  test.each([
    undefined,
    null,
    'x',
    {},
    { x: 0, y: 0, width: 1e9, height: 1, maximized: false },
    { x: NaN, y: 0, width: 800, height: 600, maximized: true },
  ])('is the ordinary one when %o was saved', (saved) => {
    expect(restoreWindow(saved, screens)).toEqual({ bounds: { width: 1280, height: 840 }, maximized: false })
    expect(restoreWindow(saved, [])).toEqual({ bounds: { width: 1280, height: 840 }, maximized: false })
  })
})

describe('the menu', () => {
  const flat = (items: MenuItem[]): MenuItem[] => items.flatMap((item) => [item, ...flat(item.submenu ?? [])])

  test.each(['linux', 'win32', 'darwin'])('on %s reaches every action once, and can quit', (platform) => {
    const acted: string[] = []
    const items = flat(menuTemplate({ platform, act: (action) => acted.push(action) }))
    for (const item of items) item.click?.()
    expect(acted.toSorted()).toEqual([...menuActions].toSorted())
    expect(items.filter((item) => item.role === 'quit')).toHaveLength(1)
    const keys = items.flatMap((item) => item.accelerator ?? [])
    expect(new Set(keys).size).toBe(keys.length)
    for (const item of items) if (item.accelerator) expect(item.registerAccelerator).toBe(false)
    for (const item of items) expect([item.label, item.role, item.type].some((one) => one !== undefined)).toBe(true)
  })
  test('is the application’s, and speaks to the page', async () => {
    const { electron, contents, window } = await started()
    window.hide()
    flat(electron.seen.menus[0]!).find((item) => item.label === 'Runs')!.click!()
    expect(contents.sent).toEqual([['menu', 'runs']])
    expect(window.visible).toBe(true)
  })
})
