// What was compared of a network that is kept in another form than its file has it.
import { compact } from './numbers.ts'

/** A power of ten that is not below the difference: "1 × 10⁻⁶". */
const bound = (difference: number): string => compact(10 ** Math.max(-7, Math.ceil(Math.log10(difference)))).replace(/^1\.0/, '1')

export const sameWords = ({ pictures, difference }: { pictures: number; difference: number }): string =>
  `Checked: it computes the same as its file to within ${bound(difference)} of the largest number that it answers. Its operations as ` +
  `the file lists them and those that are kept were both computed here, on ${pictures} pictures: one black, the others of random numbers.`
