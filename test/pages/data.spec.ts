// Data: from the wall of classes to a picture and what the classifier makes of it; one's own picture; a new dataset.
import { readFileSync } from 'node:fs'
import { decode, encode } from 'fast-png'
import { unzipSync } from 'fflate'
import type { Page } from 'playwright/test'
import { className } from '../../src-shared/domains/shapes/classes.ts'
import { drawDatasetPicture, indicesOfClass } from '../../src-shared/domains/shapes/dataset.ts'
import { classifierRecipe, datasetSettings, newDataset, type DatasetSettings } from '../../src-shared/recipe/recipe.ts'
import { lineTo, train } from './client.ts'
import { expectAccessible } from './accessible.ts'
import { expect, looking, open, test } from './lab.ts'

const drawn = (settings: DatasetSettings, index: number): number[] => {
  const rgba = new Uint8ClampedArray(settings.size ** 2 * 4)
  drawDatasetPicture(settings, index, rgba, 0, 4)
  return [...rgba]
}
/** RGBA bytes of a square of a canvas, read as the PNG it makes. */
async function pixels(page: Page, selector: string, left = 0, top = 0, size = 48): Promise<number[]> {
  const url = await page
    .locator(selector)
    .first()
    .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL('image/png'))
  const { width, channels, data } = decode(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'))
  const out: number[] = []
  for (let row = top; row < top + size; row++)
    for (let column = left; column < left + size; column++) {
      const from = (row * width + column) * channels
      out.push(data[from]!, data[from + 1]!, data[from + 2]!, channels === 4 ? data[from + 3]! : 255)
    }
  return out
}

looking('without a classifier: the wall of the paper’s dataset, filters, and a picture that nobody can judge yet', async ({ page }) => {
  await open(page, '#/data')
  await expect(page.getByRole('heading', { name: 'Data', level: 1 })).toBeVisible()
  await expect(page.getByText('24,000 pictures · 60 classes · seed 1')).toBeVisible()
  const cells = page.getByRole('gridcell')
  await expect(cells).toHaveCount(60)
  await expect(cells.first().getByRole('link')).toHaveAccessibleName('white single line, 400 pictures')
  expect(await pixels(page, '[role=grid] canvas')).toEqual(drawn(datasetSettings.parse({}), 0))
  await expectAccessible(page)

  await page.getByLabel('Shape').selectOption('Circle')
  await page.getByLabel('Colour').selectOption('Rainbow')
  await page.getByLabel('Split', { exact: true }).selectOption('Test')
  await expect(cells).toHaveCount(3)
  await expect(page.getByText('120 pictures in 3 classes, test split')).toBeVisible()
  await page.getByRole('radio', { name: '3×' }).check({ force: true })
  await expect(cells.first().getByRole('link')).toHaveAccessibleName('rainbow single circle, 40 pictures')
  await expect(page).toHaveURL(/shape=circle&colour=rainbow&split=test&scale=3/)
  await expectAccessible(page)

  const find = page.getByLabel('Find picture')
  await find.fill('24000')
  await find.press('Enter')
  await expect(page.getByText('0 to 23,999')).toBeVisible()
  await find.fill('10,233')
  await find.press('Enter')
  await expect(page.getByRole('heading', { name: 'Picture 10,233', level: 1 })).toBeVisible()
  await expect(page.getByText('No classifier to ask yet')).toBeVisible()
  expect(await pixels(page, 'main [role=img] canvas')).toEqual(drawn(datasetSettings.parse({}), 10_233))
  await expectAccessible(page)

  await open(page, '#/data/picture/24000')
  await expect(page.getByText('This dataset has pictures 0 to 23,999.')).toBeVisible()
  await open(page, '#/data/class/60')
  await expect(page.getByText('There is no class 60')).toBeVisible()
  await open(page, '#/data?dataset=nowhere')
  await expect(page.getByRole('alert')).toContainText('The dataset could not be found')
  await expectAccessible(page)
})

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

  // A triangle drawn with the mouse: the classifier is asked about the very pixels that stand beside the pad.
  await open(page, '#/data/own')
  const pad = page.getByRole('application', { name: /^Drawing pad/ })
  await expect(page.getByText('Draw something on the pad')).toBeVisible()
  await expect(pad).toHaveCSS('touch-action', 'none')
  await page.getByLabel('Red', { exact: true }).check()
  const box = (await pad.boundingBox())!
  const goTo = (x: number, y: number, steps = 1): Promise<void> => page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps })
  await goTo(0.5, 0.2)
  await page.mouse.down()
  for (const [x, y] of [
    [0.8, 0.75],
    [0.2, 0.75],
    [0.5, 0.2],
  ] as const)
    await goTo(x, y, 6)
  await page.mouse.up()
  const seenByIt = (): Promise<number[]> => pixels(page, 'main figure canvas')
  const light = (of: number[], channel: number): number => of.reduce((sum, value, at) => sum + (at % 4 === channel ? value : 0), 0)
  const triangle = await seenByIt()
  // Its outline is (0.62 + 0.62 + 0.6) of 48 pixels long and 1.92 wide.
  expect(light(triangle, 0) / 255).toBeGreaterThan(0.9 * 1.84 * 48 * 1.92)
  expect(light(triangle, 0) / 255).toBeLessThan(1.1 * 1.84 * 48 * 1.92)
  expect([light(triangle, 1), light(triangle, 2)]).toEqual([0, 0])
  const saidOf = async (rgba: number[]): Promise<string> => {
    const [logits] = (await client.classify({ model, pictures: Uint8Array.from(rgba.filter((_, at) => at % 4 !== 3)) })).logits
    return className(logits!.indexOf(Math.max(...logits!)))
  }
  await expect(page.getByText(new RegExp(`It says ${await saidOf(triangle)}`))).toBeVisible()
  await expect(
    page.getByText(/This is unlike anything it learnt from|To the network, this is no stranger than|at the edge/).first(),
  ).toBeVisible()
  await expect(page.getByRole('heading', { name: 'conv5' })).toBeVisible()
  await expectAccessible(page)
  // Cleared, and brought back to the same pixels; a stroke by keyboard, and undone on the pad.
  await page.getByRole('button', { name: 'Clear' }).click()
  await expect(page.getByText('The pad is empty')).toBeVisible()
  await expect.poll(async () => light(await seenByIt(), 0)).toBe(0)
  // The button is spent: the focus is on the pad, where undo means the drawing.
  await expect(pad).toBeFocused()
  await page.keyboard.press('Control+z')
  await expect.poll(seenByIt).toEqual(triangle)
  await page.keyboard.press('Control+Shift+z')
  await expect(page.getByText('The pad is empty')).toBeVisible()
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect.poll(seenByIt).toEqual(triangle)
  await expect(page.getByText(new RegExp(`It says ${await saidOf(triangle)}`))).toBeVisible()
  await page.getByLabel('Blue', { exact: true }).check()
  await pad.focus()
  for (const pressed of ['Space', 'Shift+ArrowRight', 'ArrowDown', 'Space']) await page.keyboard.press(pressed)
  await expect.poll(async () => light(await seenByIt(), 2)).toBeGreaterThan(0)
  await page.keyboard.press('Control+z')
  await expect.poll(seenByIt).toEqual(triangle)
  // With Shift it is straight, whatever the way there: 0.6 of 48 pixels, with its round ends.
  await goTo(0.2, 0.5)
  await page.keyboard.down('Shift')
  await page.mouse.down()
  await goTo(0.5, 0.1, 4)
  await goTo(0.8, 0.5, 4)
  await page.mouse.up()
  await page.keyboard.up('Shift')
  const straight = (0.6 * 48 + (Math.PI / 4) * 1.92) * 1.92
  await expect.poll(async () => Math.abs(light(await seenByIt(), 2) / 255 / straight - 1)).toBeLessThan(0.05)
  await page.keyboard.press('Control+z')
  await expect.poll(seenByIt).toEqual(triangle)
  await expectAccessible(page)

  // A dataset picture opened as a file gives the same answer as in its place.
  await page.getByRole('radio', { name: 'From a file' }).check({ force: true })
  await expect(page.getByText('Drop a picture here')).toBeVisible()
  await expectAccessible(page)
  const file = encode({ width: 48, height: 48, channels: 3, depth: 8, data: rgb.subarray(each, 2 * each) })
  await page.setInputFiles('input[type=file]', { name: 'mine.png', mimeType: 'image/png', buffer: Buffer.from(file) })
  await expect(page.getByText(new RegExp(`It says ${className(best)}`))).toBeVisible()
  expect(await pixels(page, 'figure:nth-of-type(2) canvas')).toEqual(drawn(dataset, 76))
  await page.getByRole('switch', { name: 'Invert' }).check()
  const inverted = await pixels(page, 'figure:nth-of-type(2) canvas')
  // Black and white change places, and each colour keeps its hue: in HSL its lightness is turned over.
  const plain = drawn(dataset, 76)
  expect(inverted).toEqual(
    plain.map((value, at) => {
      const [red, green, blue] = plain.slice(at - (at % 4), at - (at % 4) + 3) as [number, number, number]
      return at % 4 === 3 ? 255 : value + 255 - Math.max(red, green, blue) - Math.min(red, green, blue)
    }),
  )
  // Nothing like it was ever shown to the network.
  await expect(page.getByText('This is unlike anything it learnt from; its certainty means nothing.')).toBeVisible()
  await page.getByRole('switch', { name: 'Invert' }).uncheck()
  await expect(page.getByText('This is unlike anything it learnt from; its certainty means nothing.')).toBeHidden()

  // Dropped on any page, a picture is asked about.
  await open(page, '#/settings')
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible()
  await page.evaluate(
    (bytes) => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File([Uint8Array.from(bytes)], 'dropped.png', { type: 'image/png' }))
      document.querySelector('main')!.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
    },
    [...file],
  )
  await expect(page.getByRole('heading', { name: 'A picture of your own', level: 1 })).toBeVisible()
  await expect(page.getByText('dropped.png', { exact: true })).toBeVisible()
  await expect(page.getByText(new RegExp(`It says ${className(best)}`))).toBeVisible()

  // Dark lines on nothing: laid on white, and on what one chooses.
  await expect(page.getByText('Behind the picture')).toBeHidden()
  const lines = new Uint8Array(48 * 48 * 4)
  for (let at = 0; at < 48; at++) lines.set([20, 20, 60, 255], (at * 48 + 20) * 4)
  await page.setInputFiles('input[type=file]', {
    name: 'lines.png',
    mimeType: 'image/png',
    buffer: Buffer.from(encode({ width: 48, height: 48, channels: 4, depth: 8, data: lines })),
  })
  await expect(page.getByRole('radio', { name: 'White' })).toBeChecked()
  const laid = async (): Promise<number[][]> => {
    const all = await pixels(page, 'figure:nth-of-type(2) canvas')
    return [all.slice(20 * 4, 20 * 4 + 3), all.slice(0, 3)]
  }
  expect(await laid()).toEqual([
    [20, 20, 60],
    [255, 255, 255],
  ])
  await page.getByRole('radio', { name: 'Grey' }).check({ force: true })
  await expect.poll(laid).toEqual([
    [20, 20, 60],
    [128, 128, 128],
  ])
  await page.getByRole('radio', { name: 'White' }).check({ force: true })
  await page.getByRole('switch', { name: 'Invert' }).check()
  await expect.poll(laid).toEqual([
    [195, 195, 235],
    [0, 0, 0],
  ])
  await expectAccessible(page)
  await page.setInputFiles('input[type=file]', { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') })
  await expect(page.getByRole('alert')).toContainText('“notes.txt” could not be read as a picture')
  await expectAccessible(page)
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
