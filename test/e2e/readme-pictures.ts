// Takes the pictures of the README from the built lab with its starter library, in both themes, and draws the icon of the application:
//   node test/e2e/readme-pictures.ts
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Page } from 'playwright/test'
import { lineTo } from './client.ts'
import { startService } from './lab.ts'
import { rest } from './small-starter.ts'

const root = join(import.meta.dirname, '..', '..')
const out = join(root, 'resources', 'screenshots')
const shots: { name: string; address: string; height: number; before?: (page: Page) => Promise<void> }[] = [
  { name: 'home', address: 'home', height: 800 },
  { name: 'unit', address: 'look/logits/39', height: 1360 },
  { name: 'layers', address: 'look?method=generated', height: 880 },
  { name: 'imagine', address: 'imagine', height: 880 },
  {
    name: 'map',
    address: 'imagine/map',
    height: 880,
    before: async (page) => {
      await page.getByRole('radio', { name: 'Colour' }).check({ force: true })
    },
  },
]

const folder = mkdtempSync(join(tmpdir(), 'phosphene-pictures-'))
const service = await startService(folder)
const { client, close } = lineTo(service)
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
try {
  mkdirSync(out, { recursive: true })
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme, reducedMotion: 'reduce' })
    for (const { name, address, height, before } of shots) {
      await page.setViewportSize({ width: 1280, height })
      await page.goto(`${service.url}#/${address}`)
      await page.waitForTimeout(1500)
      // Some pages find out first what they show.
      await rest(client)
      await before?.(page)
      await page.mouse.move(0, 0)
      await page.waitForTimeout(1500)
      await page.screenshot({ path: join(out, `${name}-${colorScheme}.png`), animations: 'disabled' })
    }
    await page.close()
  }

  // The mark of the page on a ground of its own, with the margin that systems expect around it.
  const mark = readFileSync(join(root, 'src-renderer', 'public', 'favicon.svg'), 'utf8')
    .replaceAll('#1d5fae', '#8db8ff')
    .replace('<svg ', '<svg x="6" y="6" width="22" height="22" ')
  const icon =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 34 34" width="1024" height="1024"><rect x="1.6" y="1.6" ` +
    `width="30.8" height="30.8" rx="7" fill="#14161b"/>${mark}</svg>`
  const page = await browser.newPage({ viewport: { width: 1024, height: 1024 } })
  await page.setContent(`<style>body { margin: 0; background: transparent }</style>${icon}`)
  writeFileSync(join(root, 'resources', 'icon.png'), await page.screenshot({ omitBackground: true }))
} finally {
  await browser.close()
  close()
  await service.stop()
  rmSync(folder, { recursive: true, force: true })
}
