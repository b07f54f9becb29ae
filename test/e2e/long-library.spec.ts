// A library that has grown: ten thousand runs, and a curve of a hundred thousand points. The records are a fixture; nothing here is about
// what they say, only about finding one's way among so many.
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright/test'
import { addFixture, curvePoints, records } from '../bench/ui-library.ts'
import { expect, startService, test as walk } from './lab.ts'

let long = ''
/** The library is made once; each walk has a copy. */
let template: string | null = null
const test = walk.extend({
  service: async ({ starter }, use) => {
    if (template === null) {
      template = mkdtempSync(join(tmpdir(), 'phosphene-walk-'))
      long = addFixture(template)
    }
    const folder = mkdtempSync(join(tmpdir(), 'phosphene-walk-'))
    cpSync(template, folder, { recursive: true })
    const service = await startService(folder, starter ? [] : ['--no-starter'])
    await use(service)
    await service.stop()
    rmSync(folder, { recursive: true, force: true })
  },
})
test.afterAll(() => {
  if (template !== null) rmSync(template, { recursive: true, force: true })
})
const scrolled = (page: Page): Promise<number> => page.getByRole('main').evaluate((main) => main.scrollTop)

test('the way back leads to the row one came from', async ({ page }) => {
  await page.evaluate(() => {
    location.hash = '#/runs'
  })
  await expect(page.getByText(`Runs (${(records + 1).toLocaleString('en-US')})`)).toBeVisible()
  await page.mouse.move(700, 500)
  // The list grows as its end comes near.
  await expect
    .poll(
      async () => {
        await page.mouse.wheel(0, 400)
        return scrolled(page)
      },
      { intervals: [30] },
    )
    .toBeGreaterThan(12_000)
  // What the wheel has set going comes to rest.
  let before = -1
  await expect
    .poll(
      async () => {
        const [last, now] = [before, await scrolled(page)]
        before = now
        return now - last
      },
      { intervals: [100] },
    )
    .toBe(0)
  const top = await scrolled(page)
  const row = page.locator('main [data-run]').nth(5)
  const name = (await row.textContent())!
  // The page of another run, and one in between that is short.
  await row.click()
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
  expect(await scrolled(page)).toBe(0)
  await page.getByRole('link', { name: 'Help' }).click()
  await expect(page.getByRole('heading', { name: 'Help', level: 1 })).toBeVisible()
  await page.goBack()
  await page.goBack()
  await expect(page.getByRole('link', { name, exact: true })).toBeInViewport()
  expect(await scrolled(page)).toBe(top)
  // Who comes by the menu begins at the top.
  await page.getByRole('link', { name: 'Help' }).click()
  await expect(page.getByRole('heading', { name: 'Help', level: 1 })).toBeVisible()
  await page.getByRole('link', { name: 'Runs', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Runs', level: 1 })).toBeVisible()
  await expect(page.locator('main [data-run]').first()).toBeInViewport()
  expect(await scrolled(page)).toBe(0)
})

test('a stretch of a long curve is read again with all the points that the screen can show', async ({ page }) => {
  await page.evaluate((id) => {
    location.hash = `#/runs/${id}`
  }, long)
  const plot = page.locator('main .u-over')
  await expect(plot).toBeVisible()
  const table = page.getByRole('switch', { name: 'As a table' })
  /** Steps between two neighbours of the table, from one step to another: the middle value. */
  async function gap(from: number, to: number): Promise<number> {
    await table.check({ force: true })
    const steps = await page
      .locator('main table tbody tr')
      .evaluateAll((rows) => rows.map((row) => Number(row.firstElementChild!.textContent!.replaceAll(',', ''))))
    await table.uncheck({ force: true })
    const inside = steps.filter((step) => step >= from && step <= to)
    const gaps = inside
      .slice(1)
      .map((step, at) => step - inside[at]!)
      .sort((a, b) => a - b)
    return gaps[Math.floor(gaps.length / 2)] ?? Infinity
  }
  expect(await gap(0.41 * curvePoints, 0.44 * curvePoints)).toBeGreaterThan(30)
  const box = (await plot.boundingBox())!
  await page.mouse.move(box.x + 0.4 * box.width, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(box.x + 0.45 * box.width, box.y + box.height / 2, { steps: 4 })
  await page.mouse.up()
  await expect(page.getByRole('button', { name: 'Show all' })).toBeVisible()
  await expect.poll(() => gap(0.41 * curvePoints, 0.44 * curvePoints)).toBeLessThan(15)
  // And it is drawn: drawing the curve anew, as a window of another size has it, shows nothing else.
  const drawn = (): Promise<string> => page.locator('main .uplot canvas').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL())
  const fine = await drawn()
  const { width, height } = page.viewportSize()!
  await page.setViewportSize({ width: width - 60, height })
  await expect.poll(drawn).not.toBe(fine)
  await page.setViewportSize({ width, height })
  await expect.poll(drawn).toBe(fine)
  await page.getByRole('button', { name: 'Show all' }).click()
  await expect.poll(() => gap(0.41 * curvePoints, 0.44 * curvePoints)).toBeGreaterThan(30)
})
