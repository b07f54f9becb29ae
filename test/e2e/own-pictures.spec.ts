// A network and pictures of one's own: both are brought, a unit is seen, a network learns from the folder, and the two are compared.
import { fileURLToPath } from 'node:url'
import { classifierRecipe } from '../../src-shared/recipe/recipe.ts'
import { picturesOfRun } from '../../src-shared/run/results/own-pictures.ts'
import { pictureFolder } from '../fixtures/own-pictures.ts'
import { expectAccessible } from './accessible.ts'
import { lineTo, train } from './client.ts'
import { expect, open, test } from './lab.ts'

const onnx = fileURLToPath(new URL('../fixtures/networks/onnx/residual.onnx', import.meta.url))

test('a network and a folder are brought: a unit is seen, the folder is learnt, and both networks are compared', async ({
  page,
  service,
}) => {
  await open(page, '#/look')
  await page.getByRole('button', { name: 'Bring your own network' }).click()
  await page.locator('[data-network-files]').setInputFiles(onnx)
  await page.getByRole('dialog', { name: 'What was found' }).getByRole('button', { name: 'Keep and look inside' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  const folder = pictureFolder(['blue', 'green', 'red'], 40, { 'red/text.png': Buffer.from('no picture') })
  await open(page, '#/data')
  await page.getByLabel('Folder of pictures').setInputFiles(folder)
  const dialog = page.getByRole('dialog', { name: 'Import pictures' })
  await expect(dialog.getByText('121 pictures in 3 classes: blue, green, red.')).toBeVisible()
  await expectAccessible(page)
  await dialog.getByLabel('Name').fill('My colours')
  await dialog.getByLabel('Size').selectOption('32 × 32 pixels')
  await dialog.getByRole('button', { name: 'Import 121 pictures' }).click()
  await expect(dialog.getByText('120 pictures are in your library.')).toBeVisible()
  await expect(dialog.getByText('1 file could not be read:')).toContainText('red/text.png')
  await dialog.getByRole('button', { name: 'Show them' }).click()

  await expect(page.getByText('“My colours”: 120 pictures · 3 classes · 32 × 32 pixels')).toBeVisible()
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
        const { data } = canvas!.getContext('2d')!.getImageData(0, 0, 32, 32)
        return [0, 1, 2].map((channel) => data.filter((_, at) => at % 4 === channel).every((value) => value >= 120))
      }),
    )
    .toEqual([false, true, false])

  // The network that was brought is shown the folder; its unit is told by its own layer, however the address names it.
  await open(page, '#/look/logits/0')
  await expect(page).toHaveURL(/#\/look\/fc\/0/)
  const real = page.getByRole('article', { name: /^Dataset examples/ })
  await expect(real).toContainText('strongest of all 120 pictures')
  await expect(page.getByRole('article', { name: /^Generated/ })).toContainText('Needs a generator of 32 × 32 pixels')
  await expectAccessible(page)
  await open(page, '#/home')
  await expect(page.getByText(/is a network of your own\. Four ways to ask/)).toBeVisible()

  const { client, close } = lineTo(service)
  const { runs } = await client.listRuns({ kinds: ['pictures'] })
  const dataset = picturesOfRun(runs[0]!)!
  await train(client, classifierRecipe.parse({ kind: 'classifier', dataset, epochs: 4, batchSize: 16 }), 'Knows colours')
  const { runs: both } = await client.listRuns({ kinds: ['network', 'classifier'] })
  close()
  const idOf = (kind: string): string => both.find((one) => one.recipe.kind === kind)!.id
  await open(page, `#/runs/${idOf('network')}`)
  await expect(page.getByRole('region', { name: 'What was found' })).toContainText('32 × 32 pixels, in colour')
  await open(page, `#/compare?ids=${idOf('network')},${idOf('classifier')}`)
  await page.getByRole('button', { name: 'Match channels of A and B' }).click()
  await expect(page.getByText(/^Mean correlation .* channels of layer2\.0\.conv1 with those of conv4, on/)).toBeVisible()
  await expectAccessible(page)
  await open(page, `#/train?dataset=${runs[0]!.id}`)
  await expect(page.getByLabel('Dataset', { exact: true }).locator('option:checked')).toHaveText('My colours')
})
