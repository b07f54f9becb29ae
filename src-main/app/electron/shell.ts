// Electron's part of the lab: one window, from the first moment to the last. Its modules are passed in, so all of it runs without Electron.
import { createHash } from 'node:crypto'
import { guardContents, guardSession, guardSite, isFromPage, pageUrl } from './security.ts'
import type { Cancelable, ElectronModules, IpcEvent, Question, Window } from './electron-api.ts'
import { signalJobs } from './job-indicator.ts'
import { overElectronPort } from '../../transport/transports.ts'
import type { Lab, RunningJob } from '../lab-api.ts'
import { menuTemplate } from './menu.ts'
import { windowOptions } from './window-options.ts'
import { restoreWindow, windowSetting, windowState } from './window-state.ts'

export interface ShellOptions {
  electron: ElectronModules
  openLab(): Promise<Lab>
  /** The library folder asked for, and the one that is opened when none is. */
  library: string
  defaultLibrary: string
  /** The absolute path of the built preload. */
  preload: string
  /** As process.platform. */
  platform: string
}

/** The lab's close is waited for this many milliseconds, then the process leaves; the library is sound either way. */
export const closeLimit = 10_000

const closing = (job: RunningJob): Question => ({
  type: 'question',
  message: `“${job.title}” is still running.`,
  detail:
    'In the background it continues without a window, and Phosphene quits when it is done. If paused, it is saved and can be resumed ' +
    'next time. ' +
    'If stopped, what it has so far is kept.',
  buttons: ['Keep Going in the Background', 'Pause and Save', 'Stop', 'Cancel'],
  defaultId: 0,
  cancelId: 3,
  noLink: true,
})

const crashed: Question = {
  type: 'error',
  message: 'The page stopped working.',
  detail: 'Your library is safe, and whatever was running is still running. Reload the page to see it again.',
  buttons: ['Reload', 'Quit'],
  defaultId: 0,
  cancelId: 0,
  noLink: true,
}

/** Starts the application, or hands over to the one that runs already. `end` leaves without asking, with the library closed. */
export function startShell({ electron, openLab, library, defaultLibrary, preload, platform }: ShellOptions): { end(): Promise<void> } {
  const { app, dialog } = electron
  let lab: Lab | undefined
  let window: Window | undefined
  let connected = false
  let asking = false
  let settled = false
  let quitting = false
  let ending: Promise<void> | undefined
  let unfollow = (): void => {}

  // Electron knows one instance for each folder of user data: so each library has its own, and a second start with the same shows its
  // window.
  if (library !== defaultLibrary)
    app.setPath('userData', `${app.getPath('userData')}-${createHash('sha256').update(library).digest('hex').slice(0, 16)}`)
  if (!app.requestSingleInstanceLock()) {
    app.quit()
    return { end: async () => {} }
  }
  app.on('second-instance', show)
  app.on('activate', show)
  app.on('web-contents-created', (_event, contents) => guardContents(contents))
  app.on('before-quit', () => {
    quitting = true
  })
  app.on('window-all-closed', () => {
    if (platform !== 'darwin') app.quit()
  })
  app.on('will-quit', (event) => {
    event.preventDefault()
    void end()
  })
  // Never awaited at the top level: Electron is ready only after the main module has been evaluated.
  void app
    .whenReady()
    .then(start)
    .catch((error: unknown) => {
      dialog.showErrorBox('Phosphene could not open', error instanceof Error ? error.message : String(error))
      app.exit(1)
    })
  return { end }

  async function start(): Promise<void> {
    lab = await openLab()
    guardSession(electron.session.defaultSession)
    electron.protocol.handle('app', guardSite(lab.site))
    electron.ipcMain.on('lab', accept)
    electron.Menu.setApplicationMenu(
      electron.Menu.buildFromTemplate(
        menuTemplate({
          platform,
          act(action) {
            show()
            window?.webContents.send('menu', action)
          },
        }),
      ),
    )
    unfollow = signalJobs({
      lab,
      electron,
      window: () => window,
      show,
      idle() {
        if (window && !window.isVisible() && !window.isMinimized() && platform !== 'darwin') app.quit()
      },
    })
    show()
  }

  function show(): void {
    if (!lab) return
    if (!window) return open(lab)
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  }

  function open(lab: Lab): void {
    const { bounds, maximized } = restoreWindow(
      lab.settings.get(windowSetting),
      electron.screen.getAllDisplays().map((one) => one.workArea),
    )
    const made = new electron.BrowserWindow({ ...windowOptions(preload), ...bounds })
    window = made
    connected = settled = false
    made.on('ready-to-show', () => {
      if (maximized) made.maximize()
      made.show()
    })
    made.on('close', (event) => close(event, made, lab))
    made.on('closed', () => {
      window = undefined
    })
    made.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) connected = false
    })
    made.webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason !== 'clean-exit') void recover(made)
    })
    void made.loadURL(pageUrl)
  }

  /** One port for each load of the page, and only for the page. */
  function accept(event: IpcEvent): void {
    const [port] = event.ports
    if (!lab || !port || connected || !isFromPage(event, window)) return event.ports.forEach((one) => one.close())
    connected = true
    lab.connect(overElectronPort(port))
  }

  function close(event: Cancelable, closed: Window, lab: Lab): void {
    lab.settings.set(windowSetting, windowState(closed))
    const job = settled ? null : lab.jobs.running()
    if (!job) return
    event.preventDefault()
    if (!asking) void ask(job, closed, lab)
  }

  async function ask(job: RunningJob, asked: Window, lab: Lab): Promise<void> {
    asking = true
    try {
      show()
      const { response } = await dialog.showMessageBox(asked, closing(job))
      if (response === 1 || response === 2) {
        await (response === 1 ? lab.jobs.pauseAll() : lab.jobs.stopAll())
        settled = true
        if (quitting) app.quit()
        else asked.close()
        return
      }
      // With the job over while the question stood, there is nothing left to keep going for.
      if (response === 0 && lab.jobs.running()) asked.hide()
      else if (response === 0) asked.close()
    } catch (error) {
      dialog.showErrorBox('The job could not be ended', `${error instanceof Error ? error.message : String(error)} The window stays open.`)
    } finally {
      asking = false
      quitting = settled && quitting
    }
  }

  async function recover(broken: Window): Promise<void> {
    const { response } = await dialog.showMessageBox(broken, crashed)
    if (response === 1) app.quit()
    else if (!broken.isDestroyed()) broken.webContents.reload()
  }

  function end(): Promise<void> {
    ending ??= leave()
    return ending
  }

  async function leave(): Promise<void> {
    const late = setTimeout(() => app.exit(1), closeLimit)
    unfollow()
    try {
      await lab?.close()
      app.exit(0)
    } catch (error) {
      console.error(error)
      app.exit(1)
    } finally {
      clearTimeout(late)
    }
  }
}
