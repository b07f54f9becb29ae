// A variational autoencoder (Kingma and Welling 2014), with the weight of the KL divergence of Higgins et al. 2017.
import { z } from 'zod'
import type { GeneratorMethodKind } from './kind.ts'

const schema = z.strictObject({
  kind: z.literal('vae'),
  /** Weight of the KL divergence from the prior: 1 is the evidence lower bound, 0 an autoencoder with noise. */
  beta: z.number().min(0).max(1000).default(1),
})
export const vae = {
  schema,
  label: 'Variational autoencoder',
  plain: 'Keeps its latent vectors near a normal distribution, so that a point drawn from it is a picture; it redraws less sharply.',
  hasPrior: ({ beta }) => beta > 0,
  words: ({ beta }) => (beta === 1 ? '' : `beta ${beta}`),
} satisfies GeneratorMethodKind<z.output<typeof schema>>
