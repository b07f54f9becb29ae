// What a classifier says of a picture that it got wrong, in words. Pure.
import { classNameOf, type DatasetSpec } from '../../../src-shared/domains/dataset.ts'
import { probability } from '../../text/format.ts'

/**
 * The likeliest classes with their probabilities, then the true one: "50.4 % double triangle…". `rows`: in order of likelihood, the true
 * class last where it is not among the likeliest.
 */
export function votesWords(dataset: DatasetSpec, rows: readonly { label: number; probability: number }[], truth: number): string {
  return rows
    .map((one) => `${probability(one.probability)} ${classNameOf(dataset, one.label)}${one.label === truth ? ' (the truth)' : ''}`)
    .join(', ')
}
