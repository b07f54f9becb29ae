// The part of Electron that the shell uses, as plain interfaces: Electron's own modules fit them, and so do the fakes of the tests.
import type { ElectronPort } from '../../transport/transports.ts'
import type { MenuItem } from './menu.ts'

export interface Cancelable {
  preventDefault(): void
}
export interface Rectangle {
  x: number
  y: number
  width: number
  height: number
}

export interface Contents {
  readonly mainFrame: object
  on(event: 'will-attach-webview', listener: (event: Cancelable) => void): unknown
  on(event: 'will-navigate', listener: (event: Cancelable & { url: string }) => void): unknown
  on(event: 'will-redirect', listener: (event: Cancelable & { url: string }) => void): unknown
  on(event: 'did-start-navigation', listener: (event: { isMainFrame: boolean; isSameDocument: boolean }) => void): unknown
  on(event: 'render-process-gone', listener: (event: Cancelable, details: { reason: string }) => void): unknown
  setWindowOpenHandler(handler: () => { action: 'deny' }): void
  send(channel: string, value: string): void
  reload(): void
}

export interface WindowHandle {
  isDestroyed(): boolean
}
export interface Window extends WindowHandle {
  readonly webContents: Contents
  on(event: 'close', listener: (event: Cancelable) => void): unknown
  on(event: 'closed', listener: () => void): unknown
  on(event: 'ready-to-show', listener: () => void): unknown
  loadURL(url: string): Promise<void>
  show(): void
  hide(): void
  focus(): void
  close(): void
  restore(): void
  maximize(): void
  isVisible(): boolean
  isFocused(): boolean
  isMinimized(): boolean
  isMaximized(): boolean
  getNormalBounds(): Rectangle
  setProgressBar(fraction: number): void
}

export interface IpcEvent {
  readonly sender: object
  readonly senderFrame: { readonly url: string } | null
  readonly ports: ElectronPort[]
}

export interface Session {
  setPermissionRequestHandler(
    handler: (contents: object, permission: string, answer: (granted: boolean) => void, details: { requestingUrl: string }) => void,
  ): void
  setPermissionCheckHandler(handler: (contents: object | null, permission: string, requestingOrigin: string) => boolean): void
  setDevicePermissionHandler(handler: () => boolean): void
  setSpellCheckerEnabled(enabled: boolean): void
  readonly webRequest: {
    onBeforeRequest(listener: (details: { url: string }, answer: (response: { cancel: boolean }) => void) => void): void
  }
}

export interface Question {
  type: 'question' | 'error'
  message: string
  detail: string
  buttons: string[]
  defaultId: number
  cancelId: number
  noLink: boolean
}

export interface ElectronModules {
  app: {
    requestSingleInstanceLock(): boolean
    getPath(name: 'userData'): string
    setPath(name: 'userData', path: string): void
    whenReady(): Promise<unknown>
    quit(): void
    exit(code: number): void
    on(event: 'second-instance', listener: () => void): unknown
    on(event: 'activate', listener: () => void): unknown
    on(event: 'window-all-closed', listener: () => void): unknown
    on(event: 'before-quit', listener: () => void): unknown
    on(event: 'will-quit', listener: (event: Cancelable) => void): unknown
    on(event: 'web-contents-created', listener: (event: Cancelable, contents: Contents) => void): unknown
  }
  protocol: { handle(scheme: string, handler: (request: Request) => Promise<Response>): void }
  session: { readonly defaultSession: Session }
  BrowserWindow: new (options: object) => Window
  ipcMain: { on(channel: string, listener: (event: IpcEvent) => void): unknown }
  Menu: { buildFromTemplate(template: MenuItem[]): object; setApplicationMenu(menu: object | null): void }
  powerSaveBlocker: { start(type: 'prevent-app-suspension'): number; stop(id: number): unknown }
  dialog: {
    showMessageBox(window: WindowHandle, question: Question): Promise<{ response: number }>
    showErrorBox(title: string, content: string): void
  }
  Notification: {
    new (options: { title: string; body: string }): { on(event: 'click', listener: () => void): unknown; show(): void }
    isSupported(): boolean
  }
  screen: { getAllDisplays(): { workArea: Rectangle }[] }
}
