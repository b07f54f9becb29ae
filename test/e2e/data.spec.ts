// Data: from the wall of classes to a picture and what the classifier makes of it; one's own picture; a new dataset.
import { readFileSync } from 'node:fs'
import { decode, encode } from 'fast-png'
import { unzipSync } from 'fflate'
import { className } from '../../src-shared/domains/shapes/classes.ts'
import { drawDatasetPicture, indicesOfClass } from '../../src-shared/domains/shapes/dataset.ts'
import { classifierRecipe, datasetSettings, newDataset } from '../../src-shared/recipe/recipe.ts'
import { lineTo, train } from './client.ts'
import { expectAccessible } from './accessible.ts'
import { expect, open, test } from './lab.ts'
import { drawn, pixels } from './pixels.ts'
import { drawTriangle, openFile, dropFile, chooseGround } from './own-picture.ts'

test('by keyboard from the wall to a class, to a picture, to what the classifier says and what fires; then a picture of one’s own', async ({
  page,
  service,
}) => {
  const { client, close } = lineTo(service)
  const dataset = datasetSettings.parse({ count: 300 })
  const model = await train(client, classifierRecipe.parse({ kind: 'classifier', dataset, epochs: 1, batchSize: 16 }), 'A classifier')
  await open(page, '#/data')
  await expect(page.getByText('300 pictures · 60 classes · seed 1')).toBeVisible()

  await page.locator('[data-class="0"]').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  await expect(page.locator('[data-class="16"]')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Blue single square', level: 1 })).toBeVisible()
  const own = indicesOfClass(dataset, 16)
  const cells = page.getByRole('gridcell')
  await expect(cells).toHaveCount(own.length)
  await expect(cells.nth(1)).toHaveAccessibleName(/^Picture 76: blue single square, (training|validation|test) split/)
  // Its row is one canvas, with a line of one pixel around each picture.
  expect(await pixels(page, '[role=grid] canvas', 50, 1)).toEqual(drawn(dataset, own[1]!))
  const each = dataset.size ** 2 * 3
  const rgb = new Uint8Array(own.length * each)
  own.forEach((index, at) => {
    drawDatasetPicture(dataset, index, rgb, at * each, 3)
  })
  const { logits } = await client.classify({ model, pictures: rgb })
  const named = logits.map((row) => row.indexOf(Math.max(...row)))
  const right = named.filter((one) => one === 16).length
  await page.getByRole('switch', { name: 'Mark what the classifier gets wrong' }).check()
  await expect(page.getByText(`(${right} of ${own.length}) of these correctly`)).toBeVisible()
  const wrong = named.findIndex((one) => one !== 16)
  if (wrong >= 0) await expect(cells.nth(wrong)).toHaveAccessibleName(new RegExp(`taken for ${className(named[wrong]!)}`))
  await expectAccessible(page)

  await cells.first().focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Picture 76', level: 1 })).toBeVisible()
  await expect(page.getByText(`2 of ${own.length} of its class.`)).toBeVisible()
  const { probabilities } = await client.classify({ model, pictures: rgb.subarray(each, 2 * each) })
  const best = probabilities[0]!.indexOf(Math.max(...probabilities[0]!))
  await expect(page.getByText(new RegExp(`${best === 16 ? 'Right' : 'Wrong'}: .*${className(best)}`))).toBeVisible()
  await expect(page.getByRole('table', { name: 'The likeliest classes' }).getByRole('rowheader').first()).toHaveText(className(best))
  await expect(page.getByRole('heading', { name: 'conv5' })).toBeVisible()
  await expect(page.getByText(/^The logit of .* for this picture and .* for a grey picture\. Together the pixels give/)).toBeVisible()
  await expect(page.getByText(/lies on the shape, which takes up \d+\s% of the picture\. The same map moved elsewhere/)).toBeVisible()
  await page.getByRole('radio', { name: 'Grad-CAM' }).check({ force: true })
  await expect(page.getByText(/^Read in conv5.relu at 3 × 3 places and enlarged to 48 × 48 pixels/)).toBeVisible()
  await page.getByLabel('Beside the truth').selectOption('What another colour would change')
  await expect(page.getByText(/lies on the pixels that another colour would change/)).toBeVisible()
  await page.getByText('Ask a layer').click()
  await page.getByRole('radio', { name: 'What it notices' }).check({ force: true })
  await page.getByLabel('Layer', { exact: true }).selectOption('dense1')
  await page.getByRole('button', { name: 'Work it out' }).click()
  await expect(page.getByText(/^All three changes are equally large in pixels: 1\s%/)).toBeVisible()
  await expect(page.getByRole('img', { name: 'The change alone, on grey' })).toHaveCount(3)
  await expectAccessible(page)
  // The pixel under the pointer says its value: the middle of pixel (20, 30) of the 8 times larger picture.
  await page.locator('.picture').hover({ position: { x: 1 + 20.5 * 8, y: 1 + 30.5 * 8 } })
  const [red, green, blue] = [...rgb.subarray(each + (30 * 48 + 20) * 3)]
  await expect(page.getByText(`x 20, y 30: red ${red}, green ${green}, blue ${blue}`, { exact: true })).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('heading', { name: 'Picture 136', level: 1 })).toBeVisible()
  await page.getByRole('button', { name: 'Save' }).click()
  const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'Download PNG at 8×' }).click()])
  expect(saved.suggestedFilename()).toBe('picture-136-blue-single-square-8x.png')
  const image = decode(readFileSync(await saved.path()))
  expect([image.width, image.height, image.channels]).toEqual([384, 384, 3])
  const small = drawn(dataset, 136)
  for (const [x, y] of [
    [0, 0],
    [383, 383],
    [190, 201],
    [120, 250],
  ] as const) {
    const from = (Math.floor(y / 8) * 48 + Math.floor(x / 8)) * 4
    expect([...image.data.slice((y * 384 + x) * 3, (y * 384 + x) * 3 + 3)]).toEqual(small.slice(from, from + 3))
  }

  // One's own picture: asked about as the page asks.
  const saidOf = async (rgba: number[]): Promise<string> => {
    const [logits] = (await client.classify({ model, pictures: Uint8Array.from(rgba.filter((_, at) => at % 4 !== 3)) })).logits
    return className(logits!.indexOf(Math.max(...logits!)))
  }

  await drawTriangle(page, saidOf)

  const file = encode({ width: 48, height: 48, channels: 3, depth: 8, data: rgb.subarray(each, 2 * each) })

  await openFile(page, file, { plain: drawn(dataset, 76), says: className(best) })
  await dropFile(page, file, className(best))
  await chooseGround(page)

  close()
})

test('a new dataset: watched while it changes, told what is wrong, kept as a draft, drawn, looked at and exported', async ({
  page,
  service,
}) => {
  const { client, close } = lineTo(service)
  await open(page, '#/data')
  await page.getByRole('link', { name: 'Draw a new dataset' }).click()
  await expect(page.getByRole('heading', { name: 'Draw a new dataset', level: 1 })).toBeVisible()
  await expect(page.getByText('24,000 pictures: 400 of each of 60 classes.')).toBeVisible()
  const preview = 'main [role=img] canvas'
  expect(await pixels(page, preview, 1, 1)).toEqual(drawn(datasetSettings.parse({}), 0))

  await page.getByRole('spinbutton', { name: 'Pictures' }).fill('90')
  await page.getByRole('textbox', { name: 'Seed' }).fill('7')
  await page.getByRole('button', { name: 'line', exact: true }).click()
  await expect(page.getByText('90 pictures: 2 of each of 45 classes.')).toBeVisible()
  await page.getByText('More settings').click()
  await page.getByRole('button', { name: 'white single square' }).click()
  const radius = page.getByRole('group', { name: 'Radius' })
  await radius.getByRole('slider', { name: 'From' }).fill('90')
  await expect(page.getByText('These settings cannot be drawn')).toBeVisible()
  await expect(radius).toContainText('a range runs from the smaller to the larger number')
  await expect(page.getByRole('button', { name: 'Draw', exact: true })).toBeDisabled()
  await expectAccessible(page)
  await radius.getByRole('slider', { name: 'From' }).fill('30')
  const wanted = newDataset({ count: 90, seed: 7, radius: [30, 72], classes: Array.from({ length: 44 }, (_, at) => at + 16) })
  await expect.poll(() => pixels(page, preview, 1, 1)).toEqual(drawn(wanted, 0))
  await expectAccessible(page)

  // Left and come back to: the draft is as it was.
  await expect
    .poll(async () => (await client.getSetting({ key: 'dataset-draft' })).value)
    .toMatchObject({ count: 90, seed: 7, without: [15], radius: [30, 72] })
  await open(page, '#/data')
  await expect(page.getByText('24,000 pictures · 60 classes · seed 1')).toBeVisible()
  await open(page, '#/data/new')
  await expect(page.getByRole('spinbutton', { name: 'Pictures' })).toHaveValue('90')

  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('90 pictures · 44 classes · seed 7')).toBeVisible()
  await expect(page.getByRole('gridcell')).toHaveCount(44)
  const {
    runs: [run],
  } = await client.listRuns({ kinds: ['dataset'] })
  expect(run?.recipe).toEqual({ kind: 'dataset', dataset: wanted })
  await expect(page).toHaveURL(new RegExp(`dataset=${run!.id}`))
  await expect(page.getByLabel('Dataset', { exact: true })).toContainText(run!.name)
  await expect.poll(async () => (await client.getRun({ id: run!.id })).run.state).toBe('finished')
  await expectAccessible(page)

  await page.getByRole('button', { name: 'Export' }).click()
  const zip = page.getByRole('menuitem', { name: /ZIP/ })
  await expect(zip).toBeEnabled()
  const [bundle] = await Promise.all([page.waitForEvent('download'), zip.click()])
  expect(Object.keys(unzipSync(readFileSync(await bundle.path()))).length).toBeGreaterThan(1)
  await page.getByRole('button', { name: 'Export' }).click()
  const [csv] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: /CSV/ }).click()])
  const lines = readFileSync(await csv.path(), 'utf8')
    .trim()
    .split('\n')
  expect(lines).toHaveLength(91)
  expect(lines[1]).toMatch(/^0,16,square,single,blue,/)

  // What is left out of it is said; the same settings again are not drawn twice.
  await open(page, `#/data/class/15?dataset=${run!.id}`)
  await expect(page.getByText('White single square is left out of this dataset')).toBeVisible()
  await open(page, '#/data/new')
  await page.getByRole('button', { name: 'Draw', exact: true }).click()
  await expect(page.getByText('This dataset was already drawn: here it is.')).toBeVisible()
  expect((await client.listRuns({ kinds: ['dataset'] })).runs).toHaveLength(1)
  close()
})
