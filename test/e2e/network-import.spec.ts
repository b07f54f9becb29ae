// Bringing a network of one's own: from its file to what one of its layers looks for.
import { fileURLToPath } from 'node:url'
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
