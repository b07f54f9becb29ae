// Terms over several pictures of a batch: every kind there is.
import { type TogetherTerm, togetherKind } from '../../../../src-shared/recipe/together/index.ts'
import type { NetworkInfo } from '../../../../src-shared/network/network-info.ts'
import type { tf } from '../../../tensorflow/tf.ts'
import type { Taps } from '../../networks/network.ts'
import { askedOf } from '../../../../src-shared/recipe/objectives/asked.ts'
import { alignment } from './alignment.ts'
import { diversity } from './diversity.ts'
import type { CostMaker, Group } from './kind.ts'

const makers: { readonly [K in TogetherTerm['kind']]: CostMaker<Extract<TogetherTerm, { kind: K }>> } = { diversity, alignment }

/** The taps that the terms read, each once. Throws a RangeError that names what exists. */
export function togetherTaps(terms: readonly TogetherTerm[], info: NetworkInfo): string[] {
  return [...new Set(terms.flatMap((term) => togetherKind(term).taps(term, askedOf(info))))]
}

/** What each picture of a batch pays for all terms by their weights, [pictures]; null for none. */
export function togetherCost(
  terms: readonly TogetherTerm[] | undefined,
  info: NetworkInfo,
  group: Group,
): ((T: Taps) => tf.Tensor1D) | null {
  if (!terms || terms.length === 0) return null
  const costs = terms.map((term) => {
    const [tap] = togetherKind(term).taps(term, askedOf(info))
    const cost = (makers[term.kind] as CostMaker<TogetherTerm>)(term, group)
    return (T: Taps) => cost(T[tap!]!).mul<tf.Tensor1D>(term.weight)
  })
  return (T) => costs.map((cost) => cost(T)).reduce((sum, one) => sum.add(one))
}
