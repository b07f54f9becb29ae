// A network whose pictures are older than a thousand other runs: they are shown all the same, and what other runs do asks for nothing.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright/test'
import type { ObjectiveSpec } from '../../src-shared/recipe/objective.ts'
import { ascendRecipe, classifierRecipe, datasetSettings } from '../../src-shared/recipe/recipe.ts'
import { addRuns } from '../fixtures/many-runs.ts'
import { lineTo, train } from './client.ts'
import { expect, open, startService, test as walk } from './lab.ts'
import { finish, rest } from './small-starter.ts'

const channel: ObjectiveSpec = { kind: 'channel', layer: 'conv3', channel: 5 }
const naive = (model: string, steps = 4): ReturnType<typeof ascendRecipe.parse> =>
  ascendRecipe.parse({ kind: 'ascend', model, objectives: [channel], steps, frames: 2 })

const test = walk.extend({
  service: async ({ starter: _any }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'phosphene-walk-'))
    const first = await startService(folder, ['--no-starter'])
    const { client, close } = lineTo(first)
    const dataset = datasetSettings.parse({ count: 120 })
    const model = await train(client, classifierRecipe.parse({ kind: 'classifier', dataset, epochs: 1, batchSize: 16 }), 'A classifier')
    await finish(client, naive(model), 'An old picture')
    close()
    await first.stop()
    addRuns(folder, naive('e'.repeat(64)), 1200)
    const service = await startService(folder, ['--no-starter'])
    await use(service)
    await service.stop()
    rmSync(folder, { recursive: true, force: true })
  },
})

/** Counts how often the page has asked, from its next line to the lab on. */
function questions(page: Page, name: string): () => number {
  let asked = 0
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      if (payload.toString().includes(`"${name}"`)) asked += 1
    }),
  )
  return () => asked
}

test('a unit shows its picture however many runs came after it, and asks again only for runs of its network', async ({ page, service }) => {
  const { client, close } = lineTo(service)
  const [entry] = await client.listModels({})
  const [asked, listed] = [questions(page, 'visualizations'), questions(page, 'listModels')]
  await page.reload()
  await open(page, '#/look/conv3/5')
  const card = page.getByRole('article', { name: 'Naive, conv3, channel 5' })
  await expect(card.getByRole('img', { name: 'conv3, channel 5, naive picture' })).toBeVisible()
  await expect(card.getByRole('link', { name: '4 steps, seed 1' })).toBeVisible()
  // Home shows the same one.
  await open(page, '#/home')
  await expect(page.getByRole('link', { name: /^Naive for conv3 channel 5, activation / })).toBeVisible()

  await open(page, '#/look/conv3/5')
  await expect(card.getByRole('link', { name: '4 steps, seed 1' })).toBeVisible()
  await rest(client)
  // Every change has the page ask for the list of networks, later than it would for the pictures.
  const [other] = (await client.listRuns({ search: 'Another 7', limit: 1 })).runs
  async function change(name: string): Promise<void> {
    const before = listed()
    await client.updateRun({ id: other!.id, patch: { name } })
    await expect.poll(listed).toBeGreaterThan(before)
  }
  await change('What came before is heard')
  const before = asked()
  await change('Renamed')
  expect(asked()).toBe(before)
  await finish(client, naive(entry!.hash, 6), 'A new picture')
  await expect(card.getByRole('link', { name: '6 steps, seed 1' })).toBeVisible()
  expect(asked()).toBeGreaterThan(before)
  close()
})
