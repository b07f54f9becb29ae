// Look inside: from the map of the layers to one unit, with a network of a few steps; what is seen is the real service's.
import { readFileSync } from 'node:fs'
import { decode } from 'fast-png'
import { autoencoderRecipe, classifierRecipe, datasetSettings } from '../../src-shared/recipe/recipe.ts'
import { patternOf } from '../fixtures/pattern.ts'
import { lineTo, train } from './client.ts'
import { expectAccessible } from './accessible.ts'
import { expect, open, test } from './lab.ts'
import { pixels, tileOfFile } from './pixels.ts'

const dataset = datasetSettings.parse({ count: 120 })

test('from the map by keyboard to a layer, several channels in one run, and one unit by four methods', async ({ page, service }) => {
  const { client, close } = lineTo(service)
  const model = await train(client, classifierRecipe.parse({ kind: 'classifier', dataset, epochs: 1, batchSize: 16 }), 'A classifier')
  await train(client, autoencoderRecipe.parse({ kind: 'autoencoder', dataset, epochs: 1, batchSize: 16 }), 'An autoencoder')

  // The map: every layer, in order, each with the examples that a run found by itself.
  await open(page, '#/look')
  const map = page.getByRole('main').getByRole('list').getByRole('link')
  await expect(map).toHaveCount(7)
  await expect(map.nth(2)).toHaveAccessibleName(/conv3\s+16\schannels.*dataset examples of 16/)
  await expectAccessible(page)

  // A tile tells its channel, under the pointer and by arrow keys, and opens just that one; the rest of the layer opens the layer.
  const tiles = map.nth(2).locator('canvas')
  const box = (await tiles.boundingBox())!
  const third = { x: box.width / 2, y: (2.5 * box.height) / 16 }
  await tiles.hover({ position: third })
  await expect(map.nth(2)).toHaveAccessibleDescription(/conv3, channel 2\b.*Strongest real picture: /)
  await tiles.click({ position: third })
  await expect(page.getByRole('heading', { name: 'conv3, channel 2', level: 1 })).toBeVisible()
  await page.goBack()
  await map.nth(2).focus()
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp']) await page.keyboard.press(key)
  await expect(map.nth(2)).toHaveAccessibleDescription(/conv3, channel 0/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'conv3, channel 0', level: 1 })).toBeVisible()
  await page.goBack()
  // Of the logits the mistakes are a step away.
  await open(page, '#/look/logits')
  await expect(page.getByRole('link', { name: 'Which classes it confuses' })).toHaveAttribute('href', /^#\/train\/[\w-]+\?view=mistakes$/)
  await open(page, '#/look')

  // The grid by keyboard: the first two channels, made in one run.
  await map.nth(2).press('Enter')
  await expect(page.getByRole('heading', { name: 'conv3', level: 1 })).toBeVisible()
  const cells = page.getByRole('gridcell')
  await expect(cells).toHaveCount(16)
  await cells.first().focus()
  await page.keyboard.press('Shift+ArrowRight')
  await expect(page.getByText('2 chosen')).toBeVisible()
  await page.keyboard.press('Control+a')
  await expect(page.getByRole('button', { name: 'Visualize 16 channels' })).toBeVisible()
  const [sheet] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Contact sheet' }).click()])
  expect(sheet.suggestedFilename()).toMatch(/\.png$/)
  // The button took the focus; the keys go on from the channel they were at.
  await cells.nth(1).focus()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Space')
  await page.keyboard.press('2')
  // Where the first tile is, from frame to frame: the bar of the work comes and goes without moving it.
  await page.evaluate(() => {
    const tops = new Set<number>()
    Object.assign(window, { tops })
    const note = (): void => {
      const cell = document.querySelector('[role=gridcell]')
      if (cell) tops.add(Math.round(cell.getBoundingClientRect().top + document.querySelector('main')!.scrollTop))
      requestAnimationFrame(note)
    }
    note()
  })
  await page.getByRole('button', { name: 'Visualize 2 channels' }).click()
  await expect(cells.first()).toHaveAccessibleName(/naive picture, activation/)
  await expect(cells.nth(1)).toHaveAccessibleName(/naive picture, activation/)
  await expect(page.getByRole('button', { name: 'Visualize 2 channels' })).toBeEnabled()
  expect(await page.evaluate(() => [...(window as unknown as { tops: Set<number> }).tops])).toHaveLength(1)
  const { runs } = await client.listRuns({ kinds: ['ascend'] })
  expect(runs).toHaveLength(1)
  const [run] = runs
  expect(run?.recipe.kind === 'ascend' && run.recipe.model === model && run.recipe.objectives.length).toBe(2)
  await page.getByLabel('Sort').selectOption({ label: 'strongest first' })
  await expect(cells).toHaveCount(16)
  // The tiles have the number by which real pictures are ranked, and say so; also as a list.
  await expect(
    page.getByText(/^Under each tile: its number, and the activation at the strongest place, after ReLU, of its naive picture/),
  ).toBeVisible()
  const told =
    /naive picture, activation (−?[\d.]+)/.exec(
      (await page
        .getByRole('gridcell', { name: /naive picture, activation/ })
        .first()
        .textContent()) ?? '',
    )?.[1] ?? 'no number'
  await page.getByLabel('Tiles').selectOption({ label: 'as a list' })
  await expect(page.getByRole('row')).toHaveCount(17)
  await expect(page.getByRole('row').filter({ hasText: told }).first()).toBeVisible()
  await expectAccessible(page)
  await page.getByLabel('Tiles').selectOption({ label: '1×' })
  await expect(cells).toHaveCount(16)
  await expectAccessible(page)

  // One unit: a star and a note that stay, and can be undone.
  await open(page, '#/look/conv3/0')
  await expect(page.getByRole('heading', { name: 'conv3, channel 0' })).toBeVisible()
  const note = page.getByRole('textbox', { name: 'Your note on conv3, channel 0' })
  await note.fill('slanted edges')
  await note.press('Enter')
  await page.getByRole('button', { name: 'Star this unit' }).click()
  await expect
    .poll(async () => (await client.listSaved({ kind: 'unit-note' })).map((one) => one.body))
    .toMatchObject([{ model, key: 'conv3:0', note: 'slanted edges', starred: true }])
  await page.keyboard.press('Control+z')
  await expect(page.getByRole('button', { name: 'Star this unit' })).toBeVisible()
  await expect(note).toHaveValue('slanted edges')

  // All methods from one seed.
  await page.getByText('More settings').click()
  await page.getByLabel('Steps', { exact: true }).fill('12')
  await page.getByRole('textbox', { name: 'Seed' }).fill('7')
  await page.getByRole('button', { name: 'Visualize' }).click()
  await expect(page.getByText('Same start: naive and robust began from the same noise, seed 7.')).toBeVisible()
  const generated = page.getByRole('article', { name: 'Generated (climb), conv3, channel 0' })
  await expect(generated.getByText('12 steps, seed 7')).toBeVisible()
  await expect(generated.getByText(/best example/)).toBeVisible()

  // Variations leave the card alone, and are judged by the number of the page.
  const naive = page.getByRole('article', { name: 'Naive, conv3, channel 0' })
  const made = await naive.getByRole('link').getAttribute('href')
  await page.getByRole('button', { name: 'Make 4 variations' }).click()
  const variations = page.getByRole('list', { name: 'Variations, naive' }).getByRole('listitem')
  await expect(variations).toHaveText([/\d/, /\d/, /\d/, /\d/])
  await expect(page.getByText('Under each: the activation at the strongest place, after ReLU, as for the pictures above.')).toBeVisible()
  await expect(naive.getByRole('link')).toHaveAttribute('href', made!)
  const atStrongest = await variations.allInnerTexts()
  await page.getByRole('radio', { name: 'Mean over the picture' }).check()
  await expect(page.getByText('Under each: the activation as a mean over all places, after ReLU, as for the pictures above.')).toBeVisible()
  await expect.poll(async () => (await variations.allInnerTexts()).every((one, at) => one !== '' && one !== atStrongest[at])).toBe(true)
  await page.getByRole('radio', { name: 'Strongest place' }).check()

  // Any picture is shown large: one of a film as it is in its file, its neighbour by an arrow key; one that answers no press by a press.
  await page.getByRole('slider', { name: 'Step' }).press('Home')
  await page.getByRole('slider', { name: 'Step' }).press('ArrowRight')
  await expect(naive.getByText('Step 1 of 12')).toBeVisible()
  await naive.getByRole('button', { name: 'Enlarge naive' }).click()
  const large = page.getByRole('dialog', { name: /^Picture \d+ of \d+ on this page$/ })
  await expect(large.getByRole('img', { name: 'conv3, channel 0, naive picture after step 1' })).toBeVisible()
  const film = await tileOfFile(page, naive.locator('img').first(), 1)
  await expect.poll(() => pixels(page, 'dialog[open] canvas')).toEqual(film)
  await page.keyboard.press('ArrowRight')
  await expect(large.getByRole('img', { name: 'conv3, channel 0, robust picture after step 1' })).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(large).toBeHidden()
  await variations.nth(1).getByRole('img').click()
  await expect(large.getByRole('img', { name: /^conv3, channel 0, naive picture from start 2/ })).toBeVisible()
  await page.keyboard.press('Escape')
  // By its key, the picture of what has the focus.
  await page.getByRole('button', { name: 'Choose robust' }).press('z')
  await expect(large.getByRole('img', { name: 'conv3, channel 0, robust picture after step 1' })).toBeVisible()
  await page.keyboard.press('Escape')

  // The films go together; where it fires is shown; the marks stand in the histogram.
  await page.getByRole('button', { name: 'To the start' }).click()
  await expect(page.getByRole('article', { name: 'Naive, conv3, channel 0' }).getByText('Step 0 of 12')).toBeVisible()
  await expect(page.getByRole('article', { name: 'Robust, conv3, channel 0' }).getByText('Step 0 of 12')).toBeVisible()
  await page.keyboard.press('o')
  await expect(
    page.getByText(patternOf(/Activation at each of 12 × 12 places, after ReLU; these four pictures share one scale\./)),
  ).toBeVisible()
  await expect(
    page.getByText(patternOf(/Activation at each of 12 × 12 places, after its activation function; /, /these pictures share one scale\./)),
  ).toBeVisible()
  await expect(
    page.getByRole('img', {
      name: patternOf(
        /^Where conv3, channel 0 fires in the (dataset examples|naive|robust|generated \(climb\)) picture: /,
        /brightest where most, up to /,
      ),
    }),
  ).toHaveCount(4)
  await expect(
    page.getByRole('img', { name: /Activation of conv3, channel 0 over the test split.*Naive at.*Robust at.*Generated \(climb\) at/ }),
  ).toBeVisible()
  await expect(page.getByRole('list', { name: /Strongest of the test split/ }).getByRole('listitem')).toHaveCount(9)
  await expectAccessible(page)

  // Pointed at alone, one real picture shows where it fires.
  await page.keyboard.press('o')
  const first = page
    .getByRole('list', { name: /Strongest of the test split/ })
    .getByRole('link')
    .first()
  await expect(first.getByRole('img')).toHaveAccessibleName(/activation −?[\d.]+$/)
  await first.hover()
  await expect(first.getByRole('img')).toHaveAccessibleName(/; brightest where it fires, up to /)
  // Each chart can be taken along as a drawing, which a browser takes for one.
  for (const [name, bars] of [
    [/^Save as SVG \(Activation of conv3, channel 0/, 'Naive'],
    [/^Save as SVG \(Classes that drive conv3, channel 0/, 'mean of the activation'],
  ] as const) {
    const [drawing] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()])
    const svg = readFileSync(await drawing.path(), 'utf8')
    expect(svg).toContain(bars)
    const opened = await page.context().newPage()
    await opened.goto(`data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`)
    expect(
      await opened.evaluate(() => [
        document.documentElement.tagName,
        document.querySelector('parsererror') === null,
        document.querySelectorAll('rect > title').length > 8,
      ]),
    ).toEqual(['svg', true, true])
    await opened.close()
  }

  await page.getByRole('heading', { name: 'conv3, channel 0' }).click()
  await page.keyboard.press('j')
  await expect(page.getByRole('heading', { name: 'conv3, channel 1' })).toBeVisible()

  // A picture to take along says inside where it comes from.
  await open(page, '#/look/conv3/0?method=naive&seed=7')
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'PNG, 8×' }).click()])
  expect(file.suggestedFilename()).toBe('conv3-channel-0-naive-8x.png')
  const png = decode(readFileSync(await file.path()))
  expect([png.width, png.height, png.text['Seed']]).toEqual([8 * 48, 8 * 48, '7'])
  expect(png.text['Description']).toMatch(/^conv3, channel 0 of "A classifier" \(model [0-9a-f]{16}\)\. Naive: 12 steps/)
  close()
})

test.describe('with the starter', () => {
  test.use({ starter: true })
  test('conv3, channel 2 is driven by upright edges, whichever part of the page is asked', async ({ page, service }) => {
    const { client, close } = lineTo(service)
    await open(page, '#/look/conv3/2')
    const strongest = page.getByRole('list', { name: /Strongest of the test split/ })
    await expect(strongest.getByRole('listitem')).toHaveCount(9)
    // Thick figures, which have such edges; by the mean before ReLU they were thin green lines, on which it does not fire.
    for (const text of await strongest.getByRole('listitem').allInnerTexts()) expect(text).toMatch(/filled/)
    for (const text of await page
      .getByRole('list', { name: /Weakest of the test split/ })
      .getByRole('listitem')
      .allInnerTexts())
      expect(text).toMatch(/green (single|double) line/)
    await expect(
      page.getByRole('article', { name: 'Dataset examples, conv3, channel 2' }).getByText(/white filled line, strongest/),
    ).toBeVisible()
    const bars = page.getByRole('region', { name: 'Classes that drive it' })
    await expect(bars.getByRole('listitem').first()).toContainText('white')
    await expect(
      bars.getByText(/activation at the strongest place, after ReLU, over all pictures of the test split \(2,400\spictures\)/),
    ).toBeVisible()
    await expect(page.getByRole('note', { name: 'Reading' })).toContainText(
      patternOf(
        /^Naive and robust look like the real pictures where it fires .*with pictures taken at random /,
        /it is 0\.\d\d at most.*Generated \(search\) .* better than random noise/,
      ),
    )
    await expect(page.getByRole('region', { name: 'Driven by the same classes' }).getByRole('link').first()).toHaveAttribute(
      'href',
      /#\/look\/conv3\/\d/,
    )
    await expectAccessible(page)
    // The other measure is kept in the address, and ranks the same kind of picture first.
    await page.getByRole('radio', { name: 'Mean over the picture' }).check()
    await expect(page).toHaveURL(/judged=mean/)
    await expect(bars.getByText(/activation as a mean over all places, after ReLU/)).toBeVisible()
    await expect(strongest.getByRole('listitem').first()).toContainText('filled')
    await page.getByRole('radio', { name: 'Strongest place' }).check()
    // On the layer the same picture stands for it; and all of this was in the starter.
    await open(page, '#/look/conv3')
    await expect(page.getByRole('gridcell').nth(2)).toHaveAccessibleName(/best dataset example [\d.]+, white filled line/)
    await expect(page.getByText(/^To visualize: robust, /)).toBeVisible()
    await expect(page.getByRole('option', { name: 'most like channel 0' })).toBeAttached()
    // A class has a logit, on its cards and in the chart below them.
    await open(page, '#/look/logits/39')
    await expect(page.getByRole('article', { name: /^Naive, / }).getByText(/^[\d.]+ logit\b/)).toBeVisible()
    await expect(page.getByRole('img', { name: /^Logit of rainbow double circle over the test split/ })).toBeVisible()
    await open(page, '#/look/logits')
    await expect(page.getByText(/For \d+ of 60 classes it is a picture of another class\./)).toBeVisible()
    expect((await client.listRuns({ kinds: ['examples'], origins: ['here'] })).runs).toHaveLength(0)
    close()
  })
})
