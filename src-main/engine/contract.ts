// Between main and its engine process: recipes and bytes go in, events come out.
import { z } from 'zod'
import { bytes } from '../../src-shared/rpc/bytes.ts'
import { picturesDataset } from '../../src-shared/domains/pictures/settings.ts'
import { environment } from '../../src-shared/run/environment.ts'
import { engineEvent } from '../../src-shared/run/event.ts'
import { readingAnswer } from '../../src-shared/network/found-network.ts'
import { networkGraph } from '../../src-shared/network/graph.ts'
import { preprocessing } from '../../src-shared/network/preprocessing.ts'
import { questions } from '../../src-shared/network/questions.ts'
import { engineRecipe, hash, trainingRecipe } from '../../src-shared/recipe/recipe.ts'
import { call, stream } from '../../src-shared/rpc/rpc.ts'

/** The environment variable by which main sets how often a job keeps a checkpoint, in milliseconds. */
export const checkpointVariable = 'PHOSPHENE_CHECKPOINT_INTERVAL'

const nothing = z.object({})
const vector = z.array(z.number())

export const engineContract = {
  /**
   * Carries out a recipe. `blobs` holds its parents; `checkpoint` is what an interrupted run of it left; with `conclude` a training takes
   * no more steps and keeps what that holds.
   */
  run: stream({
    input: z.object({ recipe: engineRecipe, blobs: z.record(hash, bytes), checkpoint: bytes.nullable(), conclude: z.boolean().optional() }),
    output: engineEvent,
  }),
  /** Asks the present job to end soon: "cancel" with its partial result, "pause" with a checkpoint too. */
  stop: call({ input: z.object({ why: z.enum(['cancel', 'pause']) }), output: nothing }),
  /** Whether TensorFlow computes here, by a small product of matrices, and what it computes on. */
  probe: call({ input: nothing, output: z.object({ product: vector, environment }) }),
  /** Pictures a second that a training of this recipe learns from here; takes about a second and a half. */
  timeTraining: call({ input: z.object({ recipe: trainingRecipe }), output: z.object({ picturesPerSecond: z.number() }) }),
  /** Which packs of a dataset of pictures that were brought the engine lacks for its next run. */
  missingPacks: call({
    input: z.object({ dataset: picturesDataset, hashes: z.array(hash) }),
    output: z.object({ hashes: z.array(hash) }),
  }),
  takePack: call({ input: z.object({ hash, bytes }), output: nothing }),
  /** A model for the calls below; kept until others push it out. */
  load: call({ input: z.object({ hash, bytes }), output: nothing }),
  holds: call({ input: z.object({ hash }), output: z.object({ holds: z.boolean() }) }),
  ...questions,
  /** What a loaded network says of pictures, 8-bit, under each way of reading them in place of its own: the likeliest classes of each. */
  tryReadings: call({
    input: z.object({ model: hash, readings: z.array(preprocessing).min(1).max(16), pictures: bytes }),
    output: z.object({ answers: z.array(readingAnswer) }),
  }),
  /**
   * How far the answers of a loaded network are from those of another list of operations, on a black picture and on random ones, as a
   * share of the largest number of an answer. `weights` are those of the list; `of` those of the network that one is, in its own shape.
   */
  compareOperations: call({
    input: z.object({
      model: hash,
      graph: networkGraph,
      weights: z.array(z.object({ name: z.string(), shape: z.array(z.int()), of: z.string().nullable() })),
      /** The numbers of those that are none of the network's, one after another, as float32. */
      values: bytes,
    }),
    output: z.object({ pictures: z.int(), difference: z.number() }),
  }),
  /** The model as standard tfjs LayersModel folders: file names to bytes, under a folder name for each network in it. */
  layersModel: call({ input: z.object({ model: hash }), output: z.object({ folders: z.record(z.string(), z.record(z.string(), bytes)) }) }),
}
export type EngineContract = typeof engineContract
