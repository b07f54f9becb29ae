// Compare: the sentence, the same start said aloud, pictures at one step in four views, curves, mistakes, settings, channels matched.
import { readFileSync } from 'node:fs'
import { ascendRecipe, classifierRecipe, datasetSettings, type Recipe } from '../../src-shared/recipe/recipe.ts'
import { type LabClient, lineTo } from './client.ts'
import { expectAccessible } from './accessible.ts'
import { expect, open, test } from './lab.ts'

const dataset = datasetSettings.parse({ count: 240 })

async function carryOut(client: LabClient, recipe: Recipe, name: string): Promise<{ id: string; model: string }> {
  const { id } = await client.startRun({ recipe, name })
  for (;;) {
    const { run, artifacts } = await client.getRun({ id })
    if (run.state === 'finished') return { id, model: artifacts.find((one) => one.name === 'model')?.hash ?? '' }
    if (run.state !== 'queued' && run.state !== 'running') throw new Error(`${name} is ${run.state}: ${run.fault?.message}`)
    await new Promise((resolve) => {
      setTimeout(resolve, 80)
    })
  }
}

test('two networks and their pictures, side by side', async ({ page, service }) => {
  const { client, close } = lineTo(service)
  const first = await carryOut(client, classifierRecipe.parse({ kind: 'classifier', dataset, epochs: 1, batchSize: 16 }), 'One epoch')
  const second = await carryOut(client, classifierRecipe.parse({ kind: 'classifier', dataset, epochs: 3, batchSize: 16 }), 'Three epochs')
  const ascent = (model: string, seed: number): Recipe =>
    ascendRecipe.parse({
      kind: 'ascend',
      model,
      seed,
      steps: 10,
      frames: 5,
      optimizer: { kind: 'adam', step: 0.05 },
      objectives: [
        { kind: 'channel', layer: 'conv2', channel: 0 },
        { kind: 'channel', layer: 'conv2', channel: 1 },
        { kind: 'logit', class: 24 },
      ],
    })
  const a = await carryOut(client, ascent(first.model, 7), 'Pictures of the first')
  const b = await carryOut(client, ascent(second.model, 7), 'Pictures of the second')
  const other = await carryOut(client, ascent(first.model, 8), 'Another seed')

  // Picked on the page itself.
  await open(page, '#/compare')
  await page.getByRole('checkbox', { name: /^One epoch/ }).check()
  await page.getByRole('checkbox', { name: /^Three epochs/ }).check()
  await page.getByRole('button', { name: 'Compare 2 runs' }).click()
  await expect(page.getByText(/(more test accuracy|the same test accuracy).*1 setting differs: epochs\./)).toBeVisible()
  await expect(page.getByText('Same starting weights (seed 1), and only one setting differs, epochs: an honest comparison.')).toBeVisible()
  await expect(page.getByRole('row', { name: 'Epochs 1 3' })).toBeVisible()
  await expect(page.getByRole('row', { name: /^Shape .*%/ })).toBeVisible()
  await page.getByRole('switch', { name: 'All settings' }).check()
  await expect(page.getByRole('row', { name: 'Batch size 16 16' })).toBeVisible()
  await expect(page.getByRole('img', { name: /^Accuracy, validation: A .* %, B/ })).toBeVisible()
  await page.getByRole('radio', { name: 'Share of the run' }).check()
  await expect(page.getByRole('img', { name: /at percent of the run 100$/ })).toBeVisible()
  await expectAccessible(page)
  const [drawing] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as SVG' }).first().click()])
  expect(readFileSync(await drawing.path(), 'utf8')).toMatch(/^<svg .*>Accuracy, validation<.*<(polyline|circle)/s)
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save report' }).click()])
  expect(readFileSync(await file.path(), 'utf8')).toContain('Settings that differ')

  // The mistakes that only one of them makes, in words and seen.
  await expect(
    page.getByText(
      /^Of the same 24\stest pictures, A alone gets .* wrong and B alone .*\.$|^Of the same 24\stest pictures, both get the same/,
    ),
  ).toBeVisible()
  await expect(page.getByRole('list', { name: 'Both are wrong' }).getByRole('link').first()).toHaveAttribute(
    'href',
    new RegExp(`^#/data/picture/\\d+\\?dataset=${first.id}$`),
  )

  // Pictures of any layer and any channels of both, and the way back.
  const see = page.getByRole('region', { name: 'What they look for' })
  await see.getByLabel('Layer', { exact: true }).selectOption({ label: 'conv2' })
  await see.getByRole('radio', { name: 'Choose' }).check({ force: true })
  await see.getByLabel('Numbers of the channels').fill('3, 99')
  await expect(see.getByText('There are channels 0 to 7, and “99” asks for others.')).toBeVisible()
  await expect(see.getByRole('button', { name: 'Make the pictures' })).toBeDisabled()
  await see.getByLabel('Numbers of the channels').fill('1, 3')
  await expectAccessible(page)
  await see.getByRole('radio', { name: 'Naive' }).check({ force: true })
  await see.getByRole('button', { name: 'Make the pictures' }).click()
  await expect(page.getByRole('img', { name: /^[AB]: picture for conv2 channel 3, after step 128/ })).toHaveCount(2, { timeout: 60_000 })
  await expect(page.getByRole('heading', { name: 'conv2 channel 1' })).toBeVisible()
  await page.getByRole('link', { name: 'Compare the networks themselves' }).click()
  await expect(page).toHaveURL(new RegExp(`ids=${first.id},${second.id}$`))
  // What was made is found again.
  await see.getByLabel('Layer', { exact: true }).selectOption({ label: 'conv2' })
  await see.getByRole('radio', { name: 'Choose' }).check({ force: true })
  await see.getByLabel('Numbers of the channels').fill('1, 3')
  await see.getByRole('radio', { name: 'Naive' }).check({ force: true })
  await expect(see.getByRole('link', { name: 'Show the pictures made before' })).toHaveAttribute('href', /^#\/compare\?ids=/)

  // Ascents into two networks: the seed and the pixels of the start are the same, and said to be.
  await open(page, `#/compare?ids=${a.id},${b.id}`)
  await expect(page.getByText('The first frames are equal, pixel by pixel.')).toBeVisible()
  await expect(page.getByText('These runs look into different networks')).toBeVisible()
  await expect(page.getByRole('img', { name: /^A: picture for conv2 channel 0, after step 10/ })).toBeVisible()
  await page.getByRole('slider', { name: 'Step' }).press('Home')
  await expect(page.getByRole('img', { name: /^[AB]: picture for conv2 channel 0, after step 0/ })).toHaveCount(2)
  await page.getByRole('radio', { name: 'Difference' }).check()
  await expect(page.getByRole('img', { name: /^Difference of A and B for conv2 channel 0: 0\.0.% of the full range/ })).toBeVisible()
  await page.getByRole('slider', { name: 'Step' }).press('End')
  await expect(page.getByRole('img', { name: /^Difference of A and B for conv2 channel 0: 0\.0.%/ })).toHaveCount(0)
  await page.getByRole('radio', { name: 'Swipe' }).check()
  await page.getByRole('slider', { name: 'Divider' }).press('End')
  await expect(page.getByText('100 % A')).toBeVisible()
  await page.getByRole('radio', { name: 'Blink' }).check()
  // Blinking starts by itself only where motion is welcome.
  await page.getByRole('button', { name: 'Show B' }).click()
  await expect(page.getByRole('img', { name: /^B: picture for conv2 channel 0/ })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('radio', { name: 'Side by side' }).check()

  // Channels are matched by how alike they answer, and the pictures follow.
  await page.getByRole('button', { name: 'Match channels of A and B' }).click()
  await expect(page.getByText(/^Mean correlation .* channels of conv2, on \d+\spictures\./)).toBeVisible()
  await expect(
    page
      .getByRole('list', { name: 'Matched channels of conv2' })
      .getByRole('link', { name: /[AB] channel \d+$/ })
      .first(),
  ).toBeVisible()
  // One press makes the pictures that are missing, of both networks and of all channels.
  await expect(page.getByText('no picture of this channel yet').first()).toBeVisible()
  await page.getByRole('button', { name: /^Make the \d+ missing pictures$/ }).click()
  await expect(page.getByText('no picture of this channel yet')).toHaveCount(0, { timeout: 120_000 })
  await expect(page.getByRole('button', { name: /missing picture/ })).toHaveCount(0)
  await expect(page.getByRole('list', { name: 'Matched channels of conv2' }).locator('canvas, img')).toHaveCount(16)
  await expect(page.getByRole('link', { name: 'Compare the networks themselves' })).toHaveAttribute('href', new RegExp(first.id))
  await expect(page.getByText(/^B’s closest channel: \d+, correlation -?\d\.\d\d$/).first()).toBeVisible()
  await expectAccessible(page)

  // Another seed is no honest comparison; swapping and taking out go through the address.
  await open(page, `#/compare?ids=${a.id},${other.id},${b.id}`)
  await expect(page.getByText('Different seeds (A 7, B 8, C 7)')).toBeVisible()
  await page.keyboard.press('s')
  await expect(page).toHaveURL(new RegExp(`ids=${other.id},${a.id},${b.id}$`))
  await page.getByRole('button', { name: 'Remove Pictures of the second' }).click()
  await expect(page).toHaveURL(new RegExp(`ids=${other.id},${a.id}$`))
  await expect(page.getByText('1 setting differs: seed.')).toBeVisible()
  close()
})
