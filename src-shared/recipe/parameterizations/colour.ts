// How the three colours of a picture move together while it climbs: as they do in natural pictures, in the lab's own, or each by itself.
import { z } from 'zod'
import type { FieldWords } from '../form/words.ts'

/**
 * - "identity": red, green and blue move each by itself, as they do without a word.
 * - "imagenet": as they vary in the photographs of ImageNet: brightness easily, colours little.
 * - "dataset": as they vary in the training pictures of the network that is looked into, which its hash says; only where the lab has them.
 *
 * Pictures of another number of channels than three have no colours: there it changes nothing.
 */
export const colour = z.enum(['identity', 'imagenet', 'dataset'])
export type Colour = z.output<typeof colour>

const words: Record<Exclude<Colour, 'identity'>, string> = {
  imagenet: 'colours varying together as in photographs (ImageNet)',
  dataset: 'colours varying together as in the dataset',
}
export const colourChoice: FieldWords<Colour> = {
  label: 'Colours vary together',
  values: { identity: 'no, each by itself', imagenet: 'as in photographs (ImageNet)', dataset: 'as in the dataset' },
}
/** Such as ", colours varying together as in the dataset"; nothing where each moves by itself. */
export const colourWords = (spec: Colour = 'identity'): string => (spec === 'identity' ? '' : `, ${words[spec]}`)
