// Opens the system's browser, where there is one to open.
import { spawn } from 'node:child_process'

export interface Desktop {
  platform: string
  env: Record<string, string | undefined>
}

/** The command that opens a URL, or undefined where nobody could see it. */
export function openCommand(url: string, { platform, env }: Desktop): [string, ...string[]] | undefined {
  if (platform === 'darwin') return ['open', url]
  // `start` takes its first quoted argument for a title.
  if (platform === 'win32') return ['cmd', '/c', 'start', '""', url]
  return env['DISPLAY'] || env['WAYLAND_DISPLAY'] ? ['xdg-open', url] : undefined
}

/** Tries, and is silent if it cannot: the URL is printed anyway. */
export function openUrl(url: string, desktop: Desktop): void {
  const command = openCommand(url, desktop)
  if (!command) return
  const [file, ...args] = command
  const child = spawn(file, args, { stdio: 'ignore', detached: true, windowsVerbatimArguments: desktop.platform === 'win32' })
  child.on('error', () => {
    /* no such command */
  })
  child.unref()
}
