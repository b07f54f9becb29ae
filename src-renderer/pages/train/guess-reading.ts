// What a classifier in training calls a few validation pictures, in words. Pure.
import { classNameOf, type DatasetSpec } from '../../../src-shared/domains/dataset.ts'
import type { Guess, LivePicture } from '../../../src-shared/run/event.ts'
import { count } from '../../text/format.ts'

export type Guessed = LivePicture & { guess: Guess }
export const guessed = (pictures: readonly LivePicture[]): Guessed[] => pictures.filter((one): one is Guessed => one.guess !== undefined)

export const isRight = ({ truth, said }: Guess): boolean => truth === said

/** How many of them are right, at which check; empty without any. */
export function guessesSentence(guesses: readonly Guess[]): string {
  const [first] = guesses
  if (!first) return ''
  const right = guesses.filter(isRight).length
  const all = guesses.length
  const how =
    all === 1
      ? right === 1
        ? 'the one picture below is named correctly'
        : 'the one picture below is not named correctly'
      : right === 0
        ? `none of these ${all} is named correctly`
        : right === all
          ? `all ${all} are named correctly`
          : `${right} of these ${all} ${right === 1 ? 'is' : 'are'} named correctly`
  return `After ${count(first.epoch, 'epoch')}, ${how}.`
}

/** What is read aloud of one. */
export function guessAlt(dataset: DatasetSpec, guess: Guess): string {
  const [truth, said] = [classNameOf(dataset, guess.truth), classNameOf(dataset, guess.said)]
  return `Validation picture: ${truth}, ${isRight(guess) ? 'named correctly' : `taken for ${said}`}`
}
