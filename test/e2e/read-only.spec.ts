// A library that can only be looked at: what would change it is grey and says why, and what looks goes on working.
import { chmodSync, cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expectAccessible } from './accessible.ts'
import { expect, startService, test, open } from './lab.ts'
import type { Locator } from 'playwright/test'

const reason = 'This library is open read-only: nothing can be started or changed in it.'
const looker = test.extend({
  service: async ({ starterLibrary }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'phosphene-walk-'))
    cpSync(await starterLibrary(), folder, { recursive: true })
    const all = [folder, ...readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((one) => join(folder, one))]
    for (const one of all) chmodSync(one, 0o555)
    const service = await startService(folder, [], { asVisitor: true })
    await use(service)
    await service.stop()
    for (const one of all) chmodSync(one, 0o755)
    rmSync(folder, { recursive: true, force: true })
  },
})

looker('everything can be looked at, and what would change it is grey and says why', async ({ page }) => {
  const main = page.getByRole('main')
  const refuses = async (one: Locator): Promise<void> => {
    await expect(one).toBeDisabled()
    await expect(one).toHaveAttribute('title', reason)
  }
  await expect(page.getByText(/^This library is open read-only, since .* cannot be written to/)).toBeVisible()
  await refuses(main.getByRole('button', { name: 'See it happen' }))
  await open(page, '#/train')
  await refuses(main.getByRole('button', { name: 'Start', exact: true }))
  await open(page, '#/reproduce')
  await refuses(main.getByRole('button', { name: 'Start', exact: true }))
  await open(page, '#/data/new')
  await refuses(main.getByRole('button', { name: 'Draw', exact: true }))
  await open(page, '#/look/conv3')
  await refuses(main.getByRole('button', { name: /^Visualize/ }))
  await expect(main.getByRole('gridcell')).toHaveCount(8)
  await open(page, '#/look/conv3/2')
  await refuses(main.getByRole('button', { name: 'Star this unit' }))
  await open(page, '#/imagine/search')
  await refuses(main.getByRole('button', { name: 'Start the search' }))
  await open(page, '#/runs')
  await main.getByRole('searchbox', { name: /^Search runs/ }).fill('Starter classifier')
  const starter = main.getByRole('link', { name: 'Starter classifier', exact: true })
  await refuses(main.getByRole('button', { name: 'Import' }))
  await refuses(main.getByRole('button', { name: 'Star Starter classifier' }))
  await starter.click()
  await expect(page.getByRole('heading', { name: 'Starter classifier', level: 1 })).toBeVisible()
  await refuses(main.getByRole('button', { name: 'Rename' }))
  // The keys say the same.
  await page.keyboard.press('F2')
  await expect(page.getByRole('status').getByText(reason)).toBeVisible()
  await refuses(main.getByRole('button', { name: 'Train longer' }).or(main.getByRole('button', { name: /^Start again with/ })))
  await refuses(main.getByRole('textbox', { name: 'Note' }))
  await main.getByRole('button', { name: 'More actions' }).click()
  await refuses(page.getByRole('menuitem', { name: 'Move to Trash' }))
  await expect(page.getByRole('menuitem', { name: 'Export' })).toBeEnabled()
  await page.keyboard.press('Escape')
  await expectAccessible(page)
})
