// Steps of the walk through Data: a picture of one’s own, drawn, opened, dropped, and laid on a ground.
import { encode } from 'fast-png'
import type { Page } from 'playwright/test'
import { expectAccessible } from './accessible.ts'
import { expect, open } from './lab.ts'
import { pixels } from './pixels.ts'

/** A triangle drawn with the mouse: the classifier is asked about the very pixels that stand beside the pad. */
export async function drawTriangle(page: Page, saidOf: (rgba: number[]) => Promise<string>): Promise<void> {
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
}

/** A dataset picture opened as a file gives the same answer as in its place. */
export async function openFile(page: Page, file: Uint8Array, { plain, says }: { plain: number[]; says: string }): Promise<void> {
  await page.getByRole('radio', { name: 'From a file' }).check({ force: true })
  await expect(page.getByText('Drop a picture here')).toBeVisible()
  await expectAccessible(page)

  await page.setInputFiles('input[type=file]', { name: 'mine.png', mimeType: 'image/png', buffer: Buffer.from(file) })
  await expect(page.getByText(new RegExp(`It says ${says}`))).toBeVisible()
  expect(await pixels(page, 'figure:nth-of-type(2) canvas')).toEqual(plain)
  await page.getByRole('switch', { name: 'Invert' }).check()
  const inverted = await pixels(page, 'figure:nth-of-type(2) canvas')
  // Black and white change places, and each colour keeps its hue: in HSL its lightness becomes 1 minus what it was.

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
}

/** Dropped on any page, a picture is asked about. */
export async function dropFile(page: Page, file: Uint8Array, says: string): Promise<void> {
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
  await expect(page.getByText(new RegExp(`It says ${says}`))).toBeVisible()
}

/** Dark lines on nothing: laid on white, and on what one chooses. */
export async function chooseGround(page: Page): Promise<void> {
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
  await page.getByRole('group', { name: 'Behind the picture' }).getByRole('radio', { name: 'Grey' }).check({ force: true })
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
}
