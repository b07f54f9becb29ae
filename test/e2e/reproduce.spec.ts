// The walk the lab stands on: press Reproduce, see the paper's figures, stop a second run, and find both on record.
import { expectAccessible } from './accessible.ts'
import { expect, test } from './lab.ts'

test('reproduces the paper at its smallest size, and keeps what a stopped run had', async ({ page, service }) => {
  await page.goto(`${service.url}#/reproduce`)
  await expect(page.getByRole('heading', { level: 1, name: 'Reproduce the paper' })).toBeVisible()
  await page.getByRole('radio', { name: /^Tiny/ }).check()
  await page.getByRole('button', { name: 'Start' }).click()

  // While it works: which part, how far, and a way to stop.
  const work = page.getByRole('region', { name: 'At work' })
  await expect(work.getByRole('progressbar', { name: 'Progress of the reproduction' })).toBeVisible()
  await expect(work.getByRole('list', { name: 'Parts' }).getByText('Classifier')).toBeVisible()
  await expect(page.getByRole('main').getByRole('button', { name: 'Pause' })).toBeVisible()
  // The foot of the window tells the same number as the page, at every moment.
  await expect(page.getByRole('region', { name: 'Current work' }).getByRole('progressbar')).toBeVisible()
  let told: (number | null)[] = []
  await expect
    .poll(async () => {
      told = await page.evaluate(() =>
        ['main section[aria-label="At work"] progress', 'section[aria-label="Current work"] progress'].map((place) => {
          const bar = document.querySelector<HTMLProgressElement>(place)
          return bar !== null && bar.position > 0 ? bar.value : null
        }),
      )
      return told.every((one) => one !== null)
    })
    .toBe(true)
  expect(told[1]).toBe(told[0])

  // Every figure from 7 to 13, each with pictures that have loaded and a claim with its verdict.
  await expect(page.getByText(/Of \d+\sclaims, .*too small to tell/)).toBeVisible({ timeout: 900_000 })
  for (const number of [7, 8, 9, 10, 11, 12, 13])
    await expect(page.getByRole('heading', { level: 2, name: new RegExp(`^Fig. ${number}\\b`) })).toBeVisible()
  await expect(page.getByRole('table', { name: /paper/i }).first()).toBeVisible()
  for (const picture of await page.locator('main img').all()) {
    await picture.scrollIntoViewIfNeeded()
    await expect.poll(() => picture.evaluate((one: HTMLImageElement) => one.complete && one.naturalWidth > 0)).toBe(true)
    expect(await picture.getAttribute('alt')).not.toBeNull()
  }
  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save report' }).click()
  expect((await saving).suggestedFilename()).toMatch(/\.html$/)
  await expectAccessible(page)

  // A second run of another seed, stopped while it works.
  await page.goto(`${service.url}#/reproduce`)
  await page.getByRole('radio', { name: /^Tiny/ }).check()
  await page.getByText('More settings').click()
  await page.getByRole('textbox', { name: 'Seed' }).fill('2')
  await page.getByRole('button', { name: 'Start' }).click()
  await expect(work.getByRole('listitem').filter({ hasText: 'Classifier' })).toBeVisible()
  await page.getByRole('main').getByRole('button', { name: 'Stop' }).click()
  await expect(page.getByText('stopped early').first()).toBeVisible()

  await page.goto(`${service.url}#/reproduce`)
  const earlier = page.getByRole('region', { name: 'Reproductions so far' })
  await expect(earlier.getByText('seed 1')).toBeVisible()
  await expect(earlier.getByText('seed 2')).toBeVisible()
  await expect(earlier.getByText('finished', { exact: true })).toBeVisible()
  await expect(earlier.getByText('stopped early', { exact: true })).toBeVisible()
})
