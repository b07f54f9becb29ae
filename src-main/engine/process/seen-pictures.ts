// The pictures of a dataset as a network takes them, whatever number of colours it sees.
import type { LoadedDataset } from '../../../src-shared/domains/dataset.ts'
import { greyOf } from '../../image/grey.ts'
import type { Pictures } from '../../science/training/batches.ts'

/** `shape`: height, width and channels of the pictures that the network takes; of one channel it is given their luma. */
export function seenPictures({ images, labels }: LoadedDataset, shape: [number, number, number]): Pictures {
  return { pictures: shape[2] === 1 ? greyOf(images) : images, labels, shape }
}
