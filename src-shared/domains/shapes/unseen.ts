// Which pictures of one dataset a network that was trained on another has not learnt from.
import { splitOf } from './dataset.ts'
import type { DatasetSettings } from '../../recipe/recipe.ts'

/** Settings with the same look draw the same k-th picture of a class. */
const lookOf = ({ count: _count, classes: _classes, split: _split, ...look }: DatasetSettings): string =>
  JSON.stringify(Object.entries(look).sort(([a], [b]) => (a < b ? -1 : 1)))

/**
 * Of `indices`, pictures of `dataset`, those that are not among the training pictures of `other`. Pictures of another seed or another look
 * count as different pictures.
 */
export function unseenBy(other: DatasetSettings, dataset: DatasetSettings, indices: Uint32Array): Uint32Array {
  if (lookOf(other) !== lookOf(dataset)) return indices
  const split = splitOf(other)
  return indices.filter((index) => {
    const place = other.classes.indexOf(dataset.classes[index % dataset.classes.length]!)
    const there = Math.floor(index / dataset.classes.length) * other.classes.length + place
    return place < 0 || there >= other.count || split[there] !== 0
  })
}
