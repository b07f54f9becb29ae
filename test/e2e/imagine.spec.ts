// Imagine: dials by keyboard, the map, a walk to a file, a search and a climb, with networks of a few steps; what is seen is the real
// service's.
import { readFileSync } from 'node:fs'
import { decode } from 'fast-png'
import type { Page } from 'playwright/test'
import { autoencoderRecipe, classifierRecipe, datasetSettings } from '../../src-shared/recipe/recipe.ts'
import { lineTo, train } from './client.ts'
import { all, parseXml } from '../fixtures/xml.ts'
import { expectAccessible } from './accessible.ts'
import { expect, open, test } from './lab.ts'

const dataset = datasetSettings.parse({ count: 180 })

const bytesOf = async (page: Page, button: string): Promise<{ name: string; bytes: Buffer }> => {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button }).click()])
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) }
}

test('a generator alone can be turned and walked through, and the search says what it lacks', async ({ page, service }) => {
  const { client, close } = lineTo(service)
  await train(client, autoencoderRecipe.parse({ kind: 'autoencoder', dataset, epochs: 1, batchSize: 16, latent: 2 }), 'Two numbers')
  await open(page, '#/imagine')
  await expect(page.getByRole('slider')).toHaveCount(2)
  await expect(page.getByRole('img', { name: /^Picture drawn from the latent vector/ })).toBeVisible()
  await expect(page.getByText('No classifier to ask.')).toBeVisible()
  await expect(page.getByText(/^Its error on test pictures is .* of what all-black pictures would have/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'What does each number stand for?' })).toBeVisible()
  await page.getByRole('tab', { name: 'Search' }).click()
  await expect(page.getByText('Nothing to search for without a classifier')).toBeVisible()
  await expectAccessible(page)
  close()
})

test('dials, map, path, search and climb', async ({ page, service }) => {
  const { client, close } = lineTo(service)
  await train(client, autoencoderRecipe.parse({ kind: 'autoencoder', dataset, epochs: 2, batchSize: 16 }), 'A generator')
  await train(client, classifierRecipe.parse({ kind: 'classifier', dataset, epochs: 1, batchSize: 16 }), 'A classifier')
  await open(page, '#/imagine')

  // A dial by keyboard: the picture follows, and so does what the classifier says.
  const dial = page.getByRole('slider', { name: 'Latent number 3 of 6' })
  const picture = page.getByRole('img', { name: /^Picture drawn from the latent vector .*; the classifier says/ })
  await expect(picture).toBeVisible()
  const before = await picture.getAttribute('aria-label')
  await dial.focus()
  await page.keyboard.press('PageUp')
  await page.keyboard.press('ArrowRight')
  await expect(picture).not.toHaveAttribute('aria-label', before!)
  expect(await page.evaluate(() => performance.getEntriesByName('dial-to-picture').length)).toBeGreaterThan(0)

  // A point is saved, lost to undo, and saved again; the mean brings the dials back.
  await page.getByRole('button', { name: 'Save point' }).click()
  await expect(page.getByRole('button', { name: 'Go there' })).toHaveCount(1)
  await dial.blur()
  await page.keyboard.press('Control+z')
  await expect(page.getByRole('button', { name: 'Go there' })).toHaveCount(0)
  await page.keyboard.press('Control+Shift+z')
  await expect(page.getByRole('button', { name: 'Go there' })).toHaveCount(1)
  const value = await dial.inputValue()
  await page.getByRole('button', { name: 'Reset' }).click()
  await expect(dial).not.toHaveValue(value)
  await page.getByRole('button', { name: 'Go there' }).click()
  await expect(dial).toHaveValue(value)
  expect(await client.listSaved({ kind: 'latent-point' })).toHaveLength(1)

  // The nearest real picture, from the run that encodes the dataset.
  await page.getByRole('button', { name: 'Nearest real' }).click()
  await expect(page.getByRole('heading', { name: 'Nearest real pictures' })).toBeFocused()
  await expect(page.getByRole('heading', { name: 'Nearest real pictures' })).toBeInViewport()
  await page.getByRole('button', { name: 'Set the sliders there' }).first().click()
  await expect(page.getByText('0 standard deviations away')).toBeVisible()
  // With the dataset encoded, every slider says what its number stands for, measured on as many pictures as there are.
  await expect(
    page.locator('.dial .meaning').filter({ hasText: /^(mostly|partly) .* \(explains \d+.% of it\)$|^no single factor: / }),
  ).toHaveCount(6)
  await expect(page.getByText(/explains most of how this number varies, over 180 of them/)).toBeVisible()
  await expectAccessible(page)

  // A climb from where the dials stand.
  await page.getByRole('button', { name: 'Climb', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Climb', exact: true })).toBeInViewport()
  await page.getByLabel('Towards').selectOption('white filled circle')
  await page.getByRole('button', { name: 'Climb from the sliders' }).click()
  await expect(
    page.getByRole('article', { name: 'Climb from the sliders' }).getByRole('button', { name: 'Length of the gradient' }),
  ).toBeVisible()
  // What it came to, from the class, its share and the best real picture.
  const climbed = page.getByRole('article', { name: 'Climb from the sliders' })
  await climbed.getByRole('button', { name: 'Compare with the best real picture' }).click()
  await expect(climbed.getByText(/^(It got stuck|It stopped short|It arrived|Stuck|Hardly better): /)).toBeVisible()
  await expect(climbed.getByText(/the best real picture/i)).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Close the climb' }).click()

  // The map: by keyboard to a picture, by mouse a box; and the same in words.
  await page.getByRole('tab', { name: 'Map' }).click()
  const map = page.getByRole('application', { name: /^Map of 180 pictures/ })
  await expect(map).toBeVisible()
  // Taken along as a drawing: every picture a point with its number, both axes named.
  const drawing = await bytesOf(page, 'Save as SVG')
  expect(drawing.name).toMatch(/^180-pictures-in-the-latent-space-by-shape\.svg$/)
  const root = parseXml(drawing.bytes.toString('utf8'))
  expect(
    all(root, 'use')
      .map(({ attributes }) => Number(attributes['id']!.slice(1)))
      .sort((a, b) => a - b),
  ).toEqual(Array.from({ length: 180 }, (_, at) => at))
  expect(
    all(root, 'text')
      .map(({ text }) => text)
      .join('|'),
  ).toMatch(/principal axis 1 \(\d+ % of the variance\).*principal axis 2 \(\d+ % of the variance\).*line: \d+\spictures/)
  await expect(page.getByText(/Across: (mostly|partly|no single factor).* Up: (mostly|partly|no single factor)/)).toBeVisible()
  await page.getByRole('radio', { name: 'Colour' }).check()
  await expect(page.getByRole('button', { name: 'rainbow' })).toHaveAttribute('aria-pressed', 'true')
  await map.focus()
  for (const key of ['+', '+', 'ArrowDown', 'ArrowUp', '-']) await page.keyboard.press(key)
  await page.keyboard.press('0')
  const place = (await map.boundingBox())!
  await page.keyboard.down('Shift')
  await page.mouse.move(place.x + 10, place.y + 10)
  await page.mouse.down()
  await page.mouse.move(place.x + place.width - 60, place.y + place.height - 10, { steps: 4 })
  await page.mouse.up()
  await page.keyboard.up('Shift')
  await expect(page.getByRole('heading', { name: /^Selected: 1\d\d.pictures/ })).toBeVisible()
  await page.getByRole('radio', { name: 'Right or wrong' }).check()
  await expect(page.getByRole('button', { name: 'wrong', exact: true })).toBeVisible()
  await page.getByText('As a list').click()
  await expect(page.getByRole('table').getByRole('row')).toHaveCount(41)
  await expectAccessible(page)
  expect((await client.listRuns({ kinds: ['encoding'] })).runs).toHaveLength(1)

  // A walk through real pictures, by keyboard, and as files.
  await page.getByRole('tab', { name: 'Path' }).click()
  await page.getByRole('radio', { name: 'Through real pictures' }).check()
  await expect(page.getByRole('img', { name: /^Probability of/ })).toBeVisible()
  const frame = page.getByRole('slider', { name: 'Frame' })
  await frame.focus()
  await page.keyboard.press('End')
  await expect(page.getByRole('img', { name: /^Frame 25 of 25/ })).toBeVisible()
  const strip = await bytesOf(page, 'Save as PNG strip')
  const { width, height } = decode(strip.bytes)
  expect([strip.name, width, height]).toEqual(['path-25-frames-4x.png', 12 * 48 * 4, 3 * 48 * 4])
  const gif = await bytesOf(page, 'Save as GIF')
  expect(gif.bytes.subarray(0, 6).toString('latin1')).toBe('GIF89a')
  expect([gif.bytes.readUInt16LE(6), gif.bytes.readUInt16LE(8)]).toEqual([48 * 4, 48 * 4])
  await expectAccessible(page)

  // A search, and the climb from its best.
  await page.getByRole('tab', { name: 'Search' }).click()
  await page.getByRole('spinbutton', { name: 'Samples' }).fill('1500')
  await page.keyboard.press('Control+Enter')
  const ranks = page.getByRole('radiogroup', { name: /^Best pictures for logit of/ }).getByRole('radio')
  await expect(ranks).toHaveCount(24)
  await expect(page.getByRole('img', { name: /^Best logit so far over the samples drawn/ })).toBeVisible()
  await page.getByRole('slider', { name: /^Keep only results that differ/ }).press('End')
  expect(await ranks.count()).toBeLessThan(24)
  await page.getByRole('button', { name: 'Compare with the best real picture' }).click()
  await expect(page.getByText(/than the best real picture/)).toBeVisible()
  await expect(
    page.getByText(
      /It lies .* standard deviations of the dataset from the nearest training picture; of \d+.test pictures, .* the generator learnt/,
    ),
  ).toBeVisible()
  await page.getByRole('slider', { name: /^Keep only/ }).press('Home')
  await page.getByRole('radio', { name: /^Those within the data \(\d+\)/ }).check({ force: true })
  await expect.poll(() => ranks.count()).toBeLessThan(25)
  await page.getByRole('radio', { name: /^All 24 by logit/ }).check({ force: true })
  await expect(ranks).toHaveCount(24)
  await page
    .getByRole('button', { name: 'Show them on the map' })
    .or(page.getByRole('img', { name: /best pictures among 180/ }))
    .first()
    .waitFor()
  await page.getByRole('button', { name: 'Climb from here' }).click()
  await expect(
    page.getByRole('article', { name: 'Climb from rank 1' }).getByRole('button', { name: 'Length of the gradient' }),
  ).toBeVisible()
  const [climb] = (await client.listRuns({ kinds: ['ascend'] })).runs
  const best = (await client.getRun({ id: (await client.listRuns({ kinds: ['search'] })).runs[0]!.id })).artifacts.find((one) =>
    one.name.startsWith('tops/'),
  )!
  const from = (best.meta['ranks'] as { z: number[] }[])[0]!.z
  expect(climb!.recipe.kind === 'ascend' && climb!.recipe.parameterization).toMatchObject({ kind: 'decoder', at: from })
  await expectAccessible(page)

  // In a narrow window the picture stays in sight above the last slider.
  await page.setViewportSize({ width: 390, height: 800 })
  await page.getByRole('tab', { name: 'Latent vector' }).click()
  await page.getByRole('slider', { name: 'Latent number 6 of 6' }).scrollIntoViewIfNeeded()
  await page.getByRole('slider', { name: 'Latent number 6 of 6' }).press('PageUp')
  await expect(page.getByRole('img', { name: /^Picture drawn from the latent vector/ })).toBeInViewport({ ratio: 1 })
  // Small windows do not scroll sideways.
  await page.setViewportSize({ width: 1024, height: 700 })
  for (const tab of ['Latent vector', 'Map', 'Path', 'Search']) {
    await page.getByRole('tab', { name: tab }).click()
    expect(await page.getByRole('main').evaluate((main) => main.scrollWidth <= main.clientWidth)).toBe(true)
  }
  close()
})
