// Builds the starter library that ships with the lab, from the recorded recipe beside this file:
//   node resources/build-starter.ts --library DIR [--same-networks]
// Runs that are finished in that library are taken as they are, so a build that was stopped goes on where it was. A new library begins with
// the present starter: what has the same recipe and the same science version is taken from there and not computed again. With
// --same-networks its two networks stay even if they were trained under an older version: their weights are the same, and only what is
// computed from them is computed again.
import { mkdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { packRuns, writeArchive } from '../src-main/exchange/archive.ts'
import { openLab } from '../src-main/lab.ts'
import { recipeHash } from '../src-main/store/hashes.ts'
import { decodeModel, modelMedia } from '../src-shared/network/model-file.ts'
import type { ObjectiveSpec } from '../src-shared/recipe/objective.ts'
import { type Recipe, recipe as recipeSchema } from '../src-shared/recipe/recipe.ts'
import { type Run, scienceOf } from '../src-shared/run/run.ts'
import { measures } from '../src-renderer/visualization/measure.ts'
import { everyObjective, everyUnit, layersOf } from '../src-renderer/visualization/units.ts'
import { settling, visualizationPresets } from '../src-shared/recipe/ascent-presets.ts'

/** What the recorded recipe decides; everything else follows from these by the lab's own defaults. */
interface StarterRecipe {
  seed: number
  classifier: object
  autoencoder: object
  samples: number
  demonstration: ObjectiveSpec
  demonstrationStarts: number
  latentStarts: number
  latentSteps: number
}
/** Bytes the starter may take in a download. */
const limit = 12e6

const { values } = parseArgs({
  options: { library: { type: 'string' }, 'same-networks': { type: 'boolean', default: false } },
  strict: true,
})
if (values.library === undefined) throw new Error('Name a library to build in: --library DIR')
const settings = JSON.parse(readFileSync(join(import.meta.dirname, 'starter.recipe.json'), 'utf8')) as StarterRecipe
const lab = await openLab({ folder: values.library, starter: true })

const names = new Map<string, string>()
async function finished(name: string, input: object): Promise<Run> {
  const recipe: Recipe = recipeSchema.parse(input)
  const trained =
    values['same-networks'] && (recipe.kind === 'classifier' || recipe.kind === 'autoencoder') ? shippedNetwork(recipe) : undefined
  const { id, reused } = trained ? { id: trained.id, reused: true } : await lab.client.startRun({ recipe, name, reuse: true })
  const run = await lab.ended(id)
  if (run.state !== 'finished') throw new Error(`${name} ${run.state}: ${run.fault?.message ?? ''}`)
  names.set(id, name)
  console.log(`${name}: ${reused ? 'was there' : `${run.seconds.toFixed(1)} s`}`)
  return run
}
/** The present starter's training by this recipe, under whatever version of the science. */
function shippedNetwork(recipe: Recipe): Run | undefined {
  const versions = Array.from({ length: scienceOf(recipe.kind) }, (_, before) => scienceOf(recipe.kind) - before)
  return versions
    .map((science) => lab.store.runs.byRecipeHash(recipeHash(recipe), { science, origins: ['starter'] }))
    .find((run) => run !== undefined)
}
const modelOf = (run: Run): string => lab.store.artifacts.of(run.id).find((one) => one.media === modelMedia)!.hash

try {
  const { seed } = settings
  const classifier = await finished('Starter classifier', { kind: 'classifier', seed, ...settings.classifier })
  const autoencoder = await finished('Starter autoencoder', { kind: 'autoencoder', seed, ...settings.autoencoder })
  const [model, generator] = [modelOf(classifier), modelOf(autoencoder)]
  const { header } = decodeModel(lab.store.artifacts.read(model)!.bytes)
  if (header.kind !== 'classifier') throw new Error('The starter classifier is no classifier.')

  const layers = header.architecture.layers.flatMap((layer) =>
    layer.kind === 'conv'
      ? [
          {
            name: layer.name,
            objectives: Array.from(
              { length: layer.filters },
              (_, channel): ObjectiveSpec => ({ kind: 'channel', layer: layer.name, channel }),
            ),
          },
        ]
      : [],
  )
  const logits = Array.from({ length: 60 }, (_, one): ObjectiveSpec => ({ kind: 'logit', class: one }))
  const runs = [
    classifier,
    autoencoder,
    await finished('How good the autoencoder is', { kind: 'reconstructions', model, generator }),
    // The very recipes the pages ask for, so that they find them finished: units as real pictures drive them, and the objectives that
    // searches rank by.
    await finished('Dataset examples of every unit', {
      kind: 'examples',
      model,
      objectives: everyUnit(layersOf(header)),
      split: 'test',
      measures: [...measures],
    }),
    await finished('Dataset examples of every objective', {
      kind: 'examples',
      model,
      objectives: everyObjective(layersOf(header)),
      split: 'test',
    }),
    await finished('Map of the encoded dataset', { kind: 'encoding', generator }),
  ]
  for (const preset of ['naive', 'robust'] as const) {
    for (const { name, objectives } of [...layers, { name: 'logits', objectives: logits }]) {
      runs.push(
        await finished(`${name}, ${preset}`, { ...visualizationPresets[preset], kind: 'ascend', model, objectives, seed, frames: 0 }),
      )
    }
    runs.push(
      await finished(`The four methods: ${preset}`, {
        ...visualizationPresets[preset],
        kind: 'ascend',
        model,
        objectives: [settings.demonstration],
        starts: settings.demonstrationStarts,
        seed,
      }),
    )
  }
  runs.push(
    await finished('The four methods: generated', {
      kind: 'ascend',
      model,
      objectives: [settings.demonstration],
      starts: settings.latentStarts,
      steps: settings.latentSteps,
      seed,
      parameterization: { kind: 'decoder', generator, start: 'examples' },
      optimizer: { kind: 'adam', step: 0.05, decay: settling },
    }),
  )
  runs.push(
    await finished('Latent search for every unit', {
      kind: 'search',
      model,
      generator,
      objectives: [...layers.flatMap((layer) => layer.objectives), ...logits],
      samples: settings.samples,
      seed,
    }),
  )

  for (const run of runs) lab.store.runs.update(run.id, { tags: ['starter'], name: names.get(run.id) })
  const file = join(import.meta.dirname, 'starter', 'starter.phosphene.zip')
  mkdirSync(join(import.meta.dirname, 'starter'), { recursive: true })
  await writeArchive(
    packRuns(
      runs.map((run) => lab.store.runs.get(run.id)!),
      lab.store,
    ),
    file,
  )
  const { size } = statSync(file)
  if (size > limit) throw new Error(`The starter takes ${(size / 1e6).toFixed(1)} MB; it may take ${limit / 1e6}.`)
  console.log(`resources/starter/starter.phosphene.zip: ${(size / 1e6).toFixed(1)} MB, ${runs.length} runs`)
} finally {
  await lab.close()
}
