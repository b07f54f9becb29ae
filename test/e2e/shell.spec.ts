// The frame around the pages: the application menu, the keys it shows, the palette, and a word when long work ends unseen.
import { type MenuItem, menuTemplate } from '../../src-main/app/electron/menu.ts'
import type { MenuAction } from '../../src-shared/menu.ts'
import { classifierRecipe, datasetSettings } from '../../src-shared/recipe/recipe.ts'
import type { Page } from 'playwright/test'
import { lineTo } from './client.ts'
import { expect, looking, test } from './lab.ts'

/** The choices of the menu with the key that each shows, in Playwright's words. */
function choices(): { action: MenuAction; key: string | null }[] {
  let chosen: MenuAction | null = null
  const flat = (items: MenuItem[]): MenuItem[] => items.flatMap((item) => [item, ...flat(item.submenu ?? [])])
  return flat(
    menuTemplate({
      platform: 'linux',
      act: (action) => {
        chosen = action
      },
    }),
  ).flatMap((item) => {
    item.click?.()
    const action = chosen
    chosen = null
    const key = item.accelerator?.replace('CmdOrCtrl', 'Control').replace(/\bLeft$/, 'ArrowLeft') ?? null
    return action === null ? [] : [{ action, key }]
  })
}
const routes = ['home', 'reproduce', 'data', 'train', 'look', 'imagine', 'runs', 'objective', 'settings', 'help']

/** Whether what a choice of the menu promises has come about; puts the page back to where the next choice can be told from it. */
async function expectDone(page: Page, action: MenuAction, choose: () => Promise<void>): Promise<void> {
  const start = action === 'help' || action === 'settings' ? 'home' : 'help'
  await page.evaluate((hash) => {
    location.hash = hash
  }, `#/${start}`)
  await expect(page.locator(`[data-page-ready=${start}]`)).toBeVisible()
  if (action === 'import') {
    const [files] = await Promise.all([page.waitForEvent('filechooser'), choose()])
    expect(files.isMultiple()).toBe(false)
    return
  }
  await choose()
  if (action === 'search' || action === 'shortcuts') {
    await expect(page.getByRole('dialog')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()
  } else {
    const route = action === 'new-run' ? 'train' : action === 'back' ? 'home' : action
    expect(routes).toContain(route)
    await expect(page.locator(`[data-page-ready=${route}]`)).toBeVisible()
  }
}

looking('every choice of the menu is done by the page, and so is the key it shows', async ({ page }) => {
  for (const { action, key } of choices()) {
    const ways = [
      () =>
        page.evaluate((menu) => {
          window.postMessage({ menu }, '*')
        }, action),
      ...(key === null ? [] : [() => page.keyboard.press(key)]),
    ]
    for (const way of ways) {
      if (action === 'back')
        await page.evaluate(() => {
          location.hash = '#/home'
        })
      await expectDone(page, action, way)
    }
  }
})

looking('the palette finds a page by its name and goes there by keyboard', async ({ page }) => {
  await expect(page.locator('[data-page-ready=home]')).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('imag')
  await page.keyboard.press('Enter')
  await expect(page.locator('[data-page-ready=imagine]')).toBeVisible()
  await expect(page.getByRole('dialog')).toBeHidden()

  // Words, settings and places are found as well; what is not there is said.
  await page.keyboard.press('Control+k')
  await page.keyboard.type('seed')
  await expect(page.getByRole('option', { name: 'Seed Glossary' })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Glossary', level: 1 })).toBeVisible()
  await expect(page.getByRole('searchbox', { name: 'Find a word' })).toHaveValue('Seed')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('xyzzy')
  await expect(page.getByRole('status').getByText('Nothing found for “xyzzy”.')).toBeVisible()
  await page.keyboard.press('Escape')
})

test('a browser that may tell of work that ended while nobody looked does so, and of short work not', async ({
  page,
  service,
  context,
}) => {
  await context.grantPermissions(['notifications'])
  await page.reload()
  // What the system would show is noted instead; whether anyone looks, and the time, are the browser's to say.
  await page.evaluate(() => {
    const told: string[] = []
    Object.assign(window, { told })
    window.Notification = class extends EventTarget {
      static permission = 'granted'
      constructor(title: string) {
        super()
        told.push(title)
      }
      close(): void {}
    } as unknown as typeof Notification
    Object.defineProperty(document, 'hidden', { value: true })
  })
  const told = (): Promise<string[]> => page.evaluate(() => (window as unknown as { told: string[] }).told)
  const { client, close } = lineTo(service)
  const recipe = classifierRecipe.parse({ kind: 'classifier', dataset: datasetSettings.parse({ count: 120 }), epochs: 500, batchSize: 16 })
  for (const [name, later] of [
    ['A short one', 0],
    ['A long one', 60_000],
  ] as const) {
    const { id } = await client.startRun({ recipe, name })
    await expect(page.getByRole('region', { name: 'Current work' })).toContainText(name)
    await page.evaluate((by) => {
      const now = Date.now.bind(Date)
      Date.now = () => now() + by
    }, later)
    await client.cancelRun({ id })
    await expect.poll(async () => (await client.getRun({ id })).run.state).toBe('cancelled')
    await expect(page.getByRole('region', { name: 'Current work' })).toBeHidden()
  }
  await expect.poll(told).toEqual(['“A long one” has stopped'])
  close()
})
