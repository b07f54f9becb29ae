// What holds on every page: no accessibility violation, no complaint in the console, nothing wider than the window, a name for every
// control, in both themes, with an empty library, a full one, and at addresses where there is nothing. Leaves a picture of each for people
// to look at.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Page } from 'playwright/test'
import { autoencoderRecipe, classifierRecipe, datasetSettings, type RecipeKind } from '../../src-shared/recipe/recipe.ts'
import { violations } from './accessible.ts'
import { type LabClient, lineTo, train } from './client.ts'
import { expect, looking, test } from './lab.ts'
import { fill, rest } from './small-starter.ts'

const screens = join(import.meta.dirname, '..', '..', 'test-results', 'screens')
const themes = ['light', 'dark'] as const
/** A small window, the usual one at 200 % zoom (half as many CSS pixels), and one as narrow as a phone. */
const windows = [
  { width: 1024, height: 700 },
  { width: 640, height: 400 },
  { width: 390, height: 800 },
]

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
  'train/none',
  'look/none',
  'look/conv3/999',
  'imagine/none',
  'runs/none',
  'compare?ids=none,neither',
  'help/none',
]

/** Shows an address and waits until its page has stopped changing. */
async function visit(page: Page, client: LabClient, address: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash
  }, `#/${address}`)
  const name = /^[a-z]+/.exec(address)![0]
  await page.locator(`[data-page-ready="${name === 'nowhere' ? 'home' : name}"]`).waitFor({ state: 'attached' })
  await settle(page)
  // Some pages ask for what they show; what they look like then is what matters.
  if ((await client.listRuns({ states: ['queued', 'running'], limit: 1 })).runs.length === 0) return
  await rest(client)
  await settle(page)
}
const settle = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const quiet = 250
        const most = 5000
        const end = (): void => {
          watch.disconnect()
          clearTimeout(timer)
          clearTimeout(late)
          resolve()
        }
        let timer = setTimeout(end, quiet)
        const late = setTimeout(end, most)
        const watch = new MutationObserver(() => {
          clearTimeout(timer)
          timer = setTimeout(end, quiet)
        })
        watch.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true })
      }),
  )
/**
 * Another theme or another size is there with the next frame but one: styles are worked out in the first, what watches sizes answers in the
 * second.
 */
const drawn = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(() => resolve()))
      }),
  )
const tooWide = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const main = document.querySelector('main')!
    if (main.scrollWidth <= main.clientWidth && document.documentElement.scrollWidth <= innerWidth) return []
    // The deepest things that stand out to the right say more than that something does.
    const right = main.getBoundingClientRect().right
    const out = [...main.querySelectorAll('*')].filter(
      (one) =>
        one.getBoundingClientRect().right > right + 1 &&
        ![...one.children].some((child) => child.getBoundingClientRect().right > right + 1),
    )
    return out.slice(0, 3).map((one) => one.outerHTML.slice(0, 120))
  })
/**
 * How much taller the document is than the window: only the page inside it scrolls, or what is brought into view takes the bar at the top
 * away.
 */
const tooTall = (page: Page): Promise<number> => page.evaluate(() => Math.max(0, document.documentElement.scrollHeight - innerHeight))

/**
 * Everything that is wrong at the addresses, in words. An address with an id in it has a name of its own, so that its pictures can be told
 * from run to run.
 */
async function wrongs(
  page: Page,
  client: LabClient,
  state: string,
  addresses: readonly (string | { address: string; name: string })[],
): Promise<string[]> {
  const wrong: string[] = []
  mkdirSync(screens, { recursive: true })
  for (const one of addresses) {
    const { address, name } = typeof one === 'string' ? { address: one, name: one } : one
    const report = (theme: string, what: string): void => {
      wrong.push(`${state}, #/${name}, ${theme}: ${what}`)
    }
    const complain = (message: { type(): string; text(): string }): void => {
      if (message.type() === 'error' || message.type() === 'warning') report('console', message.text())
    }
    page.on('console', complain)
    await page.setViewportSize({ width: 1280, height: 800 })
    for (const colorScheme of themes) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      // The page follows the theme while it is looked at.
      await (colorScheme === themes[0] ? visit(page, client, address) : drawn(page))
      for (const what of await violations(page, colorScheme === themes[0] ? undefined : 'colours')) report(colorScheme, what)
      await page.screenshot({
        path: join(screens, `${state}-${name.replaceAll(/[^a-z0-9]+/g, '-')}-${colorScheme}.png`),
        animations: 'disabled',
      })
    }
    for (const role of ['button', 'link'] as const) {
      for (const one of await page.getByRole(role, { name: /^\s*$/ }).all())
        report('any', `a ${role} without a name: ${await one.evaluate((element) => element.outerHTML.slice(0, 120))}`)
    }
    for (const size of windows) {
      await page.setViewportSize(size)
      await drawn(page)
      // What seems too wide may be on its way to the new size.
      let out = await tooWide(page)
      if (out.length > 0) {
        await settle(page)
        out = await tooWide(page)
      }
      for (const one of out) report(`${size.width} x ${size.height}`, `wider than the window: ${one}`)
      const over = await tooTall(page)
      if (over > 0) report(`${size.width} x ${size.height}`, `the document is ${over} pixels taller than the window`)
    }
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'active' })
    await drawn(page)
    if (!(await page.getByRole('heading', { level: 1 }).first().isVisible())) report('forced colours', 'no heading')
    await page.emulateMedia({ forcedColors: 'none' })
    page.off('console', complain)
  }
  return wrong
}

looking('an empty library', async ({ page, service }) => {
  test.setTimeout(900_000)
  const { client, close } = lineTo(service)
  expect(await wrongs(page, client, 'empty', pages)).toEqual([])
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
