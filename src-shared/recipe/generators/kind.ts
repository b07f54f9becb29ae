// What a way to train a generator is to a recipe and to its reader. What it does is in main, under the same name: its learner in
// `training/learners`, its use in `generators/kinds`.
import type { z } from 'zod'

export interface GeneratorMethodKind<S> {
  readonly schema: z.ZodType<S>
  /** As a run is called: "Autoencoder, 3,000 pictures". */
  readonly label: string
  /** As one chooses it: a sentence on what it is. */
  readonly plain: string
  /** Whether its latent vectors were taught to be distributed as N(0, I), so that one can be drawn without a picture. */
  hasPrior(spec: S): boolean
  /** What sets one apart from others of its kind, after its label; empty where nothing does. */
  words(spec: S): string
}
