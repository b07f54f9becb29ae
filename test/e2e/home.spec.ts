// Home: what a library without networks says, the headline of the starter, steps ticked by doing, and work that goes on where it stopped.
import { classifierRecipe, datasetSettings } from '../../src-shared/recipe/recipe.ts'
import { lineTo } from './client.ts'
import { expectAccessible } from './accessible.ts'
import { expect, test } from './lab.ts'
import { fill } from './small-starter.ts'

test.describe('without the starter', () => {
  test('a paused training is offered to go on, and training ticks its step', async ({ page, service }) => {
    const { client, close } = lineTo(service)
    const { id } = await client.startRun({
      recipe: classifierRecipe.parse({ kind: 'classifier', dataset: datasetSettings.parse({ count: 600 }), epochs: 200, batchSize: 16 }),
      name: 'A long training',
    })
    await expect(page.getByText('1 of 5 done')).toBeVisible()
    await expect(page.getByRole('listitem').filter({ hasText: 'Train a network, done' })).toBeVisible()
    await expect.poll(async () => (await client.getRun({ id })).run.progress?.phase).toMatch(/epoch/)
    await client.pauseRun({ id })
    const unfinished = page.getByRole('region', { name: 'Continue where it stopped' })
    await expect(unfinished.getByRole('link', { name: 'A long training' })).toBeVisible()
    await expect(unfinished.getByText(/epoch \d+ of 200.*done/)).toBeVisible()
    await expectAccessible(page)
    await unfinished.getByRole('button', { name: 'Resume A long training' }).click()
    await expect(unfinished).toBeHidden()
    await expect(page.getByRole('region', { name: 'Current work' })).toContainText('A long training')
    // What was done is kept in the library, not in the page.
    await page.reload()
    await expect(page.getByText('1 of 5 done')).toBeVisible()
    await page.getByRole('button', { name: 'Hide' }).click()
    await page.reload()
    await expect(page.getByRole('heading', { name: 'Recent runs' })).toBeVisible()
    await expect(page.getByRole('heading', { name: 'First steps' })).toBeHidden()
    await client.cancelRun({ id })
    close()
  })
})

test.describe('with the starter', () => {
  test.use({ starter: true })
  test('shows one class by four methods, each with what it reached, and starts one live', async ({ page, service }) => {
    const { client, close } = lineTo(service)
    const model = await fill(client)
    await page.reload()
    const strip = page.getByRole('list', { name: 'What the classifier looks for in a rainbow double circle' })
    await expect(strip.getByRole('listitem')).toHaveCount(4)
    const links = strip.getByRole('link')
    await expect(links).toHaveCount(4)
    for (const [at, name] of ['Dataset examples', 'Naive', 'Robust', 'Generated'].entries()) {
      await expect(links.nth(at)).toHaveAccessibleName(new RegExp(`^${name} for rainbow double circle, logit −?[\\d.]+`))
    }
    await expect(page.getByText(/Only the starter library so far: the \d+ runs/)).toBeVisible()
    await expectAccessible(page)
    await expect(page.getByRole('link', { name: 'Which classes it confuses' })).toHaveAttribute('href', /^#\/train\/[\w-]+\?view=mistakes$/)
    await page.getByRole('button', { name: 'See it happen' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Logit of rainbow double circle')
    await expect
      .poll(async () => (await client.listRuns({ kinds: ['ascend'], limit: 1 })).runs[0])
      .toMatchObject({ tags: [], recipe: { model, objectives: [{ kind: 'logit', class: 39 }], transforms: [] } })
    // Once the steps are done, what was paused is offered to go on; what was stopped is not.
    const recipe = classifierRecipe.parse({
      kind: 'classifier',
      dataset: datasetSettings.parse({ count: 600 }),
      epochs: 200,
      batchSize: 16,
    })
    // What another window has done meanwhile stays done when this one writes down its own.
    await client.mergeSetting({ key: 'first-steps', value: { robust: true, examples: true, latent: true } })
    const stopped = await client.startRun({ recipe, name: 'A stopped training' })
    const steps = { form: true, robust: true, examples: true, latent: true, train: true }
    await expect.poll(async () => (await client.getSetting({ key: 'first-steps' })).value).toMatchObject(steps)
    await client.cancelRun({ id: stopped.id })
    await page.goto(`${service.url}#/home`)
    await page.reload()
    await expect(page.getByText('all five done')).toBeVisible()
    // Until it has stopped it is also on top, as what is at work.
    await expect(page.getByRole('link', { name: /^Continue with/ })).toHaveCount(0)
    await expect(page.getByRole('main').getByRole('link', { name: 'A stopped training' }).last()).toBeVisible()
    const paused = await client.startRun({ recipe: { ...recipe, seed: 2 }, name: 'A paused training' })
    await client.pauseRun({ id: paused.id })
    await expect(page.getByRole('link', { name: 'Continue with A paused training' })).toHaveAttribute('href', `#/train/${paused.id}`)
    close()
  })
})
