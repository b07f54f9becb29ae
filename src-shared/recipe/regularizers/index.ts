// A penalty on the picture, as a mean over its pixels; added to the objective with a minus sign and its weight: every kind there is.
import { z } from 'zod'
import { blur } from './blur.ts'
import { frequency } from './frequency.ts'
import type { RegularizerPart } from './kind.ts'
import { l1 } from './l1.ts'
import { l2 } from './l2.ts'
import { totalVariation } from './total-variation.ts'

export const regularizer = z.discriminatedUnion('kind', [l1.schema, l2.schema, totalVariation.schema, blur.schema, frequency.schema])
export type Regularizer = z.output<typeof regularizer>

export const regularizers: { readonly [K in Regularizer['kind']]: RegularizerPart<Extract<Regularizer, { kind: K }>> } = {
  l1,
  l2,
  'total-variation': totalVariation,
  blur,
  frequency,
}

/** What a penalty is on, such as "mean brightness". */
export const regularizerName = ({ kind }: Pick<Regularizer, 'kind'>): string => regularizers[kind].name
