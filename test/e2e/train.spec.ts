// Train: set up, watch, stop, go on, and look at what came of it, with networks so small that they learn next to nothing.
import { autoencoderRecipe, classifierRecipe, datasetSettings } from '../../src-shared/recipe/recipe.ts'
import { patternOf } from '../fixtures/pattern.ts'
import { lineTo, train } from './client.ts'
import { expectAccessible } from './accessible.ts'
import { expect, open, test } from './lab.ts'
import type { Page } from 'playwright/test'

const sentence = (page: Page) => page.locator('.sentence')
const number = (page: Page, name: string) => page.getByRole('spinbutton', { name, exact: true })

test('measures how long each size takes, refuses what cannot be trained with, and keeps the choices', async ({ page, service }) => {
  const { client, close } = lineTo(service)
  await open(page, '#/train')
  await expect(page.getByRole('heading', { name: 'Train', level: 1 })).toBeVisible()
  // Nothing has been trained in this library: the machine's speed is found out for it.
  await expect(page.getByText(/^About .* on this machine$/)).toHaveCount(3)
  await expect(page.getByRole('radio', { name: 'Quick' })).toBeChecked()
  await expectAccessible(page)

  await page.getByText('More settings').click()
  await number(page, 'Batch size').fill('2')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('alert')).toContainText('Nothing was started.')
  await expect(number(page, 'Batch size')).toBeFocused()
  await expect(page.getByText('At least 4.')).toBeVisible()

  // Each setting has a way back, and all of them stay until then.
  await number(page, 'Batch size').fill('8')
  await page.getByRole('radio', { name: 'Both' }).check()
  await page.getByLabel('Output', { exact: true }).selectOption('linear')
  await page.getByRole('radio', { name: 'Paper' }).check()
  await expect(page.getByText('24,000 pictures; 12 epochs for the classifier, 45 for the generator')).toBeVisible()
  await expectAccessible(page)
  await expect
    .poll(async () => (await client.getSetting({ key: 'train-draft' })).value)
    .toMatchObject({ task: 'both', size: 'paper', changes: { autoencoder: { output: 'linear' } } })
  close()
  await page.reload()
  await expect(page.getByRole('radio', { name: 'Paper' })).toBeChecked()
  await expect(page.getByRole('radio', { name: 'Both' })).toBeChecked()
  await expect(page.getByLabel('Output', { exact: true })).toHaveValue('2')
  await page.getByRole('button', { name: 'Output: back to the network’s own' }).click()
  await expect(page.getByLabel('Output', { exact: true })).toHaveValue('0')
})

test('trains both one after the other, pauses, goes on, stops and keeps, and shows the mistakes', async ({ page, service }) => {
  const { client, close } = lineTo(service)
  await open(page, '#/train')
  await page.getByRole('radio', { name: 'Both' }).check()
  await page.getByText('More settings').click()
  await number(page, 'Pictures').fill('600')
  await number(page, 'Epochs').first().fill('400')
  await number(page, 'Epochs').last().fill('1')
  await number(page, 'Batch size').first().fill('16')
  await page.keyboard.press('Control+Enter')

  // Live: the sentence, the detectors, the curves, and what comes next.
  await expect(page.getByRole('heading', { name: 'Classifier, 600 pictures, 400 epochs', level: 1 })).toBeVisible()
  await expect(page.getByText(/Next: Autoencoder/)).toBeVisible()
  await expect(sentence(page)).toHaveText(
    /right on validation pictures \(\d+\sof\s60\) · loss .* · epoch \d+ of 400 · (about|a few) .*left/,
  )
  await expect(page.getByRole('img', { name: /Activation of conv2, channel/ })).toHaveCount(8)
  // What it calls twelve validation pictures, at its last check; a page opened in the middle has them too.
  await expect(page.getByRole('img', { name: /^Validation picture: .*(named correctly|taken for \w+ \w+ \w+)$/ })).toHaveCount(12)
  await expect(page.getByText(/^After \d+\sepochs?, .* these 12 .*named correctly\./)).toBeVisible()
  await page.reload()
  await expect(page.getByRole('img', { name: /^Validation picture: / })).toHaveCount(12)
  await expect(page.getByRole('img', { name: /^Loss: training .*validation/ })).toBeVisible()
  await expectAccessible(page)

  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('Space')
  await expect(sentence(page)).toHaveText(/^Paused\. .*epoch \d+ of 400$/)
  // The generator takes the place of the paused one, which then waits for it: also to be kept as it is.
  await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible()
  await page.getByRole('main').getByRole('button', { name: 'Stop and keep' }).click()
  await expect(sentence(page)).toHaveText(
    patternOf(
      /^Stopped after .* of 400\sepochs; what it has learnt so far is kept\. /,
      /Your classifier names .* of unseen pictures correctly \(\d+\sof\s60\)\./,
    ),
  )
  await expect(page.getByRole('main').getByRole('link', { name: 'Look inside' })).toHaveAttribute('href', /^#\/look\?model=[0-9a-f]{64}$/)
  await expect(page.getByRole('link', { name: 'Compare' })).toHaveAttribute('href', /^#\/compare\?ids=/)
  // How good that is, and the way on: of a stopped one from the beginning.
  await expect(page.getByText(/^Guessing would be right 1\.7\s% of the time\./)).toBeVisible()
  await number(page, 'Epochs to add').fill('3')
  await expect(page.getByRole('button', { name: /^Start again with 403\sepochs$/ })).toBeEnabled()

  // A mix-up leads to its pictures, and the address says which.
  await page
    .getByRole('region', { name: 'What it mixes up' })
    .getByRole('link', { name: /taken for/ })
    .first()
    .click()
  await expect(page).toHaveURL(/view=mistakes&cell=class-\d+-\d+$/)
  await expect(page.getByRole('heading', { name: /taken for/, level: 2 })).toBeVisible()
  await page.goBack()

  // Mistakes: small tables, words, the whole matrix, and the pictures behind a cell.
  await page.getByRole('tab', { name: 'Mistakes' }).click()
  await expect(page).toHaveURL(/view=mistakes$/)
  await expect(page.getByRole('table', { name: /^(Shape|Line style|Colour) \d/ })).toHaveCount(3)
  const first = page.getByRole('table').getByRole('button').first()
  const words = await first.getAttribute('aria-label')
  await first.click()
  await expect(first).toHaveAttribute('aria-pressed', 'true')
  const [pair, times] = words!.split(': ')
  await expect(page.getByRole('heading', { name: pair!, exact: false, level: 2 })).toBeVisible()
  await expect(page.getByText(`${times} test picture`)).toBeVisible()
  const matrix = page.getByRole('application', { name: /^Confusion matrix, 60 by 60/ })
  await matrix.focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowRight')
  await expect(matrix).toHaveAccessibleDescription(/taken for blue single line: \d+ of|^blue single line: \d+ of/)
  await page.keyboard.press('Enter')
  await page
    .getByRole('list')
    .getByRole('button', { name: /taken for/ })
    .first()
    .click()
  const behind = page.getByRole('list', { name: 'Pictures' }).getByRole('link')
  await expect(behind.first()).toHaveAttribute('href', /^#\/data\/picture\/\d+\?dataset=/)
  await expectAccessible(page)
  await page.getByRole('button', { name: /^What fires for th/ }).click()
  await expect(
    page
      .getByRole('region', { name: /^What fires for th/ })
      .getByRole('link', { name: /^(channel|unit) \d+$/ })
      .first(),
  ).toHaveAttribute('href', /^#\/look\/\w+\/\d+\?model=[0-9a-f]{64}$/)

  // Again with changes: the form as it was.
  await page.getByRole('link', { name: 'Train again with changes' }).click()
  await expect(page.getByRole('heading', { name: 'Train', level: 1 })).toBeVisible()
  await expect(number(page, 'Epochs')).toHaveValue('400')
  await expect(number(page, 'Batch size')).toHaveValue('16')
  await expect(number(page, 'Pictures')).toHaveValue('600')
  await expect(page.getByRole('region', { name: 'Trainings so far' }).getByRole('link')).toHaveCount(2)
  await page.getByText('Their settings side by side').click()
  const sideBySide = page.getByRole('table', { name: 'Settings of the trainings' })
  await expect(sideBySide.getByRole('row')).toHaveCount(3)
  await expect(sideBySide.getByRole('columnheader', { name: 'Epochs' })).toBeVisible()
  const { runs } = await client.listRuns({ kinds: ['classifier', 'autoencoder'] })
  expect(runs.map((run) => [run.recipe.kind, run.state]).sort()).toEqual([
    ['autoencoder', 'finished'],
    ['classifier', 'cancelled'],
  ])
  close()
})

test('a training that failed says why and starts the changed recipe; what a generator redraws is shown, and a classifier asked', async ({
  page,
  service,
}) => {
  const { client, close } = lineTo(service)
  const dataset = datasetSettings.parse({ count: 240 })
  const { id } = await client.startRun({
    recipe: autoencoderRecipe.parse({ kind: 'autoencoder', dataset, output: 'linear', epochs: 12, batchSize: 4, learningRate: 1 }),
  })
  await open(page, `#/train/${id}`)
  const alert = page.getByRole('alert')
  await expect(alert).toContainText('The loss is no longer a number')
  await expect(page.getByRole('button', { name: 'Resume' })).toHaveCount(0)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Start again with a quarter of the learning rate (0.25)' }).click()
  await expect(page.getByRole('heading', { name: 'Autoencoder, 240 pictures, 12 epochs, learning rate 0.25' })).toBeVisible()
  const [again] = (await client.listRuns({ kinds: ['autoencoder'] })).runs
  expect(again?.recipe).toMatchObject({ kind: 'autoencoder', output: 'linear', learningRate: 0.25, epochs: 12 })
  if (again && (again.state === 'running' || again.state === 'queued')) await client.cancelRun({ id: again.id })

  // One that did not fail: each of its test pictures beside what it draws of it.
  const pictures = datasetSettings.parse({ count: 600 })
  await train(client, classifierRecipe.parse({ kind: 'classifier', dataset: pictures, epochs: 1, batchSize: 32 }), 'A classifier')
  await train(client, autoencoderRecipe.parse({ kind: 'autoencoder', dataset: pictures, epochs: 1, batchSize: 32 }), 'A generator')
  const run = (await client.listRuns({ kinds: ['autoencoder'] })).runs[0]!
  await open(page, `#/train/${run.id}?view=mistakes`)
  await expect(sentence(page)).toHaveText(
    patternOf(
      /^Your generator redraws unseen pictures with a mean squared error of 0\.\d+ \(over 60 of them\): /,
      /\d+.% of what answering black would give\.$/,
    ),
  )
  const pairs = page.getByRole('link', { name: /its reconstruction/ })
  await expect(pairs).toHaveCount(60)
  await expect(pairs.first()).toContainText(/error 0\.\d+/)
  // Measured here from the sheet's pixels; the engine measured the same pictures from its own numbers.
  const errors = await pairs.allTextContents().then((list) => list.map((text) => Number(/error ([\d.]+)/.exec(text)![1])))
  const mean = errors.reduce((sum, one) => sum + one, 0) / errors.length
  expect(Math.abs(mean / Number(run.summary['testError']) - 1)).toBeLessThan(0.02)
  await page.getByRole('radio', { name: 'Worst first' }).check()
  await expect(pairs.first()).toContainText(String(Math.max(...errors).toPrecision(3)))
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Ask “A classifier”' }).click()
  await expect(
    page.getByText(patternOf(/“A classifier” still names .* of the redrawn test pictures correctly \(\d+ of 60\)/)),
  ).toBeVisible()
  close()
})

test('trains a variational autoencoder of the chosen beta, and leads back to its settings', async ({ page, service }) => {
  const { client, close } = lineTo(service)
  await open(page, '#/train')
  await page.getByRole('radio', { name: 'Generator (autoencoder)' }).check()
  await page.getByText('More settings').click()
  await expect(number(page, 'Beta')).toHaveCount(0)
  await page.getByLabel('Kind', { exact: true }).selectOption('Variational autoencoder')
  await expect(page.getByText(/^Keeps its latent vectors near a normal distribution/)).toBeVisible()
  await number(page, 'Beta').fill('2')
  await number(page, 'Pictures').fill('240')
  await number(page, 'Epochs').fill('1')
  await number(page, 'Batch size').fill('16')
  await expectAccessible(page)
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('heading', { name: 'Variational autoencoder, beta 2, 240 pictures, 1 epoch', level: 1 })).toBeVisible()
  await expect(sentence(page)).toHaveText(
    /of its 6\slatent numbers depends? on the picture; the KL divergence from the prior is [\d.]+ nats\.$/,
  )
  await expectAccessible(page)
  const [run] = (await client.listRuns({ kinds: ['autoencoder'] })).runs
  expect(run?.recipe).toMatchObject({ method: { kind: 'vae', beta: 2 }, epochs: 1 })
  close()
  await page.getByRole('link', { name: 'Train again with changes' }).click()
  await expect(number(page, 'Beta')).toHaveValue('2')
})
