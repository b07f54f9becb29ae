// The window, run against fakes of Electron’s modules: what it shows of a job, where it stands, and its menu.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { longJob } from '../../src-main/app/electron/job-indicator.ts'
import { type MenuItem, menuTemplate } from '../../src-main/app/electron/menu.ts'
import { restoreWindow } from '../../src-main/app/electron/window-state.ts'
import { menuActions } from '../../src-shared/menu.ts'
import { fakeElectron } from '../fixtures/electron.ts'
import { job, started } from '../fixtures/started-shell.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
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
