// The life of the application, run against fakes of Electron’s modules: how it starts and leaves, and closing while a job runs.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { closeLimit, startShell } from '../../src-main/app/electron/shell.ts'
import { fakeElectron, Prevented } from '../fixtures/electron.ts'
import { fakeLab } from '../fixtures/fake-lab.ts'
import { settle, job, started } from '../fixtures/started-shell.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
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
      defaultLibrary: '/usual',
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
      defaultLibrary: '/usual',
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
      defaultLibrary: '/usual',
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
