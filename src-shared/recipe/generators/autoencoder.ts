// Makes the error of the redrawn picture small, and nothing else.
import { z } from 'zod'
import type { GeneratorMethodKind } from './kind.ts'

const schema = z.strictObject({ kind: z.literal('autoencoder') })
export const autoencoder = {
  schema,
  label: 'Autoencoder',
  plain: 'Redraws pictures as exactly as it can. Between the points that it has learnt, its latent space may be empty.',
  hasPrior: () => false,
  words: () => '',
} satisfies GeneratorMethodKind<z.output<typeof schema>>
