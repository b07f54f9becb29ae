// The pictures on which two networks may be asked together: those of a split that neither of them has learnt from.
import { type DatasetSpec, isShapes, type LoadedDataset } from '../../../src-shared/domains/dataset.ts'
import { indicesOf } from '../../../src-shared/domains/shapes/dataset.ts'
import { invalid } from '../../../src-shared/rpc/fault.ts'
import type { ShownPictures } from '../../../src-shared/domains/splits.ts'
import { unseenBy } from '../../../src-shared/domains/shapes/unseen.ts'
import type { JobContext } from './job.ts'

/**
 * Indices of a split of `dataset`, without the pictures that the network of the dataset `other` was trained on (null where that is not
 * known); says how many were left out. Who asks for the training pictures, or for all, gets them all. Throws `invalid` when nothing is
 * left.
 */
export function unseenPictures(
  dataset: LoadedDataset,
  spec: DatasetSpec,
  other: DatasetSpec | null,
  split: ShownPictures,
  context: Pick<JobContext, 'notice'>,
): Uint32Array {
  const all = indicesOf(dataset.split, split)
  if (split === 'train' || split === 'all') return all
  // Of pictures that were brought, the split follows from the picture: what is not learnt from here is learnt from nowhere.
  const unseen = other && isShapes(spec) && isShapes(other) ? unseenBy(other, spec, all) : all
  if (unseen.length === 0)
    throw invalid(
      `The other network has learnt from every ${split} picture of this one, so the two cannot be compared on pictures that neither ` +
        `has seen. Choose two networks whose datasets are split by the same rule.`,
    )
  const seen = all.length - unseen.length
  if (seen > 0)
    context.notice(
      'info',
      'seen-pictures',
      `${seen} of ${all.length} ${split} pictures were left out: the other network was trained on them. The numbers are for the ` +
        `${unseen.length} pictures that neither has seen.`,
    )
  return unseen
}
