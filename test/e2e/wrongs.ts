// What can be wrong with a page, whatever it shows: a complaint, a violation, something too wide or without a name.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright/test'
import { violations } from './accessible.ts'
import type { LabClient } from './client.ts'
import { rest } from './small-starter.ts'

/** Where pictures of every page in both themes go, for people to look at, if SCREENS is set: they take 20 s of processor time. */
const screens = process.env['SCREENS'] ? join(import.meta.dirname, '..', '..', 'test-results', 'screens') : null
const themes = ['light', 'dark'] as const
/** A small window, the usual one at 200 % zoom (half as many CSS pixels), and one as narrow as a phone. */
const windows = [
  { width: 1024, height: 700 },
  { width: 640, height: 400 },
  { width: 390, height: 800 },
]

/** Shows an address and waits until its page has stopped changing. */
export async function visit(page: Page, client: LabClient, address: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash
  }, `#/${address}`)
  const name = /^[a-z]+/.exec(address)![0]
  await page.locator(`[data-page-ready="${name === 'nowhere' ? 'home' : name}"]`).waitFor({ state: 'attached' })
  await settle(page)
  // Some pages ask for what they show; what they look like then is what matters.
  if ((await client.listRuns({ states: ['queued', 'running'], limit: 1 })).runs.length === 0) return
  await rest(client)
  await settle(page)
}
export const settle = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const quiet = 250
        const most = 5000
        const end = (): void => {
          watch.disconnect()
          clearTimeout(timer)
          clearTimeout(late)
          resolve()
        }
        let timer = setTimeout(end, quiet)
        const late = setTimeout(end, most)
        const watch = new MutationObserver(() => {
          clearTimeout(timer)
          timer = setTimeout(end, quiet)
        })
        watch.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true })
      }),
  )
/**
 * Another theme or another size is there with the next frame but one: styles are worked out in the first, what watches sizes answers in the
 * second.
 */
const drawn = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(() => resolve()))
      }),
  )
const tooWide = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const main = document.querySelector('main')!
    if (main.scrollWidth <= main.clientWidth && document.documentElement.scrollWidth <= innerWidth) return []
    // The deepest things that stand out to the right say more than that something does.
    const right = main.getBoundingClientRect().right
    const out = [...main.querySelectorAll('*')].filter(
      (one) =>
        one.getBoundingClientRect().right > right + 1 &&
        ![...one.children].some((child) => child.getBoundingClientRect().right > right + 1),
    )
    return out.slice(0, 3).map((one) => one.outerHTML.slice(0, 120))
  })
/**
 * How much taller the document is than the window: only the page inside it scrolls, or what is brought into view takes the bar at the top
 * away.
 */
const tooTall = (page: Page): Promise<number> => page.evaluate(() => Math.max(0, document.documentElement.scrollHeight - innerHeight))

/**
 * Everything that is wrong at the addresses, in words. An address with an id in it has a name of its own, so that its pictures can be told
 * from run to run.
 */
export async function wrongs(
  page: Page,
  client: LabClient,
  state: string,
  addresses: readonly (string | { address: string; name: string })[],
): Promise<string[]> {
  const wrong: string[] = []
  if (screens !== null) mkdirSync(screens, { recursive: true })
  for (const one of addresses) {
    const { address, name } = typeof one === 'string' ? { address: one, name: one } : one
    const report = (theme: string, what: string): void => {
      wrong.push(`${state}, #/${name}, ${theme}: ${what}`)
    }
    const complain = (message: { type(): string; text(): string }): void => {
      if (message.type() === 'error' || message.type() === 'warning') report('console', message.text())
    }
    page.on('console', complain)
    await page.setViewportSize({ width: 1280, height: 800 })
    for (const colorScheme of themes) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      // The page follows the theme while it is looked at.
      await (colorScheme === themes[0] ? visit(page, client, address) : drawn(page))
      for (const what of await violations(page, colorScheme === themes[0] ? undefined : 'colours')) report(colorScheme, what)
      if (screens !== null)
        await page.screenshot({
          path: join(screens, `${state}-${name.replaceAll(/[^a-z0-9]+/g, '-')}-${colorScheme}.png`),
          animations: 'disabled',
        })
    }
    for (const role of ['button', 'link'] as const) {
      for (const one of await page.getByRole(role, { name: /^\s*$/ }).all())
        report('any', `a ${role} without a name: ${await one.evaluate((element) => element.outerHTML.slice(0, 120))}`)
    }
    for (const size of windows) {
      await page.setViewportSize(size)
      await drawn(page)
      // What seems too wide may be on its way to the new size.
      let out = await tooWide(page)
      if (out.length > 0) {
        await settle(page)
        out = await tooWide(page)
      }
      for (const one of out) report(`${size.width} x ${size.height}`, `wider than the window: ${one}`)
      const over = await tooTall(page)
      if (over > 0) report(`${size.width} x ${size.height}`, `the document is ${over} pixels taller than the window`)
    }
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'active' })
    await drawn(page)
    if (!(await page.getByRole('heading', { level: 1 }).first().isVisible())) report('forced colours', 'no heading')
    await page.emulateMedia({ forcedColors: 'none' })
    page.off('console', complain)
  }
  return wrong
}
