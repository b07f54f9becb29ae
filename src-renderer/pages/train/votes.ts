// What a classifier says of a picture that it got wrong, in words. Pure.
import { className } from '../../../src-shared/domains/shapes/classes.ts'
import { probability } from '../../text/format.ts'

/**
 * The likeliest classes with their probabilities, then the true one: "50.4 % double triangle…". `rows`: in order of likelihood, the true
 * class last where it is not among the likeliest.
 */
export function votesWords(rows: readonly { label: number; probability: number }[], truth: number): string {
  return rows.map((one) => `${probability(one.probability)} ${className(one.label)}${one.label === truth ? ' (the truth)' : ''}`).join(', ')
}
