// The basket: units collected from several layers and networks, side by side, on one sheet, taken out and put back.
import { readFileSync } from 'node:fs'
import { decode } from 'fast-png'
import { classifierRecipe, datasetSettings } from '../../src-shared/recipe/recipe.ts'
import { sheetLayout } from '../../src-renderer/visualization/contact-sheet.ts'
import { expectAccessible } from './accessible.ts'
import { lineTo, train } from './client.ts'
import { expect, open, test } from './lab.ts'

const dataset = datasetSettings.parse({ count: 120 })

test('units of several layers and networks are collected, seen side by side and saved as one sheet', async ({ page, service }) => {
  const { client, close } = lineTo(service)
  const classifier = (seed: number) => classifierRecipe.parse({ kind: 'classifier', dataset, epochs: 1, batchSize: 16, seed })
  await train(client, classifier(1), 'The first')
  const other = await train(client, classifier(2), 'The other')

  await open(page, '#/basket')
  await expect(page.getByText('Nothing collected yet')).toBeVisible()

  // Several of a layer.
  await open(page, '#/look/conv3')
  await page.getByRole('gridcell').nth(3).focus()
  await page.keyboard.press('Shift+ArrowRight')
  await page.getByRole('button', { name: 'Put into the basket' }).click()
  await expect(page.getByText('Put 2 units of conv3 into the basket.')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Basket (2)' })).toBeVisible()
  // One of another network, from its own page.
  await open(page, `#/look/conv1/2?model=${other}`)
  await page.getByRole('button', { name: 'Put it into the basket' }).click()
  await expect(page.getByRole('button', { name: 'Remove it from the basket' })).toHaveAttribute('aria-pressed', 'true')

  await open(page, '#/basket')
  await page.reload()
  const first = page.getByRole('region', { name: 'Collected from The first' })
  const second = page.getByRole('region', { name: 'Collected from The other' })
  await expect(first.getByRole('link', { name: /conv3, channel [34]$/ })).toHaveCount(2)
  await expect(second.getByRole('link', { name: /conv1, channel 2$/ })).toHaveAttribute('href', `#/look/conv1/2?model=${other}`)
  await expect(page.getByRole('img', { name: /^Strongest dataset example of/ })).toHaveCount(3)
  await expectAccessible(page)

  const [sheet] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /^Contact sheet of 3/ }).click()])
  const { width, height, data, channels } = decode(readFileSync(await sheet.path()))
  const { tiles, ...layout } = sheetLayout(3, { width: 96, height: 96 })
  expect({ width, height }).toEqual({ width: layout.width, height: layout.height })
  // A dataset example is drawn on black, the paper is white: all three places have a picture.
  const at = ({ x, y }: { x: number; y: number }): number => data[((y + 1) * width + x + 1) * channels]!
  expect(tiles.map(at)).toEqual([0, 0, 0])

  // By another method, here by its key, there is nothing yet, and the address says which.
  await page.keyboard.press('3')
  await expect(page).toHaveURL(/#\/basket\?method=robust$/)
  await expect(page.getByText('No picture yet')).toHaveCount(3)

  await page.getByRole('button', { name: 'Remove conv1, channel 2 of The other from the basket' }).click()
  await expect(second).toHaveCount(0)
  await page.keyboard.press('Control+z')
  await expect(second.getByRole('link', { name: /conv1, channel 2/ })).toBeVisible()
  await page.getByRole('button', { name: 'Empty the basket' }).click()
  await expect(page.getByText('Nothing collected yet')).toBeVisible()
  expect(await client.listSaved({ kind: 'basket-unit' })).toEqual([])
  close()
})
