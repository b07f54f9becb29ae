// What is asked of a network and answered at once: what is this picture, what does this latent vector look like? The page asks main, main
// asks the engine that holds the network, in the same words.
import { z } from 'zod'
import { objectiveSpec } from '../recipe/objective.ts'
import { hash, measure } from '../recipe/recipe.ts'
import { bytes } from '../rpc/bytes.ts'
import { call, type Contract } from '../rpc/rpc.ts'
import { attribution, attributionMethod } from './attribution.ts'

const vector = z.array(z.number())
/** RGB bytes of pictures, one after another, each height x width x 3, of the size the network was trained on. */
const pictures = bytes

export const questions = {
  /** Logits of each picture, [count][60]. */
  classify: call({
    input: z.object({ model: hash, pictures }),
    output: z.object({ logits: z.array(vector), probabilities: z.array(vector) }),
  }),
  /**
   * What every unit of every layer answers one or more pictures, [pictures][units]. By a measure: after the activation function, at the
   * strongest place or as the mean over all places; `places`, y * width + x of the layer, for "max" and layers with space, else empty.
   * Without one: the mean over space before the activation function. `layers`: only of these; all with weights without it.
   */
  respond: call({
    input: z.object({ model: hash, pictures, measure: measure.optional(), layers: z.array(z.string()).optional() }),
    output: z.object({ layers: z.array(z.object({ layer: z.string(), values: z.array(vector), places: z.array(z.array(z.int())) })) }),
  }),
  /** One channel's activation at each place of each picture, height x width numbers a picture. */
  activationMaps: call({
    input: z.object({ model: hash, layer: z.string(), channel: z.int().min(0), pictures }),
    output: z.object({ height: z.int(), width: z.int(), maps: z.array(vector) }),
  }),
  /** Which pixels of one picture the number of an objective rests on. A long one is given up when nobody waits for it any more. */
  attribute: call({
    input: z.object({ model: hash, picture: bytes, objective: objectiveSpec, method: attributionMethod }),
    output: attribution,
  }),
  decode: call({
    input: z.object({ generator: hash, z: z.array(vector).min(1).max(1024) }),
    output: z.object({ size: z.int(), pictures }),
  }),
  encode: call({ input: z.object({ generator: hash, pictures }), output: z.object({ z: z.array(vector) }) }),
} satisfies Contract
export type Questions = typeof questions
export type Question = keyof Questions
export const questionNames = Object.keys(questions) as Question[]

type Asked<K extends Question> = z.output<Questions[K]['input']>
type Answer<K extends Question> = z.input<Questions[K]['output']>
/** Questions that may take long. */
type LongQuestion = 'attribute'
/** The answer to each question, by whatever holds the network. */
export type Answers = { [K in Exclude<Question, LongQuestion>]: (input: Asked<K>) => Answer<K> } & {
  [K in LongQuestion]: (input: Asked<K>, signal: AbortSignal) => Promise<Answer<K>>
}

/** The network that a question is asked of. */
export const askedOf = (input: { model: string } | { generator: string }): string => ('model' in input ? input.model : input.generator)
