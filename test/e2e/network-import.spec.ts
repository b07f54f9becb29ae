// Bringing a network of one's own: from its file to what one of its layers looks for.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright/test'
import { zipSync } from 'fflate'
import { ownPicture } from '../fixtures/own-pictures.ts'
import { expectAccessible } from './accessible.ts'
import { expect, open, test } from './lab.ts'

const file = fileURLToPath(new URL('../fixtures/networks/keras/digits.keras', import.meta.url))

test('a Keras file is sent, read, tried on pictures, kept, and looked into', async ({ page }) => {
  await open(page, '#/look')
  await page.getByRole('button', { name: 'Bring your own network' }).click()
  await expect(page.getByRole('dialog')).toContainText('Nothing in it is run as a program')
  await page.locator('[data-network-files]').setInputFiles(file)
  const dialog = page.getByRole('dialog', { name: 'What was found' })
  await expect(dialog).toContainText('Keras')
  await dialog.getByRole('button', { name: 'Try it on the lab’s shapes' }).click()
  await expect(
    dialog
      .getByRole('region', { name: /What the network says/ })
      .getByRole('row')
      .nth(1),
  ).toContainText('%')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Keep and look inside' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByRole('button', { name: /digits/ })).toBeVisible()
  await expect(page.getByText('The lab does not have the pictures that this network learnt from')).toBeVisible()
  await expectAccessible(page)
})

/** Drops a file on the middle of the window, as someone does who does not look for a place. */
const drop = (page: Page, name: string, content: Uint8Array): Promise<void> =>
  page.evaluate(
    ({ name: called, bytes }) => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File([Uint8Array.from(bytes)], called))
      for (const type of ['dragover', 'drop'])
        document.querySelector('main')!.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }))
    },
    { name, bytes: [...content] },
  )

test('a zip that is dropped anywhere is looked into, and opened as what it is', async ({ page }) => {
  await open(page, '#/')
  await drop(page, 'mine.zip', zipSync({ 'folder/digits.keras': new Uint8Array(readFileSync(file)) }))
  const found = page.getByRole('dialog', { name: 'What was found' })
  await expect(found).toContainText('Written by')
  await found.getByRole('button', { name: 'Cancel' }).click()

  const pictures = Object.fromEntries(
    ['red', 'blue'].flatMap((name, label) => [0, 1, 2].map((at) => [`pets/${name}/${at}.png`, ownPicture(label, at)])),
  )
  await drop(page, 'pets.zip', zipSync({ ...pictures, 'pets/notes.txt': Uint8Array.of(65) }))
  const dialog = page.getByRole('dialog', { name: 'Import pictures' })
  await expect(dialog.getByText('6 pictures in 2 classes: blue, red. 1 other file will be left out.')).toBeVisible()
  await expect(dialog.getByLabel('Name')).toHaveValue('pets')
  await dialog.getByRole('button', { name: 'Import 6 pictures' }).click()
  await expect(dialog.getByText('6 pictures are in your library.')).toBeVisible()
  await page.keyboard.press('Escape')

  await drop(page, 'papers.zip', zipSync({ 'letter.pdf': Uint8Array.of(1) }))
  await expect(page.getByText(/“papers.zip” is nothing that can be taken in\. It holds “letter.pdf”\. What can be:/)).toBeVisible()
})
