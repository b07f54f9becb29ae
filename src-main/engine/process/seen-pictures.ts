// The pictures of a dataset as a network takes them, whatever number of colours it sees.
import type { LoadedDataset } from '../../../src-shared/domains/dataset.ts'
import type { Pictures } from '../../science/training/batches.ts'

/** `shape`: height, width and channels of the pictures that the network takes; of one channel it is given their luma. */
export function seenPictures({ images, labels }: LoadedDataset, shape: [number, number, number]): Pictures {
  return { pictures: shape[2] === 1 ? greyOf(images) : images, labels, shape }
}

/** The luma of pictures in colour (ITU-R BT.601, as JPEG has it). */
function greyOf(rgb: Uint8Array): Uint8Array {
  const grey = new Uint8Array(rgb.length / 3)
  for (let at = 0; at < grey.length; at++) grey[at] = Math.round(0.299 * rgb[3 * at]! + 0.587 * rgb[3 * at + 1]! + 0.114 * rgb[3 * at + 2]!)
  return grey
}
