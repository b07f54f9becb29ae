// The real Electron, where its binary is: what the fakes cannot show.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication } from 'playwright'
import { expect, test } from 'vitest'
import { root } from '../fixtures/source.ts'

/** Electron's executable, found without loading its package, which would start a download. */
function binary(): string | undefined {
  const folder = join(root, 'node_modules/electron')
  const name = existsSync(join(folder, 'path.txt')) ? readFileSync(join(folder, 'path.txt'), 'utf8') : undefined
  const path = name && join(folder, 'dist', name)
  return path && existsSync(path) ? path : undefined
}

test('the window opens on the lab, locked down, and closes cleanly', async (context) => {
  const executablePath = binary()
  if (!executablePath) return context.skip('Electron binary absent')
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'])
    return context.skip('Electron binary present, but no display')
  const folder = mkdtempSync(join(tmpdir(), 'electron-'))
  let app: ElectronApplication | undefined
  try {
    app = await _electron.launch({
      executablePath,
      args: [
        root,
        `--user-data-dir=${join(folder, 'user')}`,
        `--library=${join(folder, 'library')}`,
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ],
    })
    const page = await app.firstWindow()
    const errors: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text())
    })
    await page.waitForLoadState()
    expect(page.url()).toMatch(/^app:\/\/lab\//)
    expect(await page.evaluate(() => [typeof globalThis.process, 'require' in globalThis, 'ipcRenderer' in globalThis])).toEqual([
      'undefined',
      false,
      false,
    ])
    expect(
      await page.evaluate(() =>
        fetch('https://example.test/').then(
          () => 'reached',
          () => 'refused',
        ),
      ),
    ).toBe('refused')
    expect(await page.evaluate(() => open('https://example.test/') === null)).toBe(true)
    expect(await page.locator('body').textContent()).not.toBe('')
    expect(errors.filter((text) => !text.includes('example.test'))).toEqual([])
  } finally {
    await app?.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
