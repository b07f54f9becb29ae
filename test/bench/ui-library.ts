// The library that the page is measured on: real networks and a real map of 24,000 pictures, and beside them, as a fixture, ten thousand
// records of runs that never ran and one curve of 100,000 points. No figure is about their content, only about how many there are.
import { createHash, randomUUID } from 'node:crypto'
import { autoencoderRecipe, canonical, classifierRecipe, datasetSettings, recipe as recipeSchema } from '../../src-shared/recipe/recipe.ts'
import type { Run } from '../../src-shared/run/run.ts'
import { openStore } from '../../src-main/store/open.ts'
import { type LabClient, train } from '../e2e/client.ts'

export const records = 10_000
export const curvePoints = 100_000

/** Networks to look through: those of the starter, else small ones made now (a minute or two). Returns the generator. */
export async function makeNetworks(client: LabClient): Promise<string> {
  const there = (await client.listModels({})).find((one) => one.starter && one.meta['kind'] === 'autoencoder')
  const dataset = datasetSettings.parse({})
  let generator = there?.hash
  if (generator === undefined) {
    await train(
      client,
      classifierRecipe.parse({ kind: 'classifier', dataset: { ...dataset, count: 1200 }, epochs: 1 }),
      'Classifier of the bench',
    )
    generator = await train(client, autoencoderRecipe.parse({ kind: 'autoencoder', dataset, epochs: 1 }), 'Autoencoder of the bench')
  }
  const { reused, id } = await client.startRun({ recipe: { kind: 'encoding', generator }, name: 'Map of the encoded dataset', reuse: true })
  if (!reused)
    while ((await client.getRun({ id })).run.state !== 'finished')
      await new Promise((resolve) => {
        setTimeout(resolve, 200)
      })
  return generator
}

/** Puts the fixture into a library that no service has open. Returns the run with the long curve. */
export function addFixture(folder: string): string {
  const store = openStore(folder)
  try {
    const now = Date.now()
    const shapes = ['edges', 'corners', 'circles', 'rainbows', 'filled squares']
    const record = (at: number): Run => {
      const recipe = recipeSchema.parse({ kind: 'classifier', dataset: { count: 600 + at }, seed: at })
      const started = now - (records - at) * 60_000
      return {
        id: randomUUID(),
        parent: null,
        replayOf: null,
        name: `Fixture ${String(at).padStart(5, '0')}, looking for ${shapes[at % shapes.length]!}`,
        recipe,
        recipeHash: createHash('sha256').update(canonical(recipe)).digest('hex'),
        state: at % 17 === 0 ? 'cancelled' : 'finished',
        appVersion: 'fixture',
        origin: 'here',
        science: 1,
        environment: null,
        created: started,
        started,
        finished: started + 40_000,
        seconds: 40,
        summary: { testAccuracy: (at % 100) / 100, testCorrect: at % 100, testCount: 100 },
        notices: [],
        fault: null,
        progress: null,
        starred: at % 50 === 0,
        archived: false,
        trashed: null,
        note: '',
        tags: at % 9 === 0 ? ['fixture'] : [],
      }
    }
    const long = record(records)
    store.transaction(() => {
      for (let at = 0; at < records; at++) store.runs.create(record(at))
      store.runs.create({ ...long, name: 'Fixture with a long curve' })
      // A falling curve with noise on it, as a loss is, the same each time.
      let noise = 1
      store.metrics.append(
        long.id,
        Array.from({ length: curvePoints }, (_, step) => {
          noise = (noise * 48_271) % 2_147_483_647
          return { series: 'train/loss', step, value: 4 * Math.exp(-step / 30_000) + 0.4 * (noise / 2_147_483_647) }
        }),
      )
    })
    return long.id
  } finally {
    store.close()
  }
}

/** A classifier that takes a while, to have the engine at work. */
export const longTraining = classifierRecipe.parse({ kind: 'classifier', dataset: { count: 2400 }, epochs: 500 })
