// A stop that comes late: whatever a job was doing when it was asked to stop, it says that it is complete if and only if nothing is
// missing.
import { expect, test } from 'vitest'
import { runJob } from '../../src-main/engine/process/jobs/index.ts'
import { contactSheet } from '../../src-main/image/contact-sheet.ts'
import { writePng } from '../../src-main/image/png.ts'
import { generateDataset } from '../../src-shared/domains/shapes/dataset.ts'
import { type EngineRecipe, engineRecipe } from '../../src-shared/recipe/recipe.ts'
import { type ContextOptions, recordingContext } from '../fixtures/job-context.ts'
import { smallDataset, smallModels } from '../fixtures/small-networks.ts'
import { tinyAutoencoder, tinyClassifier, tinyDataset } from '../fixtures/tiny-trainings.ts'

const { classifier, generator } = smallModels()
const [model, other, picture] = ['a', 'b', 'c'].map((digit) => digit.repeat(64)) as [string, string, string]
const first = generateDataset({ ...smallDataset, count: 60 }).images.subarray(0, 768)
const blobs = { [model]: classifier, [other]: generator, [picture]: writePng(contactSheet([first], 16, 1)) }
const objectives = [
  { kind: 'logit', class: 1 },
  { kind: 'channel', layer: 'conv2', channel: 0 },
]

const recipes: EngineRecipe[] = [
  { kind: 'dataset', dataset: tinyDataset() },
  tinyClassifier({ epochs: 1, dataset: tinyDataset({ count: 120 }) }),
  tinyAutoencoder({ epochs: 1, dataset: tinyDataset({ count: 120 }) }),
  // 33 starts of an objective fill a batch, so that there are two.
  { kind: 'ascend', model, objectives, steps: 2, frames: 2, starts: 33 },
  { kind: 'examples', model, objectives },
  { kind: 'search', model, generator: other, objectives, samples: 300, top: 2 },
  { kind: 'reconstructions', model, generator: other },
  { kind: 'nearest', dataset: smallDataset, pictures: [picture] },
  { kind: 'encoding', generator: other },
  { kind: 'match', model, other: model, layer: 'conv2' },
  { kind: 'grid', model, layer: 'conv2.relu', picture: { kind: 'drawn', dataset: smallDataset, index: 0 }, side: 2, steps: 3 },
  { kind: 'atlas', model, layer: 'conv2.relu', pictures: 20, side: 2, steps: 3 },
  { kind: 'metamers', model, layer: 'conv2.relu', picture: { kind: 'drawn', dataset: smallDataset, index: 0 }, steps: 3 },
  { kind: 'eigendistortions', model, layer: 'dense1', picture: { kind: 'drawn', dataset: smallDataset, index: 0 } },
].map((one) => engineRecipe.parse(one))

async function stopped(recipe: EngineRecipe, options: ContextOptions = {}) {
  const context = recordingContext({ blobs, ...options })
  const summary = await runJob(recipe, context)
  return { context, results: [summary, ...context.artifacts] }
}

/** What comes after the last step: testing, publishing. The other kinds listen for the last time before they are done. */
const withLastPhase = ['dataset', 'classifier', 'autoencoder', 'ascend', 'search', 'examples']

test.each(recipes)('a stop during $kind leaves it complete exactly when it has all its results', async (recipe) => {
  const { context: undisturbed, results: all } = await stopped(recipe)
  expect(undisturbed.whole).toBe(true)
  const { yields } = undisturbed
  for (const [turn, why] of [
    [1, 'cancel'],
    [Math.ceil(yields / 2), 'pause'],
    [yields, 'pause'],
    [yields, 'cancel'],
  ] as const) {
    const { context, results } = await stopped(recipe, { stopAt: (at) => (at >= turn ? why : null) })
    if (turn === yields && withLastPhase.includes(recipe.kind)) expect(context.whole, `${why} at the last turn`).toBe(true)
    if (context.whole) expect(results, `${why} at turn ${turn}`).toEqual(all)
    else expect(results, `${why} at turn ${turn}`).not.toEqual(all)
  }
})
