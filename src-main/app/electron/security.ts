// What the page may do, which is little: no permission, no other page, no window, no network.
import type { Contents, IpcEvent, Session, Window } from './electron-api.ts'
import type { Site } from '../site.ts'

export const pageUrl = 'app://lab/'

/** Registered before Electron is ready. Not `bypassCSP`, not `corsEnabled`: the page needs neither. */
export const appScheme = {
  scheme: 'app',
  privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
}

/** Whether a URL is the lab's own. Node calls the origin of such a scheme "null", so scheme and host are compared instead. */
export function isPage(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, host, username } = new URL(url)
  return protocol === 'app:' && host === 'lab' && username === ''
}

/** Beside the lab's own: what it made itself (a download), and the developer tools, which are inside Electron. */
export function mayLoad(url: string): boolean {
  return isPage(url) || (url.startsWith('blob:') && isPage(url.slice('blob:'.length))) || url.startsWith('devtools://')
}

export function guardSession(session: Session): void {
  // The copy buttons write plain text. Nothing is read from the clipboard, and nobody else writes.
  const may = (permission: string, url: string): boolean => permission === 'clipboard-sanitized-write' && isPage(url)
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) => answer(may(permission, requestingUrl)))
  session.setPermissionCheckHandler((_contents, permission, origin) => may(permission, origin))
  session.setDevicePermissionHandler(() => false)
  session.setSpellCheckerEnabled(false)
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !mayLoad(url) }))
}

export function guardContents(contents: Contents): void {
  contents.on('will-attach-webview', (event) => event.preventDefault())
  const stay = (event: { url: string; preventDefault(): void }): void => {
    if (!isPage(event.url)) event.preventDefault()
  }
  contents.on('will-navigate', stay)
  contents.on('will-redirect', stay)
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}

/** The site behind app://lab, for the lab's own page only. Electron names the asking origin itself; the page cannot forge it. */
export function guardSite(site: Site): Site {
  return async (request: Request & { initiatorOrigin?: string }) => {
    if (!isPage(request.url)) return new Response(null, { status: 404 })
    if (request.initiatorOrigin !== undefined && !isPage(request.initiatorOrigin)) return new Response(null, { status: 403 })
    return site(request)
  }
}

/** Whether a message comes from the lab's page in this very window: its main frame, showing our origin, with one port. */
export function isFromPage(event: IpcEvent, window: Window | undefined): boolean {
  return (
    window !== undefined &&
    event.sender === window.webContents &&
    event.senderFrame !== null &&
    event.senderFrame === window.webContents.mainFrame &&
    isPage(event.senderFrame.url) &&
    event.ports.length === 1
  )
}
