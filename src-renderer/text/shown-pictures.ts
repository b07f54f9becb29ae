// Which pictures of a dataset a network is shown, in words.
import type { ShownPictures } from '../../src-shared/domains/splits.ts'
import { count, number } from './format.ts'

/** "the test split", "all pictures"; with how many these are "the test split (2,400 pictures)", "all 180 pictures". */
export function shownWords(shown: ShownPictures, many?: number): string {
  if (shown === 'all') return many === undefined ? 'all pictures' : `all ${number(many)} pictures`
  const split = `the ${shown === 'train' ? 'training' : shown} split`
  return many === undefined ? split : `${split} (${count(many, 'picture')})`
}
