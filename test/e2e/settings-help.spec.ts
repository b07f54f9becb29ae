// Settings take effect at once and are kept; Help can be read without a network, and each of its ways leads to a page.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lessonSteps } from '../../src-renderer/pages/help/lesson-steps.ts'
import { topics } from '../../src-renderer/pages/help/topics.ts'
import { words } from '../../src-renderer/text/glossary.ts'
import { lineTo } from './client.ts'
import { expectAccessible } from './accessible.ts'
import { expect, looking, open, startService, test } from './lab.ts'

test('settings, and a backup that opens as a library by its own name', async ({ page, service }) => {
  const { client, close } = lineTo(service)
  let checks = 0
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => {
      if (payload.toString().includes('"doctor"')) checks += 1
    })
  })
  await open(page, '#/settings')
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible()
  await expect(page.getByRole('main').getByText(service.folder).first()).toBeVisible()
  const rows = await client.doctor({})
  await expect(page.getByRole('table', { name: 'Checks' }).getByRole('row')).toHaveCount(rows.length + 1)
  await expectAccessible(page)
  // A second visit shows what the first has found; only a press looks through the library again.
  await page.getByRole('link', { name: 'Help', exact: true }).first().click()
  await page.getByRole('heading', { name: 'Help', level: 1 }).waitFor()
  await page.goBack()
  await expect(page.getByText('Checked just now.')).toBeVisible()
  expect(checks).toBe(1)
  await page.getByRole('button', { name: 'Check again' }).click()
  await expect.poll(() => checks).toBe(2)

  await page.getByRole('radio', { name: 'Dark' }).check({ force: true })
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.getByRole('radio', { name: '130' }).check({ force: true })
  await page.getByRole('switch', { name: 'Reduce motion' }).check()
  await page.getByRole('switch', { name: 'Smooth pictures' }).check()
  await page.getByRole('switch', { name: 'Single-key shortcuts' }).uncheck()
  await page.getByRole('switch', { name: 'Notify me when long work ends' }).uncheck()
  await expect.poll(async () => (await client.getSetting({ key: 'notifications' })).value).toBe(false)
  await expect
    .poll(async () => (await client.getSetting({ key: 'preferences' })).value)
    .toMatchObject({ theme: 'dark', textSize: 1.3, reduceMotion: true, smooth: true, singleKeys: false })
  await expect(page.locator('html')).toHaveAttribute('data-motion', 'reduce')
  expect(await page.locator('main').evaluate((main) => main.scrollWidth > main.clientWidth)).toBe(false)

  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect(page.getByRole('switch', { name: 'Notify me when long work ends' })).not.toBeChecked()
  await expect(page.getByRole('switch', { name: 'Smooth pictures' })).toBeChecked()
  // What another window has chosen meanwhile is not taken back by a choice made here.
  const kept = (await client.getSetting({ key: 'preferences' })).value as object
  await client.setSetting({ key: 'preferences', value: { ...kept, theme: 'light' } })
  await page.getByRole('switch', { name: 'Smooth pictures' }).uncheck()
  await expect.poll(async () => (await client.getSetting({ key: 'preferences' })).value).toMatchObject({ theme: 'light', smooth: false })
  await open(page, '#/data')
  await page.getByRole('heading', { name: 'Data', level: 1 }).waitFor()
  await page.keyboard.press('n')
  await expect(page).toHaveURL(/#\/data$/)
  await open(page, '#/settings')
  await expect(page.getByRole('link', { name: /Open the Trash/ })).toHaveAttribute('href', '#/runs?shelf=trash')

  // All of it as one file.
  await client.save({ kind: 'point', name: 'kept by the backup', body: [1, 2] })
  await page.getByText('How to restore a backup').click()
  await expect(page.getByText('Make a new, empty folder')).toBeVisible()
  const coming = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Back up' }).click()
  const download = await coming
  expect(download.suggestedFilename()).toMatch(/^phosphene-library-.*\.sqlite$/)
  await expect(page.getByRole('status').filter({ hasText: 'The backup is complete' })).toBeVisible()
  await expectAccessible(page)
  close()
  const folder = mkdtempSync(join(tmpdir(), 'phosphene-restored-'))
  const file = join(folder, 'kept.sqlite')
  await download.saveAs(file)
  const restored = await startService(file, ['--no-starter'])
  const other = lineTo(restored)
  expect((await other.client.listSaved({ kind: 'point' })).map(({ name }) => name)).toEqual(['kept by the backup'])
  expect((await other.client.about({})).notices).toEqual([])
  other.close()
  await restored.stop()
  rmSync(folder, { recursive: true })
})

looking('help: every page opens, can be read by everyone, and leads on', async ({ page }) => {
  await open(page, '#/help')
  await expect(page.getByRole('heading', { name: 'Help', level: 1 })).toBeVisible()
  await expectAccessible(page)
  for (const topic of topics) {
    await open(page, `#/help/${topic.id}`)
    await expect(page.getByRole('heading', { name: topic.title, level: 1 })).toBeVisible()
    // The two that have every kind of block.
    if (topic.id === 'dataset' || topic.id === 'classifier') await expectAccessible(page)
  }
  // A term is explained where it stands, by keyboard too.
  await open(page, '#/help/channel')
  await page.getByRole('button', { name: 'activation' }).focus()
  await expect(page.getByRole('tooltip').filter({ hasText: words.activation.help })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: 'What is feature visualization?' }).click()
  await expect(page).toHaveURL(/help\/visualization/)

  await open(page, '#/help/glossary')
  await expect(page.getByRole('term')).toHaveCount(Object.keys(words).length)
  await page.getByLabel('Find a word').fill('dice')
  await expect(page.getByRole('term')).toHaveCount(1)
  await expect(page.getByRole('term')).toContainText('Seed')
  await expectAccessible(page)
  await open(page, '#/help/shortcuts')
  await expect(page.getByText('Search and commands')).toBeVisible()
  await expectAccessible(page)
  // Found by another name, too.
  await open(page, '#/help/glossary')
  await page.getByLabel('Find a word').fill('softmax')
  await expect(page.getByRole('term')).toContainText('Probability')
  await open(page, '#/help/nothing')
  await expect(page.getByText('There is no help page “nothing”')).toBeVisible()
})

test.describe('with the starter', () => {
  test.use({ starter: true })
  test('the lesson: each of its links leads to a page, what it says of them is so, and it prints on two sides', async ({ page }) => {
    await open(page, '#/help')
    await page.getByRole('link', { name: 'A lesson in 45 minutes' }).click()
    await expect(page.getByRole('heading', { name: 'A lesson in 45 minutes', level: 1 })).toBeVisible()
    await expect(page.getByRole('article').getByRole('heading', { level: 2 })).toHaveCount(lessonSteps.length + 1)
    await expectAccessible(page)
    // On paper there is the lesson alone.
    await page.emulateMedia({ media: 'print' })
    await expect(page.getByRole('navigation')).toHaveCount(0)
    await expect(page.getByRole('button', { name: 'Print' })).toBeHidden()
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(2)
    await page.emulateMedia({ media: null })

    const links = await page
      .getByRole('article')
      .getByRole('link')
      .evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''))
    expect(links.length).toBeGreaterThanOrEqual(lessonSteps.length)
    for (const href of links) {
      await open(page, href)
      await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible()
      await expect(page.getByText(/There is no (page|help page)|cannot be shown/)).toHaveCount(0)
    }

    // Step 2: the form is filled with the classes of a lesson, once.
    await open(page, '#/train?classes=12')
    await expect(page).toHaveURL(/#\/train$/)
    await expect(page.getByRole('radio', { name: 'Quick' })).toBeChecked()
    await expect(page.getByRole('radio', { name: 'Quick' })).toHaveAccessibleDescription(
      /12 of the 60 classes, at least 90\s% right\. 12\sclasses, /,
    )
    await expect(page.getByLabel('Dataset', { exact: true }).locator('option:checked')).toHaveText('For a lesson: 12 of its classes')
    // Step 4: of the four pictures only the real one is called by its class.
    await open(page, '#/look/logits/39')
    await expect(page.getByRole('article', { name: /^Dataset examples/ })).toContainText(/its class gets 100\.0\s% of the votes/)
    await expect(page.getByText(/its class gets < 0\.1\s% of the votes/)).toHaveCount(3)
    await expect(page.getByRole('note', { name: 'Reading' })).toContainText('a high logit alone is no evidence')
    // Step 6: from the mean of the dataset the climb gets stuck.
    await open(page, '#/imagine')
    await page.getByRole('button', { name: 'Reset', exact: true }).click()
    await page.getByRole('button', { name: 'Climb', exact: true }).click()
    await page.getByLabel('Towards').selectOption({ label: 'green filled triangle' })
    await page.getByRole('button', { name: 'Climb from the sliders' }).click()
    await expect(page.getByText(/^It got stuck: the classifier calls this a (?!green filled triangle)/)).toBeVisible()
  })
})
