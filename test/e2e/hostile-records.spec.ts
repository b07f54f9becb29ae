// A window over a library of hostile records: every page is still there, the run pages too, and nothing ends the line or the page.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unreadableResults } from '../../src-shared/run/results/index.ts'
import { addHostileRecords } from '../fixtures/hostile-records.ts'
import { lineTo } from './client.ts'
import { expect, startService, test as walk, open } from './lab.ts'

const test = walk.extend({
  service: async ({ browserName: _ }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'phosphene-walk-'))
    await addHostileRecords(folder, 300, 7)
    const service = await startService(folder)
    await use(service)
    await service.stop()
    rmSync(folder, { recursive: true, force: true })
  },
})

test('every page shows, whatever the library holds', async ({ page, service }) => {
  const { client, close } = lineTo(service)
  async function shows(hash: string, ready = hash.slice(2).split(/[/?]/)[0]): Promise<void> {
    await open(page, hash)
    await expect(page.locator(`[data-page-ready="${ready}"]`), hash).toBeVisible()
    await expect(page.getByRole('main').getByRole('heading').first(), hash).toBeVisible()
    await expect(page.getByText('cannot be shown', { exact: false }).and(page.locator('.title')), hash).toHaveCount(0)
    await expect(page.getByText('The connection to the lab is lost'), hash).toHaveCount(0)
  }
  const { runs, unreadable, counts } = await client.listRuns({ parent: null, limit: 1000 })
  await shows('#/home')
  await shows('#/runs')
  await expect(page.getByText(`Runs (${counts.shown})`)).toBeVisible()
  await expect(page.getByText(/runs cannot be read by this version/)).toBeVisible()
  for (const hash of [
    '#/runs?shelf=archive',
    '#/runs?shelf=trash',
    '#/reproduce',
    '#/train',
    '#/data',
    '#/data/new',
    '#/look',
    '#/look/conv3',
    '#/look/conv3/1',
    '#/look/logits/39',
    '#/objective',
    '#/imagine',
    '#/imagine/search',
    '#/imagine/map',
    '#/imagine/path',
    '#/settings',
    '#/help',
  ])
    await shows(hash)
  await shows(
    `#/compare?ids=${runs
      .slice(0, 5)
      .map((one) => one.id)
      .concat(runs[0]!.id)
      .join()}`,
  )
  // Of each kind some, each with its curves.
  const seen = new Map<string, number>()
  let told = 0
  for (const run of runs) {
    const { id, recipe } = run
    const before = seen.get(recipe.kind) ?? 0
    seen.set(recipe.kind, before + 1)
    if (before >= 4 || id.startsWith('.')) continue
    // The address of a training's run leads to the page of the training.
    const training = recipe.kind === 'classifier' || recipe.kind === 'autoencoder'
    await shows(`#/runs/${encodeURIComponent(id)}`, training ? 'train' : 'runs')
    const more = page.getByRole('button', { name: 'More curves' })
    if ((await more.count()) > 0) await more.click()
    const odd = unreadableResults(run, (await client.getRun({ id })).artifacts).length
    await expect(page.getByText(/results? of this run cannot be read by this version/), id).toHaveCount(odd > 0 ? 1 : 0)
    told += odd
    for (const log of await page.getByRole('switch', { name: 'Log axis' }).all()) await log.press(' ')
    if (recipe.kind === 'reproduce') await shows(`#/reproduce/${encodeURIComponent(id)}`)
  }
  expect(told).toBeGreaterThan(0)
  const newer = unreadable.find((one) => one.newer)!
  await shows(`#/runs/${newer.key}`)
  await expect(page.getByText('Made by a newer version')).toBeVisible()
  await page.getByRole('button', { name: 'Move to Trash' }).click()
  await page.getByRole('button', { name: 'Delete for good' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete for good' }).click()
  await expect(page.getByRole('heading', { name: 'Runs', level: 1 })).toBeVisible()
  await expect(client.getUnreadable({ id: newer.key })).rejects.toThrow(/deleted for good/)
  close()
})
