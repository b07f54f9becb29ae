// Runs: search, filters, keyboard, star, tag, rename, archive, Trash and back, deletion for good, export and import.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Page } from 'playwright/test'
import { ascendRecipe, classifierRecipe, datasetRecipe, datasetSettings } from '../../src-shared/recipe/recipe.ts'
import { lineTo, train } from './client.ts'
import { expectAccessible } from './accessible.ts'
import { expect, open, test } from './lab.ts'

const dataset = datasetSettings.parse({ count: 120 })

const row = (page: Page, name: string) => page.getByRole('link', { name, exact: true })

/** Waits for a run to end, whatever its end. */
async function ended(client: ReturnType<typeof lineTo>['client'], id: string): Promise<void> {
  for (;;) {
    const { run } = await client.getRun({ id })
    if (run.state !== 'queued' && run.state !== 'running') return
    await new Promise((resolve) => {
      setTimeout(resolve, 80)
    })
  }
}

test('runs are found, changed, thrown away and brought back', async ({ page, service }) => {
  const { client, close } = lineTo(service)
  const ids: string[] = []
  for (const [at, name] of ['Alpha', 'Beta', 'Gamma'].entries()) {
    const { id } = await client.startRun({
      recipe: datasetRecipe.parse({ kind: 'dataset', dataset: { ...dataset, count: 60, seed: at + 1 } }),
      name,
    })
    await ended(client, id)
    ids.push(id)
  }
  const failed = await client.startRun({
    recipe: ascendRecipe.parse({
      kind: 'ascend',
      model: await train(client, classifierRecipe.parse({ kind: 'classifier', dataset, epochs: 1, batchSize: 16 }), 'A classifier'),
      objectives: [{ kind: 'channel', layer: 'conv1', channel: 0 }],
      steps: 2,
    }),
    name: 'Broken',
  })
  await ended(client, failed.id)
  // What can be known before a run is refused before it, so a failure is written into its record.
  const library = new Database(join(service.folder, 'library.sqlite'))
  library.prepare(`UPDATE run SET state = 'failed', fault = 'The engine ended.' WHERE id = ?`).run(failed.id)
  library.close()

  await open(page, '#/runs')
  await expect(page.getByText('Runs (5)')).toBeVisible()
  await expect(row(page, 'Broken')).toBeVisible()
  await expectAccessible(page)

  // Search answers while one types; so do kind and state.
  const search = page.getByRole('searchbox', { name: /^Search runs/ })
  await search.fill('gam')
  await expect(page.getByRole('listitem').filter({ has: page.getByRole('checkbox') })).toHaveCount(1)
  await expect(page.getByText('A filter is on: 1 run shown.')).toBeVisible()
  await search.fill('nothing of the kind')
  await expect(page.getByText('No runs match')).toBeVisible()
  await page.getByRole('button', { name: 'Show all runs' }).click()
  await page.getByRole('button', { name: 'State' }).click()
  await page.getByRole('checkbox', { name: 'Failed' }).check()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'State: failed' })).toBeVisible()
  await expect(row(page, 'Alpha')).toHaveCount(0)
  await page.getByRole('button', { name: 'Clear' }).click()

  // By keyboard alone: down to Beta, star it, name it anew, undo that.
  await row(page, 'Gamma').focus()
  await page.keyboard.press('j')
  await expect(row(page, 'Beta')).toBeFocused()
  await page.keyboard.press('f')
  await expect(page.getByRole('button', { name: 'Remove the star from Beta' })).toHaveAttribute('aria-pressed', 'true')
  await page.keyboard.press('F2')
  await page.getByRole('textbox', { name: 'New name' }).fill('Beta, renamed')
  await page.keyboard.press('Enter')
  await expect(row(page, 'Beta, renamed')).toBeFocused()
  await page.keyboard.press('Control+z')
  await expect(row(page, 'Beta')).toBeVisible()

  // A tag and a note are found again.
  await row(page, 'Beta').focus()
  await page.keyboard.press('t')
  const dialog = page.getByRole('dialog', { name: 'Tags and note of “Beta”' })
  await expect(dialog.getByRole('combobox', { name: 'Add a tag' })).toBeFocused()
  await page.keyboard.type('demo')
  await page.keyboard.press('Enter')
  await dialog.getByRole('textbox', { name: 'Note' }).fill('the second one')
  await dialog.getByRole('button', { name: 'Done' }).click()
  await search.fill('second demo')
  await expect(row(page, 'Beta')).toBeVisible()
  await expect(row(page, 'Alpha')).toHaveCount(0)
  await search.fill('')

  // Into the Trash with the Delete key, back with Undo; nothing is gone meanwhile.
  await row(page, 'Alpha').focus()
  await page.keyboard.press('Delete')
  await expect(row(page, 'Alpha')).toHaveCount(0)
  expect((await client.getRun({ id: ids[0]! })).run.trashed).not.toBeNull()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('Restored “Alpha”.')).toBeVisible()
  await expect(row(page, 'Alpha')).toBeVisible()
  expect((await client.getRun({ id: ids[0]! })).run.trashed).toBeNull()

  // Each says which network it is about, by the name that has now; the network says what was made with it when it is thrown away.
  const line = page.getByRole('listitem').filter({ has: row(page, 'Broken') })
  await expect(line).toContainText('of A classifier')
  await client.updateRun({ id: (await client.listModels({}))[0]!.run, patch: { name: 'My quick sorter' } })
  await expect(line).toContainText('of My quick sorter')
  await row(page, 'My quick sorter').focus()
  await page.keyboard.press('Delete')
  await expect(page.getByText('Moved “My quick sorter” to Trash. “Broken” was made with its network and stays')).toBeVisible()
  await expect(line).toContainText('of a network that was removed')
  await page.keyboard.press('Control+z')
  await expect(line).toContainText('of My quick sorter')
  // What was taken back is not offered to be taken back once more.
  await expect(page.getByText('Moved “My quick sorter” to Trash.')).toHaveCount(0)
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await page.keyboard.press('Escape')
  // Under their networks.
  await page.getByRole('button', { name: 'View' }).click()
  await page.getByRole('switch', { name: 'Under their networks' }).check({ force: true })
  await page.keyboard.press('Escape')
  await expect(page.getByRole('main').getByRole('heading', { level: 2 })).toHaveText([
    /^My quick sorter\s*2.runs$/,
    /^Without a network\s*3.runs$/,
  ])
  await expectAccessible(page)
  await page.getByRole('button', { name: 'View' }).click()
  await page.getByRole('switch', { name: 'Under their networks' }).uncheck({ force: true })
  await page.keyboard.press('Escape')

  // What was picked is let go when one leaves.
  await page.getByRole('checkbox', { name: 'Pick Gamma' }).click()
  await expect(page.getByText('1 run picked')).toBeVisible()
  await open(page, '#/settings')
  await open(page, '#/runs')
  await expect(row(page, 'Gamma')).toBeVisible()
  await expect(page.getByText('1 run picked')).toHaveCount(0)

  // Several at once, by Shift; archived and taken out again.
  await page.getByRole('checkbox', { name: 'Pick Gamma' }).click()
  await page.getByRole('checkbox', { name: 'Pick Alpha' }).click({ modifiers: ['Shift'] })
  await expect(page.getByText('3 runs picked')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Archive the picked runs' }).click()
  await expect(page.getByText('Archive (3)')).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect(page.getByText('Archive (0)')).toBeVisible()

  // Export, delete for good (which asks), import again by choosing the file; a second time it is there already; a wrong file is refused.
  // The rows share one menu: the button that opened it closes it, and another row's button brings its own.
  const menu = page.getByRole('menu')
  await page.getByRole('button', { name: 'More actions for Alpha' }).click()
  await expect(menu).toBeVisible()
  await page.getByRole('button', { name: 'More actions for Alpha' }).click()
  await expect(menu).toBeHidden()
  await page.getByRole('button', { name: 'More actions for Beta' }).press('Enter')
  await expect(menu).toHaveAccessibleName('Actions for Beta')
  await page.getByRole('button', { name: 'More actions for Alpha' }).press('Enter')
  await expect(menu).toHaveAccessibleName('Actions for Alpha')
  await page.keyboard.press('Escape')
  await expect(menu).toBeHidden()
  // A click that comes as fast as this one may be taken for the one that closed it: then the next one counts.
  await expect(async () => {
    await page.getByRole('button', { name: 'More actions for Alpha' }).click()
    await expect(page.getByRole('menuitem', { name: 'Export' })).toBeVisible({ timeout: 3_000 })
  }).toPass()
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'Export' }).click()])
  const packed = { name: file.suggestedFilename(), mimeType: 'application/zip', buffer: readFileSync(await file.path()) }
  await page.getByRole('button', { name: 'More actions for Alpha' }).click()
  await page.getByRole('menuitem', { name: 'Move to Trash' }).click()
  // While the answer is on its way, the runs of the shelf one comes from are not offered to be deleted: by the button or by the Delete key.
  await row(page, 'Gamma').focus()
  const offered = await page.evaluateHandle(() => {
    const seen = { others: false }
    let pressed = false
    new MutationObserver(() => {
      const said = document.querySelector('main')!.textContent
      const empties = [...document.querySelectorAll('button')].some((one) => one.textContent.includes('Empty the Trash') && !one.disabled)
      if (empties && said.includes('Gamma')) seen.others = true
      if (/Delete “(?!Alpha)/.test(document.body.textContent)) seen.others = true
      if (pressed || !location.hash.includes('shelf=trash') || said.includes('Alpha')) return
      pressed = true
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Delete', bubbles: true }))
    }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true })
    return seen
  })
  await page.getByRole('radio', { name: 'Trash (1)' }).check()
  await expect(row(page, 'Alpha')).toBeVisible()
  expect(await offered.evaluate((seen) => seen.others)).toBe(false)
  await page.getByRole('button', { name: 'Empty the Trash' }).click()
  const asked = page.getByRole('dialog', { name: 'Delete “Alpha” for good?' })
  await expect(asked).toContainText('cannot be undone')
  await asked.getByRole('button', { name: 'Delete for good' }).click()
  await expect(page.getByText('The Trash is empty')).toBeVisible()
  // What moved it to the Trash cannot be taken back any more.
  await expect(page.getByRole('button', { name: 'Undo', exact: true })).toHaveCount(0)
  await expect(client.getRun({ id: ids[0]! })).rejects.toThrow('no such run')
  await page.getByRole('radio', { name: /^Runs/ }).check()
  const input = page.locator('input[type=file]')
  await input.setInputFiles([packed, { name: 'holiday.zip', mimeType: 'application/zip', buffer: Buffer.from('no zip at all') }])
  const summary = page.getByRole('dialog', { name: '1 run imported, 1 refused' })
  await expect(summary).toContainText('Nothing was imported')
  await summary.getByRole('button', { name: 'Done' }).click()
  await expect(row(page, 'Alpha')).toBeVisible()
  await input.setInputFiles([packed])
  await expect(page.getByRole('dialog', { name: '1 already here' })).toBeVisible()
  await page.getByRole('button', { name: 'Done' }).click()
  // The same, dropped on the page.
  await page.evaluate(
    ([...bytes]) => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File([new Uint8Array(bytes)], 'alpha.phosphene.zip'))
      for (const type of ['dragover', 'drop']) window.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }))
    },
    [...packed.buffer],
  )
  await expect(page.getByRole('dialog', { name: '1 already here' })).toContainText('alpha.phosphene.zip')
  await page.getByRole('button', { name: 'Done' }).click()

  // Cards show the same runs.
  await page.getByRole('button', { name: 'View' }).click()
  await page.getByRole('radio', { name: 'Cards' }).check()
  await page.keyboard.press('Escape')
  await expect(row(page, 'Alpha')).toBeVisible()
  await expectAccessible(page)
  close()
})
