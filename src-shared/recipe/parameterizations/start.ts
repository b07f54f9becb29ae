// The picture from which an ascent in pixels, waves or a pyramid begins.
import { z } from 'zod'
import type { FieldWords } from '../form/words.ts'

/**
 * - "mean": the mean of training pictures of the network that is looked into.
 * - "examples": a training picture by lot for each start, as the seed says.
 *
 * Both only where the lab has the network's pictures.
 */
export const datasetStarts = ['mean', 'examples'] as const
/** The number of one picture of the network's dataset, for all starts; it goes before what `start` says. */
export const startPicture = z.int().min(0).optional()

const words: Record<string, string> = {
  noise: 'noise',
  grey: 'a grey picture',
  black: 'a black picture',
  mean: 'the mean of the dataset',
  examples: 'pictures of the dataset',
}
interface Start {
  start?: string | undefined
  picture?: number | undefined
}
/** "noise", "a grey picture", "picture 12 of the dataset". */
export const startWords = ({ start, picture }: Start, without = 'noise'): string =>
  picture === undefined ? (start === undefined ? without : words[start]!) : `picture ${picture} of the dataset`

export const startValues = {
  noise: 'random noise',
  grey: 'a grey picture',
  black: 'a black picture',
  mean: 'the mean of the dataset',
  examples: 'pictures of the dataset, by lot',
} as const
export const startPictureChoice: FieldWords<number> = {
  label: 'Picture to start from',
  help: 'Its number in the network’s dataset; it goes before the start.',
}

/** Whether pictures of the network's dataset are needed to begin. */
export const beginsWithPictures = ({ start, picture }: Start): boolean =>
  picture !== undefined || datasetStarts.some((one) => one === start)
