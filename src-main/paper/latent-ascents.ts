// The ascents of Fig. 11, each a run of its own: the author's way, on a generator trained as theirs was, and ours.
import { decodeModel, isGenerator, type LatentStatistics } from '../../src-shared/network/model-file.ts'
import { settling } from '../../src-shared/recipe/ascent-presets.ts'
import { type AscendRecipe, ascendRecipe, parameterization, type ReproduceRecipe } from '../../src-shared/recipe/recipe.ts'
import { figure12Objective } from '../../src-shared/recipe/reproduction-presets.ts'
import { invalid } from '../../src-shared/rpc/fault.ts'
import { autoencoderResults } from '../../src-shared/run/results/training.ts'
import type { Run } from '../../src-shared/run/run.ts'
import { readPng } from '../image/png.ts'
import type { Stage } from '../runs/composite-run.ts'
import type { Store } from '../store/open.ts'
import { enoughLatentSteps, generatorLearnt, type Need } from './claims/judgement.ts'
import type { Climb } from './figures/latent-ascent.ts'
import { bytesOf, madeIn, modelOf } from './findings.ts'

/** Starts of a latent ascent, as science.md recommends: many, since some lie on plateaus. */
const latentStarts = 16
/** Keras' default for Adam, which the author's code leaves as it is; at ours its final ReLU may die. */
const authorLearningRate = 1e-3

/**
 * Carries them out on `stage`. `theirs` is null where the recipe trains no generator of the author's; `needs` is what the claims on it
 * need, `learnt` among them.
 */
export async function latentAscents(
  recipe: ReproduceRecipe,
  { model, autoencoder, learnt }: { model: string; autoencoder: Run; learnt: Need },
  stage: Stage,
  store: Store,
): Promise<{ theirs: Climb | null; ours: Climb; needs: Need[] }> {
  const { dataset, seed } = recipe
  const climb = async (name: string, of: Partial<AscendRecipe>, statistics: LatentStatistics): Promise<Climb> => {
    const run = await stage.part(
      ascendRecipe.parse({
        kind: 'ascend',
        model,
        objectives: [figure12Objective],
        starts: latentStarts,
        steps: recipe.latentSteps,
        seed,
        ...of,
      }),
      name,
    )
    return { run, statistics, made: madeIn(store, run), film: (one) => readPng(store.artifacts.read(one.film!.hash)!.bytes) }
  }
  let theirs: Climb | null = null
  const needs = [learnt, enoughLatentSteps(recipe.latentSteps)]
  if (recipe.authorEpochs > 0) {
    const { output: _ours, ...training } = recipe.autoencoder
    const authorNet = await stage.part(
      { kind: 'autoencoder', dataset, ...training, preset: 'author', epochs: recipe.authorEpochs, learningRate: authorLearningRate },
      'Autoencoder (the author’s)',
    )
    const { testError, blackError } = autoencoderResults.summary
      .pick({ testError: true, blackError: true })
      .required()
      .parse(authorNet.summary)
    needs.push(generatorLearnt(testError / blackError, 'the author’s autoencoder'))
    // The author's rule: a step of fixed length along the gradient in the raw latent space, from a random start.
    theirs = await climb(
      'Latent ascent, the author’s way',
      {
        parameterization: parameterization.parse({
          kind: 'decoder',
          generator: modelOf(store, authorNet),
          start: 'random',
          whiten: false,
          ball: 0,
        }),
        optimizer: { kind: 'unit', step: 100 },
      },
      statisticsOf(store, authorNet),
    )
  }
  const ours = await climb(
    'Latent ascent, ours',
    {
      parameterization: parameterization.parse({ kind: 'decoder', generator: modelOf(store, autoencoder), start: 'examples' }),
      optimizer: { kind: 'adam', step: 0.05, decay: settling },
    },
    statisticsOf(store, autoencoder),
  )
  return { theirs, ours, needs }
}

/** Where the encoded training pictures of a trained autoencoder lie. */
function statisticsOf(store: Store, run: Run): LatentStatistics {
  const { header } = decodeModel(bytesOf(store, run, autoencoderResults.artifacts.model.name).bytes)
  if (!isGenerator(header)) throw invalid(`"${run.name}" has not made a generator.`)
  return header.statistics
}
