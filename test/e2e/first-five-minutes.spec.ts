// What a newcomer does in the first five minutes, by the keyboard alone, on the real service: no mouse, no shortcut that is not on screen.
import type { Locator, Page } from 'playwright/test'
import { lineTo } from './client.ts'
import { expect, test } from './lab.ts'
import { fill } from './small-starter.ts'

test.use({ starter: true })

/** Presses Tab until the control has the focus, as someone without a mouse does. */
async function tabTo(page: Page, control: Locator, most = 160): Promise<void> {
  await expect(control).toBeVisible()
  for (let presses = 0; presses < most; presses++) {
    if (await control.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`${await control.evaluate((element) => element.outerHTML.slice(0, 200))} is not reached by ${most} presses of Tab.`)
}
/** Keeps what the page says of forming pictures while they form: on a fast machine they are there for a moment only. */
async function remember(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen = new Set<string>()
    Object.assign(window, { seen })
    new MutationObserver(() => {
      for (const card of document.querySelectorAll('article')) {
        const method = card.getAttribute('aria-label')?.split(',')[0]
        const climbing = /climbing: \S+ \((.+?)\)/.exec(card.querySelector('.score')?.textContent ?? '')?.[1]
        if (climbing !== undefined)
          seen.add(
            `${method}: climbing ${climbing}` +
              (/best example|noise/.test(card.textContent ?? '') ? ' beside yardsticks of another number' : ''),
          )
        for (const words of card.querySelectorAll('p'))
          if (/^Step [\d,]+$/.test(words.textContent ?? '')) seen.add(`${method}: ${words.textContent}`)
        if (card.querySelector('[aria-label*="forming now"]')) seen.add(`${method}: forming`)
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true })
  })
}
const remembered = (page: Page, method: string): Promise<string[]> =>
  page.evaluate((name) => [...(window as unknown as { seen: Set<string> }).seen].filter((one) => one.startsWith(`${name}:`)), method)

test('the first five minutes by keyboard', async ({ page, service }) => {
  const { client, close } = lineTo(service)
  await fill(client)
  await page.reload()
  await remember(page)

  // Four pictures, and one key to see the second of them form.
  await expect(page.getByRole('list', { name: /What the classifier looks for/ }).getByRole('listitem')).toHaveCount(4)
  await tabTo(page, page.getByRole('button', { name: 'See it happen' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Logit of rainbow double circle')
  const naive = page.getByRole('article', { name: /^Naive, / })
  await expect(naive.getByText('128 steps, seed 1')).toBeVisible()
  await expect.poll(() => remembered(page, 'Naive')).toContain('Naive: forming')
  expect((await remembered(page, 'Naive')).filter((one) => one.includes('Step')).length).toBeGreaterThan(1)
  // While it climbs, the number is named, and stands alone.
  expect((await remembered(page, 'Naive')).filter((one) => one.includes('climbing'))).toEqual(['Naive: climbing logit'])

  // Another start, shaken; the page says that it is another.
  await tabTo(page, page.getByRole('button', { name: 'Try seed 2 robust' }))
  await page.keyboard.press('Enter')
  await expect.poll(() => remembered(page, 'Robust')).toContain('Robust: forming')
  await expect(page.getByRole('article', { name: /^Robust, / }).getByText('256 steps, seed 2')).toBeVisible()
  await expect(page.getByText('Not the same start: naive has seed 1, robust seed 2. Visualize again to compare them.')).toBeVisible()

  // What it likes of the real pictures.
  await tabTo(page, page.getByRole('button', { name: 'Choose dataset examples' }))
  await page.keyboard.press('Enter')
  await expect(
    page
      .getByRole('list', { name: /^Strongest of the test split/ })
      .getByRole('listitem')
      .first(),
  ).toBeVisible()

  // The latent sliders, and the picture that follows.
  await page.keyboard.press('Control+6')
  const slider = page.getByRole('slider', { name: 'Latent number 1 of 6' })
  await tabTo(page, slider)
  const drawn = (): Promise<string> =>
    page
      .getByRole('main')
      .locator('canvas')
      .first()
      .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL())
  const before = await drawn()
  for (let presses = 0; presses < 30; presses++) await page.keyboard.press('ArrowRight')
  await expect.poll(drawn).not.toBe(before)

  // A network of one's own, stopped when one has seen enough, and kept.
  await page.keyboard.press('Control+4')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Train')
  await tabTo(page, page.getByRole('button', { name: 'Start', exact: true }))
  await page.keyboard.press('Enter')
  const stop = page.getByRole('main').getByRole('button', { name: 'Stop and keep' })
  await expect(page.getByRole('img', { name: /loss|accuracy/i }).first()).toBeVisible()
  await tabTo(page, stop)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main').getByText('stopped early').first()).toBeVisible()

  // Beside the one that came with the lab.
  await tabTo(page, page.getByRole('main').getByRole('link', { name: 'Compare' }))
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/#\/compare\?ids=[\w-]+,[\w-]+$/)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()

  await page.keyboard.press('Control+1')
  await expect(page.getByText('all five done')).toBeVisible()
  close()
})
