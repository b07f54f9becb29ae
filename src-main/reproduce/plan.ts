// The paper's experiments in order. Each part is a run of its own; each figure is made as soon as its parts are there.
import { z } from 'zod'
import type { Json } from '../../src-shared/event.ts'
import { modelMedia, decodeModel } from '../../src-shared/model.ts'
import { objectiveKey, type ObjectiveSpec } from '../../src-shared/objective.ts'
import { type AscendRecipe, ascendRecipe, examplesRecipe, nearestRecipe, parameterization, reconstructionsRecipe, type ReproduceRecipe, searchRecipe } from '../../src-shared/recipe.ts'
import { figure7Objectives, figure10Objectives, figure12Class, figure12Key, figure12Objective } from '../../src-shared/reproduction.ts'
import type { Run } from '../../src-shared/run.ts'
import { settling, visualizationPresets } from '../../src-shared/visualization-presets.ts'
import type { Stage } from '../composite.ts'
import type { Store } from '../store/open.ts'
import { figure7, figure8, figure9, figure10, type Pin } from './figures.ts'
import { bytesOf, drawn, examplesIn, type KeptFigure, madeIn, nearestIn, topsMeta } from './findings.ts'
import { type Climb, figure11, figure12, figure13, type Tops } from './latent-figures.ts'
import { type Picture, readPng, writePng } from './picture.ts'

/** Pictures per objective, so that a number stands beside its spread over starts. */
const starts = 3
/** Starts of a latent ascent, as science.md recommends: many, since some lie on plateaus. */
const latentStarts = 16
/** What a network looks for says something of the paper only if it has learnt to tell the shapes apart: a share of the test pictures. */
const learnt = 0.5
/** Steps that are told of: the calls of `step` below. */
const steps = 10
/** Keras' default for Adam, which the author's code leaves as it is; at ours its final ReLU may die. */
const authorLearningRate = 1e-3
const quality = z.object({ testError: z.number(), blackError: z.number(), accuracy: z.number(), originalAccuracy: z.number() })

/** Carries out a reproduction on `stage` and returns its summary: how many of the paper's claims our run agrees with. */
export async function reproduce(recipe: ReproduceRecipe, stage: Stage, store: Store): Promise<Record<string, Json>> {
  const { dataset, seed } = recipe
  let at = 0
  const step = (words: string): void => stage.progress(words, at++, steps)
  const figures: KeptFigure[] = []
  const pin: Pin = (name, picture, words) => ({ ...words, hash: stage.keep(name, 'image/png', writePng(picture), {}), width: picture.width, height: picture.height })
  let unlearnt: number | null = null
  const publish = (found: KeptFigure): void => {
    const one = {
      ...found,
      // What a run cannot tell, such as a multiple of an example that drives nothing, is left out; the claims say that it is not known.
      numbers: found.numbers.filter(({ value }) => Number.isFinite(value)),
      claims: unlearnt === null ? found.claims : found.claims.map((claim) => ({
        ...claim, verdict: 'open' as const, ours: `${claim.ours} The classifier names only ${(100 * unlearnt!).toFixed(1)} % of the test pictures rightly, so this run cannot tell.`,
      })),
    }
    figures.push(one)
    stage.keep(`figure/${one.number}`, 'application/json', new TextEncoder().encode(JSON.stringify(one)), { number: one.number, title: one.title })
  }
  const sheetOf = (run: Run, name: string): Picture => readPng(bytesOf(store, run, name).bytes)
  const modelOf = (run: Run): string => store.artifacts.of(run.id).find((one) => one.media === modelMedia)!.hash

  step('Drawing the dataset')
  const data = await stage.part({ kind: 'dataset', dataset }, 'Dataset')
  publish(figure8(data, sheetOf(data, 'wall'), dataset, pin))

  step('Training the classifier')
  const classifier = await stage.part({ kind: 'classifier', dataset, ...recipe.classifier }, 'Classifier')
  const model = modelOf(classifier)
  const { testAccuracy } = z.object({ testAccuracy: z.number() }).parse(classifier.summary)
  if (testAccuracy < learnt) unlearnt = testAccuracy

  step('Training the autoencoder')
  const autoencoder = await stage.part({ kind: 'autoencoder', dataset, ...recipe.autoencoder }, 'Autoencoder (ours)')
  const generator = modelOf(autoencoder)

  step('Judging its reconstructions')
  const judge = await stage.part(reconstructionsRecipe.parse({ kind: 'reconstructions', model, generator }), 'Reconstructions')
  publish(figure9({ judge, autoencoder }, sheetOf(autoencoder, 'reconstructions'), quality.parse(judge.summary), pin))

  step('Looking for dataset examples')
  const allObjectives = everyObjective(bytesOf(store, classifier, 'model').bytes)
  const examples = await stage.part(examplesRecipe.parse({ kind: 'examples', model, objectives: allObjectives, split: 'train' }), 'Dataset examples')
  const best = examplesIn(store, examples)
  const example = (key: string): Picture => drawn(dataset, best.get(key)!.top[0]!.index)

  const pixels = (objectives: ObjectiveSpec[], preset: 'paper-naive' | 'paper-robust'): AscendRecipe =>
    ascendRecipe.parse({ ...visualizationPresets[preset], kind: 'ascend', model, objectives, starts, steps: recipe.pixelSteps, seed })

  step('Visualizing channels')
  const channelsNaive = await stage.part(pixels(figure7Objectives, 'paper-naive'), 'Channels, naive')
  const channelsRobust = await stage.part(pixels(figure7Objectives, 'paper-robust'), 'Channels, robust')
  const channels = { naive: madeIn(store, channelsNaive), robust: madeIn(store, channelsRobust), examples: best, example }
  publish(figure7({ naive: channelsNaive, robust: channelsRobust, examples }, channels, pin))

  step('Visualizing classes')
  const classesNaive = await stage.part(pixels(figure10Objectives, 'paper-naive'), 'Classes, naive')
  const classesRobust = await stage.part(pixels(figure10Objectives, 'paper-robust'), 'Classes, robust')
  const classes = { naive: madeIn(store, classesNaive), robust: madeIn(store, classesRobust), examples: best, example }
  const shown = [...classes.naive, ...classes.robust].filter((one) => one.start === 0).map((one) => one.hash)
  const nearPixels = await stage.part(nearestRecipe.parse({ kind: 'nearest', dataset, pictures: shown }), 'Nearest training pictures, classes')
  publish(figure10({ naive: classesNaive, robust: classesRobust, nearest: nearPixels }, classes, nearestIn(store, nearPixels), pin))

  step('Climbing in the latent space')
  const climb = async (name: string, of: Partial<AscendRecipe>): Promise<Climb> => {
    const run = await stage.part(ascendRecipe.parse({ kind: 'ascend', model, objectives: [figure12Objective], starts: latentStarts, steps: recipe.latentSteps, seed, ...of }), name)
    return { run, made: madeIn(store, run), film: (one) => readPng(store.artifacts.read(one.film!.hash)!.bytes) }
  }
  let theirs: Climb | null = null
  if (recipe.authorEpochs > 0) {
    const { output: _ours, ...training } = recipe.autoencoder
    const authorNet = await stage.part({ kind: 'autoencoder', dataset, ...training, preset: 'author', epochs: recipe.authorEpochs, learningRate: authorLearningRate }, 'Autoencoder (the author’s)')
    // The author's rule: a step of fixed length along the gradient in the raw latent space, from a random start.
    theirs = await climb('Latent ascent, the author’s way', {
      parameterization: parameterization.parse({ kind: 'decoder', generator: modelOf(authorNet), start: 'random', whiten: false, ball: 0 }), optimizer: { kind: 'unit', step: 100 },
    })
  }
  const ours = await climb('Latent ascent, ours', {
    parameterization: parameterization.parse({ kind: 'decoder', generator, start: 'examples' }), optimizer: { kind: 'adam', step: 0.05, decay: settling },
  })

  step('Searching the latent space')
  const search = await stage.part(searchRecipe.parse({ kind: 'search', model, generator, objectives: allObjectives, samples: recipe.samples, seed }), 'Latent search')
  // The paper's box is mostly empty of data; the same search where the encoded pictures lie tells what of the result is the box's doing.
  const nearSamples = Math.ceil(recipe.samples / 5)
  const near = await stage.part(searchRecipe.parse({ kind: 'search', model, generator, objectives: [figure12Objective], samples: nearSamples, sampling: 'posterior', seed }), 'Latent search, where the data lie')
  const topsOf = (key: string, run = search): Tops => {
    const found = store.artifacts.find(run.id, `tops/${key}`)!
    return { hash: found.hash, picture: readPng(store.artifacts.read(found.hash)!.bytes), scores: topsMeta.parse(found.meta).ranks.map((rank) => rank.score) }
  }

  step('Making the last figures')
  const tops = topsOf(figure12Key)
  const nearData = topsOf(figure12Key, near)
  const samePixels = [...classes.naive, ...classes.robust].filter((one) => one.key === figure12Key && one.start === 0).map((one) => ({ hash: one.hash, label: figure12Class }))
  const nearTops = await stage.part(nearestRecipe.parse({ kind: 'nearest', dataset, pictures: [...new Set([tops.hash, nearData.hash])].concat(samePixels.map((one) => one.hash)) }), 'Nearest training pictures, generated')
  const exampleScore = best.get(figure12Key)!.top[0]!.score
  publish(figure11(theirs, ours, { example: example(figure12Key), exampleScore, searched: tops.scores[0]!, search }, pin))
  publish(figure12({ search, near, nearest: nearTops }, {
    box: { row: 'Uniform in the box', tops, samples: recipe.samples }, near: { row: 'Where the data lie', tops: nearData, samples: nearSamples },
  }, { example: example(figure12Key), exampleScore, nearest: nearestIn(store, nearTops), pixels: samePixels }, pin))
  publish(figure13({ search, robust: channelsRobust }, (key) => topsOf(key), { examples: best, robust: channels.robust, naive: channels.naive }, pin))

  const verdicts = figures.flatMap((one) => one.claims.map((claim) => claim.verdict))
  const count = (verdict: string): number => verdicts.filter((one) => one === verdict).length
  return {
    figures: figures.map((one) => one.number).sort((a, b) => a - b),
    claims: verdicts.length, agrees: count('agrees'), differs: count('differs'), open: count('open'),
    testAccuracy, reconstructionAccuracy: quality.parse(judge.summary).accuracy,
  }
}

/** Every channel of every convolution before its ReLU, the channels of Fig. 7 after it, and every class. */
function everyObjective(bytes: Uint8Array): ObjectiveSpec[] {
  const { header } = decodeModel(bytes)
  if (header.kind !== 'classifier') return []
  const channels = header.architecture.layers.flatMap((layer): ObjectiveSpec[] =>
    layer.kind === 'conv' ? Array.from({ length: layer.filters }, (_, channel) => ({ kind: 'channel', layer: layer.name, channel })) : [])
  const last = header.architecture.layers.at(-1)!
  const logits = Array.from({ length: last.kind === 'dense' ? last.units : 0 }, (_, one): ObjectiveSpec => ({ kind: 'logit', class: one }))
  const all = [...channels, ...figure7Objectives, ...logits]
  return [...new Map(all.map((one) => [objectiveKey(one), one])).values()]
}
