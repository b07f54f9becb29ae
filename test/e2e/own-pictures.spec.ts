// Pictures of one's own: a folder is imported, looked at by class and picture, and learnt from.
import { classifierRecipe } from '../../src-shared/recipe/recipe.ts'
import { picturesOfRun } from '../../src-shared/run/results/own-pictures.ts'
import { pictureFolder } from '../fixtures/own-pictures.ts'
import { expectAccessible } from './accessible.ts'
import { lineTo, train } from './client.ts'
import { expect, open, test } from './lab.ts'

test('a folder becomes a dataset: its classes, a picture, and a network that learns them', async ({ page, service }) => {
  const folder = pictureFolder(['blue', 'green', 'red'], 40, { 'red/text.png': Buffer.from('no picture') })
  await open(page, '#/data')
  await page.getByLabel('Folder of pictures').setInputFiles(folder)
  const dialog = page.getByRole('dialog', { name: 'Import pictures' })
  await expect(dialog.getByText('121 pictures in 3 classes: blue, green, red.')).toBeVisible()
  await expectAccessible(page)
  await dialog.getByLabel('Name').fill('My colours')
  await dialog.getByLabel('Size').selectOption('16 × 16 pixels')
  await dialog.getByRole('button', { name: 'Import 121 pictures' }).click()
  await expect(dialog.getByText('120 pictures are in your library.')).toBeVisible()
  await expect(dialog.getByText('1 file could not be read:')).toContainText('red/text.png')
  await dialog.getByRole('button', { name: 'Show them' }).click()

  await expect(page.getByText('“My colours”: 120 pictures · 3 classes · 16 × 16 pixels')).toBeVisible()
  const wall = page.getByRole('list', { name: 'Classes' })
  await expect(wall.getByRole('link')).toHaveCount(3)
  await expect(wall.getByRole('link').nth(1)).toHaveAccessibleName(/^green, 40\spictures$/)
  await expectAccessible(page)
  await wall.getByRole('link').nth(1).click()
  await expect(page.getByRole('heading', { name: 'green', level: 1 })).toBeVisible()
  const sheet = page.getByRole('list', { name: 'Pictures of green' })
  await expect(sheet.getByRole('link')).toHaveCount(40)
  await sheet.getByRole('link').first().click()
  await expect(page.getByText('not known: only the shapes have them')).toBeVisible()
  await expect(page.getByText(/green\/0000\.png/)).toBeVisible()
  // What is shown are the pixels of the file: green is the colour that its pattern is brightest in.
  await expect
    .poll(() =>
      page.evaluate(() => {
        const canvas = document.querySelector<HTMLCanvasElement>('main [role=img] canvas')
        const { data } = canvas!.getContext('2d')!.getImageData(0, 0, 16, 16)
        return [0, 1, 2].map((channel) => data.filter((_, at) => at % 4 === channel).every((value) => value >= 160))
      }),
    )
    .toEqual([false, true, false])

  const { client, close } = lineTo(service)
  const { runs } = await client.listRuns({ kinds: ['pictures'] })
  const dataset = picturesOfRun(runs[0]!)!
  await train(client, classifierRecipe.parse({ kind: 'classifier', dataset, epochs: 4, batchSize: 16 }), 'Knows colours')
  close()
  await open(page, `#/train?dataset=${runs[0]!.id}`)
  await expect(page.getByLabel('Dataset', { exact: true }).locator('option:checked')).toHaveText('My colours')
})
