// A library to walk through: the starter that ships, or, before it has been built, a smaller one made by the service itself with the same
// runs.
import { autoencoderRecipe, classifierRecipe, datasetSettings, type Recipe, recipe } from '../../src-shared/recipe/recipe.ts'
import { visualizationPresets } from '../../src-shared/recipe/ascent-presets.ts'
import { type LabClient, train } from './client.ts'

const demonstration = { kind: 'logit' as const, class: 39 }

/** The network to look through, after making what is missing. */
export async function fill(client: LabClient): Promise<string> {
  const there = (await client.listModels({})).find((one) => one.starter && one.meta['kind'] === 'classifier')
  if (there) return there.hash
  const dataset = datasetSettings.parse({ count: 300 })
  const model = await train(
    client,
    classifierRecipe.parse({ kind: 'classifier', dataset, preset: 'paper', epochs: 2, batchSize: 16 }),
    'Starter classifier',
  )
  const generator = await train(
    client,
    autoencoderRecipe.parse({ kind: 'autoencoder', dataset, epochs: 2, batchSize: 16 }),
    'Starter autoencoder',
  )
  const classes = Array.from({ length: 60 }, (_, one) => ({ kind: 'logit' as const, class: one }))
  const ascent = { kind: 'ascend', model, objectives: [demonstration], starts: 2, seed: 1 }
  const all: [string, object][] = [
    ['Dataset examples of every unit', { kind: 'examples', model, objectives: classes }],
    ['Map of the encoded dataset', { kind: 'encoding', generator }],
    ['The four methods: naive', { ...visualizationPresets.naive, ...ascent, steps: 24 }],
    ['The four methods: robust', { ...visualizationPresets.robust, ...ascent, steps: 24 }],
    [
      'The four methods: generated',
      {
        ...ascent,
        steps: 24,
        parameterization: { kind: 'decoder', generator, start: 'examples' },
        optimizer: { kind: 'adam', step: 0.05 },
      },
    ],
    ['Latent search', { kind: 'search', model, generator, objectives: [demonstration], samples: 2000 }],
  ]
  for (const [name, input] of all) await finish(client, recipe.parse(input), name)
  return model
}

/** Carries out a recipe to its end; throws if it did not finish. */
export async function finish(client: LabClient, one: Recipe, name: string): Promise<string> {
  const { id } = await client.startRun({ recipe: one, name })
  for (;;) {
    const { run } = await client.getRun({ id })
    if (run.state === 'finished') return id
    if (run.state !== 'queued' && run.state !== 'running') throw new Error(`${name} is ${run.state}: ${run.fault?.message}`)
    await new Promise((resolve) => {
      setTimeout(resolve, 100)
    })
  }
}

/** Waits until nothing runs and nothing waits. */
export async function rest(client: LabClient): Promise<void> {
  while ((await client.listRuns({ states: ['queued', 'running'], limit: 1 })).runs.length > 0)
    await new Promise((resolve) => {
      setTimeout(resolve, 150)
    })
}
