// How a generator is trained: every way there is.
import { z } from 'zod'
import { autoencoder } from './autoencoder.ts'
import type { GeneratorMethodKind } from './kind.ts'
import { vae } from './vae.ts'

export const generatorMethod = z.discriminatedUnion('kind', [autoencoder.schema, vae.schema])
export type GeneratorMethod = z.output<typeof generatorMethod>

/** In the order in which one chooses. */
export const generatorMethods: { readonly [K in GeneratorMethod['kind']]: GeneratorMethodKind<Extract<GeneratorMethod, { kind: K }>> } = {
  autoencoder,
  vae,
}
const kindOf = ({ kind }: GeneratorMethod): GeneratorMethodKind<GeneratorMethod> =>
  generatorMethods[kind] as GeneratorMethodKind<GeneratorMethod>

/** The method of a recipe: an autoencoder where none is named, as in every recipe from before there was a choice. */
export const methodOf = ({ method }: { method?: GeneratorMethod | undefined }): GeneratorMethod => method ?? { kind: 'autoencoder' }

/** Whether a generator that was trained so can be asked for latent vectors from N(0, I). */
export const hasPrior = (method: GeneratorMethod): boolean => kindOf(method).hasPrior(method)

/** Such as "Variational autoencoder, beta 4". */
export function methodWords(method: GeneratorMethod): string {
  const { label, words } = kindOf(method)
  return [label, words(method)].filter((one) => one !== '').join(', ')
}
