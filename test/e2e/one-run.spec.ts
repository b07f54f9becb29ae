// One run whole: a training paused, resumed and stopped while it is looked at; an ascent from a template; its replay.
import { ascendRecipe, classifierRecipe, datasetSettings } from '../../src-shared/recipe/recipe.ts'
import { expectAccessible } from './accessible.ts'
import { lineTo, train } from './client.ts'
import { expect, open, test } from './lab.ts'

const dataset = datasetSettings.parse({ count: 120 })

test('one run, live and after; its replay gives the same bytes', async ({ page, service }) => {
  const { client, close } = lineTo(service)
  const model = await train(client, classifierRecipe.parse({ kind: 'classifier', dataset, epochs: 1, batchSize: 16 }), 'A classifier')
  // A training long enough to be paused, resumed and stopped while it is looked at. The tray at the foot has such buttons too.
  const main = page.getByRole('main')
  const { id: training } = await client.startRun({
    recipe: classifierRecipe.parse({ kind: 'classifier', dataset, epochs: 400, batchSize: 16 }),
    name: 'A long training',
  })
  // A training has one page: the address of its run leads there, and leaves no step on the way back.
  await open(page, '#/settings')
  await open(page, `#/runs/${training}`)
  await expect(page).toHaveURL(new RegExp(`#/train/${training}$`))
  await expect(page.getByRole('img', { name: /^Activation of conv2, channel/ }).first()).toBeVisible()
  const left = async (name: string): Promise<number> => (await main.getByRole('button', { name }).boundingBox())!.x
  const placed = await left('Pause')
  await main.getByRole('button', { name: 'Pause' }).click()
  await expect(main.getByRole('button', { name: 'Resume' })).toBeVisible()
  // Who has just pressed Pause has the pointer on Resume, and on nothing else.
  expect(Math.abs((await left('Resume')) - placed)).toBeLessThan(2)
  await expect(page.getByRole('img', { name: /^Activation of conv2, channel/ }).first()).toBeVisible()
  await main.getByRole('button', { name: 'Resume' }).click()
  // Its pictures stay while it waits, so that they do not tell that it goes on; and what waits has a button of that name, too.
  await expect(main.getByRole('button', { name: 'Pause' })).toBeVisible()
  await main.getByRole('button', { name: 'Stop' }).click()
  await expect(page.getByText(/^Stopped after .* what it has learnt so far is kept/)).toBeVisible()
  // All that a run has, on the page of the training: what came of it and by which settings, its recipe in words and as JSON, tags, note and
  // files.
  for (const label of ['Test accuracy', 'Pictures', 'Classes', 'Batch size', 'Learning rate', 'Split'])
    await expect(main.locator('dt', { hasText: label }).first()).toBeVisible()
  await page.locator('summary', { hasText: 'Recipe' }).click()
  await expect(page.getByRole('region', { name: 'Recipe as JSON' })).toBeHidden()
  await expect(page.getByRole('region', { name: 'Settings' }).getByRole('row', { name: /^Dataset: classes all 60 classes/ })).toBeVisible()
  await page.getByRole('textbox', { name: 'Note' }).fill('As long as it likes')
  await page.getByRole('textbox', { name: 'Note' }).press('Tab')
  await page.getByRole('button', { name: 'Star', exact: true }).click()
  await expect.poll(async () => (await client.getRun({ id: training })).run).toMatchObject({ note: 'As long as it likes', starred: true })
  await page.goBack()
  await expect(page).toHaveURL(/#\/settings$/)

  const recipe = ascendRecipe.parse({
    kind: 'ascend',
    model,
    objectives: [
      { kind: 'channel', layer: 'conv2', channel: 0 },
      { kind: 'logit', class: 24 },
    ],
    optimizer: { kind: 'adam', step: 0.05 },
    steps: 8,
    frames: 6,
  })
  const { id } = await client.startRun({ recipe, name: 'An ascent' })
  await open(page, `#/runs/${id}`)
  await expect(page.getByRole('img', { name: /^picture for conv2 channel 0, after step 8/ })).toBeVisible()

  // The recipe as a template: mistakes are told, a smaller one is carried out.
  await page.locator('summary', { hasText: 'Recipe' }).click()
  await page.getByRole('button', { name: 'Use as template' }).click()
  const text = page.getByRole('textbox', { name: 'Recipe' })
  await text.fill('{ "kind": "ascend" ')
  await expect(page.getByText('This is not JSON')).toBeVisible()
  await text.fill(JSON.stringify({ ...recipe, steps: 12 }))
  await page.getByRole('textbox', { name: 'Name' }).fill('A short ascent')
  await page.getByRole('button', { name: 'Start' }).click()
  await expect(page.getByRole('heading', { name: 'A short ascent', level: 1 })).toBeVisible()
  await expect(page.getByRole('img', { name: /^picture for conv2 channel 0, after step 12/ })).toBeVisible()
  await page.getByRole('slider', { name: 'Step' }).press('Home')
  await expect(page.getByRole('img', { name: /^picture for conv2 channel 0, after step 0/ })).toBeVisible()
  await expectAccessible(page)

  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Replay' }).click()
  await expect(page.getByRole('heading', { name: 'A short ascent (replay)', level: 1 })).toBeVisible()
  await expect(page.getByText(/^The same, byte for byte: all \d+/)).toBeVisible()
  await page.locator('summary', { hasText: 'Files' }).click()
  await expect(page.getByRole('link', { name: 'pictures/logit:24/0' })).toHaveAttribute('href', /^artifact\/[0-9a-f]{64}$/)
  await expectAccessible(page)
  close()
})
