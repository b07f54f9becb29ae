// Pictures of a dataset gathered into batches of one fixed size, as compiled steps want them.

/** [count], class numbers. One byte holds 256 classes; networks from elsewhere have a thousand. */
export type Labels = Uint8Array | Uint16Array

export interface Pictures {
  /** [count, ...shape], 0 to 255. */
  pictures: Uint8Array
  labels: Labels
  /** Height, width and channels of a picture. */
  shape: [number, number, number]
}

export interface Batch {
  /** [size, ...shape]; used again for the next batch. */
  pictures: Uint8Array
  labels: Int32Array
  /** Which pictures these are; fewer than the batch has room for at the end. */
  indices: Uint32Array
}

/** Room for batches of `size` pictures. `fill` copies the pictures named into it; places left over become black and of class 0. */
export function batchOf(data: Pictures, size: number): { fill(indices: Uint32Array): Batch } {
  const one = data.shape[0] * data.shape[1] * data.shape[2]
  const pictures = new Uint8Array(size * one)
  const labels = new Int32Array(size)
  return {
    fill(indices) {
      for (let at = 0; at < indices.length; at++) {
        const index = indices[at]!
        pictures.set(data.pictures.subarray(index * one, (index + 1) * one), at * one)
        labels[at] = data.labels[index]!
      }
      pictures.fill(0, indices.length * one)
      labels.fill(0, indices.length)
      return { pictures, labels, indices }
    },
  }
}

/** All pictures named, in batches of `size`, in their order. */
export function* batches(data: Pictures, indices: Uint32Array, size: number): Generator<Batch> {
  const batch = batchOf(data, size)
  for (let first = 0; first < indices.length; first += size) yield batch.fill(indices.subarray(first, first + size))
}
