// What holds on every page: no accessibility violation, no complaint in the console, nothing wider than the window, a name for every
// control, in both themes, with an empty library, a full one, and at addresses where there is nothing. With SCREENS set, leaves a picture
// of each for people to look at.
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Page } from 'playwright/test'
import { autoencoderRecipe, classifierRecipe, datasetSettings, type RecipeKind } from '../../src-shared/recipe/recipe.ts'
import { type LabClient, lineTo, train } from './client.ts'
import { expect, looking, test } from './lab.ts'
import { fill, rest } from './small-starter.ts'
import { visit, settle, wrongs } from './wrongs.ts'

const pages = [
  'home',
  'reproduce',
  'data',
  'data/class/39',
  'data/picture/10',
  'data/new',
  'data/own',
  'train',
  'look',
  'look/conv3',
  'look/logits/39',
  'imagine',
  'imagine/map',
  'imagine/path',
  'imagine/search',
  'runs',
  'compare',
  'objective',
  'settings',
  'help',
  'help/glossary',
  'help/shortcuts',
]
const lost = [
  'nowhere',
  'reproduce/none',
  'data/class/99',
  'data/picture/999999999',
  'data?dataset=nowhere',
  'train/none',
  'look/none',
  'look/conv3/999',
  'imagine/none',
  'runs/none',
  'runs?shelf=trash',
  'compare?ids=none,neither',
  'help/none',
]

// Each takes minutes, and none needs another.
test.describe.configure({ mode: 'parallel' })

looking('an empty library', async ({ page, service }) => {
  test.setTimeout(900_000)
  const { client, close } = lineTo(service)
  expect(await wrongs(page, client, 'empty', [...pages, 'basket'])).toEqual([])
  close()
})

/** Looks through another network, by the picker at the top of the window. */
async function choose(page: Page, name: string): Promise<void> {
  const picker = page.getByRole('button', { name: /^Model/ })
  if ((await picker.textContent())?.includes(name)) return
  await picker.click()
  await page.getByRole('option', { name: new RegExp(name) }).click()
  await expect(picker).toContainText(name)
}

test('every page goes over to another network: of a large dataset and of a small one, of 60 classes and of 12', async ({
  page,
  service,
}) => {
  test.setTimeout(900_000)
  const { client, close } = lineTo(service)
  const large = datasetSettings.parse({ count: 1200 })
  const small = datasetSettings.parse({ count: 120, classes: [0, 4, 9, 14, 18, 21, 27, 30, 36, 45, 51, 57] })
  const settings = { kind: 'classifier', epochs: 1, batchSize: 64 }
  const model = await train(client, classifierRecipe.parse({ ...settings, dataset: large }), 'Large network')
  const picker = page.getByRole('button', { name: /^Model/ })
  // What the page has not seen before the second one is there would not be a newer network.
  await expect(picker).toContainText('Large network')
  await train(client, classifierRecipe.parse({ ...settings, dataset: small, preset: 'paper' }), 'Small network')
  // A newer network is offered, and does not take the place of the one in use.
  await expect(page.getByText('“Small network” is ready. The pages still look through “Large network”.')).toBeVisible()
  await expect(picker).toContainText('Large network')
  await page.getByRole('button', { name: 'Use it' }).click()
  await expect(picker).toContainText('Small network')
  await picker.click()
  await expect(page.getByRole('option', { name: /right on the test split, / })).toHaveCount(2)
  await page.keyboard.press('Escape')
  // Terms that only one of the two has, and a neuron.
  await client.setSetting({
    key: 'objective-draft',
    value: [
      { weight: 1, of: { kind: 'channel', layer: 'conv3', channel: 12 } },
      { weight: -1, of: { kind: 'logit', class: 39 } },
    ],
  })
  const addresses = [
    'home',
    'look',
    'look/conv3',
    'look/conv3/12',
    'look/logits',
    'look/logits/39',
    'objective',
    'data',
    'data/class/39',
    'data/picture/1100',
    'runs',
    'compare',
    'train',
  ]
  const wrong: string[] = []
  const walk = async (list: readonly string[]): Promise<void> => {
    for (const address of list) {
      await choose(page, 'Large network')
      await visit(page, client, address)
      for (const name of ['Small network', 'Large network']) {
        await choose(page, name)
        await rest(client)
        await settle(page)
        for (const title of await page.getByRole('alert').allInnerTexts()) wrong.push(`#/${address}, ${name}: ${title}`)
      }
    }
  }
  await walk(addresses)
  const generator = await train(
    client,
    autoencoderRecipe.parse({ kind: 'autoencoder', dataset: small, epochs: 1, batchSize: 64 }),
    'A generator',
  )
  // The best real picture of a search is one of the classifier's dataset, which the generator's need not have.
  await train(client, autoencoderRecipe.parse({ kind: 'autoencoder', dataset: large, epochs: 1, batchSize: 64 }), 'Another generator')
  await client.startRun({ recipe: { kind: 'search', model, generator, objectives: [{ kind: 'logit', class: 39 }], samples: 100 } })
  await rest(client)
  await walk([
    'look/logits/39',
    'objective',
    'data/picture/1100',
    'imagine',
    'imagine/map',
    'imagine/path',
    'imagine/search',
    `imagine/search?generator=${generator}`,
  ])
  expect(wrong).toEqual([])
  close()
})

/** Runs of the library to look at, one of each kind. */
async function kinds(client: LabClient, ...wanted: RecipeKind[]): Promise<{ address: string; name: string }[]> {
  const { runs } = await client.listRuns({ limit: 100, parent: null })
  return wanted.flatMap((kind) =>
    runs
      .filter((run) => run.recipe.kind === kind)
      .slice(0, 1)
      .map(({ id }) => {
        // A training has one page, whatever address leads there.
        const place = kind === 'classifier' || kind === 'autoencoder' ? 'train' : 'runs'
        return { address: `${place}/${id}`, name: `${place} ${kind}` }
      }),
  )
}

test.describe('a full library', () => {
  test.use({ starter: true })
  test('and addresses where there is nothing', async ({ page, service }) => {
    test.setTimeout(1_800_000)
    const { client, close } = lineTo(service)
    await fill(client)
    await page.reload()
    const { runs } = await client.listRuns({ limit: 100, parent: null })
    const of = (kind: string): string[] => runs.filter((run) => run.recipe.kind === kind).map((run) => run.id)
    const own = [
      ...(await kinds(client, 'classifier', 'autoencoder', 'ascend', 'search', 'examples', 'encoding')),
      { address: `compare?ids=${of('ascend').slice(0, 2).join(',')}`, name: 'compare two' },
    ]
    expect(await wrongs(page, client, 'full', [...pages, ...own])).toEqual([])
    expect(await wrongs(page, client, 'lost', lost)).toEqual([])
    close()
  })
  test('whose files are damaged, and a training that failed', async ({ page, service }) => {
    test.setTimeout(900_000)
    const { client, close } = lineTo(service)
    await fill(client)
    const { id: failed } = await client.startRun({
      recipe: autoencoderRecipe.parse({
        kind: 'autoencoder',
        dataset: { count: 240 },
        output: 'linear',
        epochs: 12,
        batchSize: 4,
        learningRate: 1,
      }),
    })
    await rest(client)
    expect((await client.getRun({ id: failed })).run.state).toBe('failed')
    const own = await kinds(client, 'classifier', 'ascend', 'search', 'examples')
    // What a failing disk would leave: every result cut off after its first bytes.
    const library = new Database(join(service.folder, 'library.sqlite'))
    library.prepare('UPDATE artifact SET bytes = substr(bytes, 1, 20)').run()
    library.close()
    await page.reload()
    const addresses = [
      'home',
      'data',
      'data/picture/10',
      'train',
      'look',
      'look/conv3',
      'look/logits/39',
      'imagine',
      'imagine/map',
      'imagine/search',
      'runs',
      'objective',
    ]
    expect(await wrongs(page, client, 'damaged', [...addresses, ...own, { address: `train/${failed}`, name: 'train failed' }])).toEqual([])
    // Each says so, and what can be done.
    await visit(page, client, 'look')
    await expect(page.getByRole('main').getByRole('alert')).toContainText('its run still has the recipe')
    await visit(page, client, 'imagine')
    await expect(page.getByRole('main').getByRole('alert')).toContainText('its run still has the recipe')
    close()
  })
})
