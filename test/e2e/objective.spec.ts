// The objective builder: units by clicking, weights and signs, undo, a name, and the picture of it.
import { classifierRecipe, datasetSettings } from '../../src-shared/recipe/recipe.ts'
import { type LabClient, lineTo, train } from './client.ts'
import { expectAccessible } from './accessible.ts'
import type { Page } from 'playwright/test'
import { expect, open, test } from './lab.ts'

/** Every setting as a field by its schema, faults at their fields, and the same recipe as JSON; then again from the run's own page. */
async function editTheRecipe(page: Page, client: LabClient): Promise<void> {
  await page.getByRole('button', { name: 'Edit the recipe' }).click()
  const editor = page.getByRole('dialog', { name: 'Recipe for this objective' })
  await expect(editor.getByText(/logit of rainbow double square − conv4 channel 3/)).toBeVisible()
  await expect(editor.getByLabel('Begin with')).toContainText('Naive, as in the paper')
  await expectAccessible(page)
  const start = editor.getByRole('button', { name: 'Start', exact: true })
  const shift = editor.getByRole('listitem').filter({ hasText: '2. Shift (jitter)' }).getByLabel('At most')
  await shift.fill('99')
  await expect(editor.getByText('At most 48.', { exact: true })).toBeVisible()
  await expect(editor.getByText('Changes at each step, number 2 (Shift (jitter)), at most: At most 48.')).toBeVisible()
  await expect(start).toBeDisabled()
  await editor.getByRole('button', { name: 'At most: back to 3' }).click()
  await expect(start).toBeEnabled()
  // The order, by the keyboard: the button that moved it keeps the focus.
  await editor.getByRole('button', { name: 'Move Turn up' }).press('Enter')
  await expect(editor.getByText('3. Turn', { exact: true })).toBeVisible()
  await expect(editor.getByRole('button', { name: 'Move Turn up' })).toBeFocused()
  for (const name of ['Remove Padding', 'Remove Scale']) await editor.getByRole('button', { name }).click()
  await editor.getByLabel('Add to “penalties”').selectOption('Total variation')
  await editor.getByRole('button', { name: 'Add Total variation' }).click()
  await editor.getByLabel('Steps are made by').selectOption('Momentum')
  await editor.getByLabel('Steps', { exact: true }).fill('3')
  // The same as JSON, both ways.
  await editor.getByRole('tab', { name: 'JSON' }).click()
  const text = editor.getByLabel('Recipe as JSON')
  const shown = JSON.parse(await text.inputValue()) as Record<string, unknown>
  expect(shown['transforms']).toEqual([
    { kind: 'jitter', pixels: 3 },
    { kind: 'rotate', degrees: [-10, 10] },
    { kind: 'jitter', pixels: 2 },
  ])
  await text.fill(JSON.stringify({ ...shown, steps: 'many' }))
  await expect(editor.getByText('Steps: A number is needed here.')).toBeVisible()
  await expect(start).toBeDisabled()
  await text.fill(JSON.stringify({ ...shown, frames: 0 }))
  await editor.getByRole('tab', { name: 'Settings' }).click()
  await expect(editor.getByLabel('Frames kept', { exact: true })).toHaveValue('0')
  await editor.getByLabel('Name of the run').fill('By hand')
  await start.click()
  const started = async (): Promise<unknown> => (await client.listRuns({ search: 'By hand' })).runs[0]?.recipe
  await expect.poll(started).toMatchObject({ steps: 3, frames: 0, regularizers: [{ kind: 'total-variation', weight: 0.1 }] })

  await page.getByRole('button', { name: 'Open the run' }).click()
  await page.getByRole('button', { name: 'Change and run again' }).click()
  const again = page.getByRole('dialog', { name: 'A new run from this recipe' })
  await expect(again.getByLabel('Steps', { exact: true })).toHaveValue('3')
  await page.keyboard.press('Escape')
  await keepAPreset(page, client)
  await sweepTwoUnits(page)
  await open(page, '#/objective')
}

/** A way of making pictures under a name, beside the four methods of every unit and apart from them. */
async function keepAPreset(page: Page, client: LabClient): Promise<void> {
  await open(page, '#/look/conv4/2')
  await page.getByRole('button', { name: 'Edit the recipe' }).click()
  const editor = page.getByRole('dialog', { name: 'Recipe for conv4, channel 2' })
  const save = editor.getByRole('button', { name: 'Save as a preset' })
  await editor.getByLabel('Name of a preset').fill('Mine')
  await expect(save).toBeDisabled()
  await expect(editor.getByText(/These are the settings of “Robust”/)).toBeVisible()
  await editor.getByLabel('Steps', { exact: true }).fill('5')
  await save.click()
  await expect(editor.getByLabel('Begin with')).toContainText('Mine')
  await page.keyboard.press('Escape')
  const card = page.getByRole('article', { name: 'Mine, conv4, channel 2' })
  await card.getByRole('button', { name: 'Start Mine' }).click()
  await expect(card.getByRole('link', { name: '5 steps, seed 1' })).toBeVisible()
  await expect(card.locator('strong')).toHaveText(/\d/)
  await expect(page.getByRole('article', { name: /^Robust/ })).toContainText('Not made yet')
  await expectAccessible(page)
  await card.getByRole('button', { name: 'What to do with Mine' }).click()
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  await page.getByLabel('New name').fill('Brief')
  await page.getByLabel('New name').press('Enter')
  await page.getByRole('button', { name: 'What to do with Brief' }).click()
  await page.getByRole('menuitem', { name: 'Remove' }).click()
  await expect(page.getByRole('heading', { name: 'Your presets' })).toBeHidden()
  await page.keyboard.press('Control+z')
  await expect(page.getByRole('article', { name: 'Brief, conv4, channel 2' })).toContainText('5 steps, seed 1')
  expect((await client.listSaved({ kind: 'ascent-preset' })).map(({ name }) => name)).toEqual(['Brief'])
}

/** Settings over units, as one job and one grid, each picture of which opens its run. */
async function sweepTwoUnits(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Edit the recipe' }).click()
  const editor = page.getByRole('dialog', { name: 'Recipe for conv4, channel 2' })
  await editor.getByLabel('Steps', { exact: true }).fill('3')
  await editor.getByRole('tab', { name: 'Sweep' }).click()
  const start = editor.getByRole('button', { name: 'Start the sweep' })
  await expect(start).toBeDisabled()
  await editor.getByLabel('Vary', { exact: true }).selectOption('Steps are made by (Adam), step size')
  await editor.getByLabel('Values').fill('0.01, 0')
  await expect(editor.getByText('0: Steps are made by (Adam), step size: More than 0.')).toBeVisible()
  await editor.getByLabel('Values').fill('0.01, 0.2')
  await editor.getByLabel('Channels of conv4').fill('2-3')
  await expect(editor.getByText(/2\s+settings, 4\s+pictures\s+in the grid/)).toBeVisible()
  await expectAccessible(page)
  await start.click()
  const grid = page.getByRole('region', { name: 'Pictures of the sweep' })
  await expect(grid.getByRole('row', { name: /^0\.2/ }).getByRole('link')).toHaveCount(2)
  await expect(page.getByRole('button', { name: 'Numbers as CSV' })).toBeVisible()
  await expect(grid.getByRole('link', { name: /, the highest; opens its run$/ })).toHaveCount(2)
  await expectAccessible(page)
  await grid.getByRole('link', { name: /conv4 channel 3, 0\.2:/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'step size 0.2' })).toBeVisible()
}

test('a sum of a class and a channel is built, undone, kept, seen and sent to the search', async ({ page, service }) => {
  const { client, close } = lineTo(service)
  await train(
    client,
    classifierRecipe.parse({ kind: 'classifier', dataset: datasetSettings.parse({ count: 120 }), epochs: 1, batchSize: 16 }),
    'A classifier',
  )
  await open(page, '#/objective')
  await expect(page.getByText('Nothing is asked for yet.')).toBeVisible()
  await expectAccessible(page)

  // A class, more of it; a channel, less of it.
  await page.getByRole('gridcell', { name: 'Logit of rainbow double square' }).click()
  await page.getByRole('radio', { name: 'conv4' }).check()
  await page.getByRole('gridcell', { name: /^conv4, channel 3$/ }).press('Enter')
  const less = page.getByRole('button', { name: 'Ask for less of conv4 channel 3' })
  await expect(less).toHaveText(/Ask for less/)
  await less.click()
  await expect(page.getByRole('button', { name: 'Ask for more of conv4 channel 3' })).toBeVisible()
  // A weight fills its rail from zero, in the middle: −1 of −2 to 2 from a quarter, +1 to three quarters.
  const filled = (name: string): Promise<number[]> =>
    page
      .getByRole('slider', { name })
      .evaluate((one) =>
        ['--from', '--to'].map((end) => Number(/\+ ([\d.]+) \*/.exec((one as HTMLElement).style.getPropertyValue(end))?.[1])),
      )
  expect([await filled('conv4 channel 3'), await filled('logit of rainbow double square')]).toEqual([
    [0.25, 0.5],
    [0.5, 0.75],
  ])
  const formula = page.getByLabel('The objective', { exact: true })
  await expect(formula).toHaveText(/logit of rainbow double square\s+−\s+conv4 channel 3/)

  // A weight by the arrow keys; then all of it back, step by step.
  const weight = page.getByRole('slider', { name: 'logit of rainbow double square' })
  await weight.focus()
  await page.keyboard.press('ArrowRight')
  await expect(formula).toHaveText(/1\.1 × logit of rainbow double square/)
  await page.keyboard.press('Control+z')
  await expect(formula).toHaveText(/possible:\s+logit of rainbow double square\s+−/)
  await page.keyboard.press('Control+z')
  await expect(formula).toHaveText(/\+\s+conv4 channel 3/)
  await page.keyboard.press('Control+Shift+z')
  await expect(formula).toHaveText(/−\s+conv4 channel 3/)

  // A term of a kind that no tile stands for, by its schema.
  await page.getByRole('button', { name: 'Add a term of another kind' }).click()
  const adding = page.getByRole('dialog', { name: 'Add a term of any kind' })
  await adding.getByLabel('Kind of term').selectOption('Margin over the next class')
  await adding.getByLabel('Class', { exact: true }).selectOption('red filled line')
  await expect(adding.getByText('As large as possible: margin of red filled line over the next class')).toBeVisible()
  await expectAccessible(page)
  await adding.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(formula).toHaveText(/\+\s+margin of red filled line over the next class/)
  await page.keyboard.press('Control+z')
  await expect(formula).toHaveText(/−\s+conv4 channel 3\s*$/)

  // Kept under a name, as the objective itself.
  await page.getByLabel('Name').fill('Square without channel 3')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Open Square without channel 3' })).toBeVisible()
  const terms = [
    { weight: 1, of: { kind: 'logit', class: 24 } },
    { weight: -1, of: { kind: 'channel', layer: 'conv4', channel: 3 } },
  ]
  const saved = await client.listSaved({ kind: 'objective' })
  expect(saved.map((one) => ({ name: one.name, body: one.body }))).toEqual([
    { name: 'Square without channel 3', body: { kind: 'sum', terms } },
  ])

  // Seen: naive and robust from the same seed, and the real pictures that score highest.
  await page.getByText('More settings').click()
  await page.getByLabel('Steps', { exact: true }).fill('12')
  await page.getByRole('button', { name: 'Visualize' }).click()
  // Where one looks: above the tiles, and in sight.
  const seen = page.getByRole('heading', { name: 'What that looks like' })
  await expect(seen).toBeFocused()
  await expect(seen).toBeInViewport()
  const [above, below] = [await seen.boundingBox(), await page.getByRole('heading', { name: 'Add units' }).boundingBox()]
  expect(above!.y).toBeLessThan(below!.y)
  for (const method of ['Naive', 'Robust'])
    await expect(page.getByRole('article', { name: new RegExp(`^${method}`) }).getByText('12 steps, seed 1')).toBeVisible()
  await expect(page.getByRole('list', { name: /Strongest of the test split/ }).getByRole('listitem')).toHaveCount(9)
  await expect(page.getByRole('note', { name: 'Reading' })).toContainText(/best real picture/)
  await expectAccessible(page)

  await editTheRecipe(page, client)

  // The draft is still there after a reload; and the search gets the saved id.
  await page.reload()
  await expect(formula).toHaveText(/rainbow double square\s+−\s+conv4 channel 3/)
  await expect(page.getByRole('link', { name: 'Search for it Square without channel 3' })).toHaveAttribute(
    'href',
    `#/imagine/search?objective=${saved[0]?.id}`,
  )
  close()
})
