// Opens the system's browser, where there is one to open, without showing the private URL to the machine's other users.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Desktop {
  platform: string
  env: Record<string, string | undefined>
}

/** The command that opens a file in the browser, or undefined where nobody could see it. */
export function openCommand(file: string, { platform, env }: Desktop): [string, ...string[]] | undefined {
  if (platform === 'darwin') return ['open', file]
  // `start` takes its first quoted argument for a title.
  if (platform === 'win32') return ['cmd', '/c', 'start', '""', `"${file}"`]
  return env['DISPLAY'] || env['WAYLAND_DISPLAY'] ? ['xdg-open', file] : undefined
}

/**
 * Opens `url`, which is of URL characters only, and returns what cleans up, to be called once the page is there or the lab ends. Every user
 * of a machine sees the arguments of every process, so the command gets a file that only this user can read, and the file leads to the URL.
 * Silent if it cannot: the URL is printed anyway.
 */
export function openUrl(url: string, desktop: Desktop): () => void {
  if (!openCommand('', desktop)) return () => {}
  let folder: string | undefined
  const forget = (): void => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
  }
  try {
    // Made with 0700, so that the file is never there for others, not even for a moment.
    folder = mkdtempSync(join(tmpdir(), 'phosphene-'))
    const file = join(folder, 'open.html')
    writeFileSync(file, redirection(url), { mode: 0o600 })
    const [command, ...args] = openCommand(file, desktop)!
    const child = spawn(command, args, { stdio: 'ignore', detached: true, windowsVerbatimArguments: desktop.platform === 'win32' })
    child.on('error', () => {
      /* no such command */
    })
    child.unref()
  } catch {
    // No room for temporary files.
  }
  return forget
}

/** A page that leads to another at once. */
const redirection = (url: string): string => `<!doctype html>
<meta charset="utf-8"><meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0; url=${url}">
<title>Phosphene</title><p><a href="${url}">Open Phosphene</a></p>
`
