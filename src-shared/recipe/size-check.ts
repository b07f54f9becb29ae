// Whether the pictures that a network is to look at are of its size.
import type { GeneratorHeader, LookedInto } from '../network/model-file.ts'
import { modelInfo } from '../network/model-info.ts'
import { pictureShape } from '../network/network-info.ts'
import type { PicturesDataset } from '../domains/pictures/settings.ts'

/** What is wrong with showing pictures that were brought to a network. */
export function seenFaults({ name, size }: PicturesDataset, model: LookedInto): string[] {
  const [height, width] = pictureShape(modelInfo(model))
  if (height === size && width === size) return []
  return [
    `The pictures of “${name}” are of ${size} x ${size} pixels, and this network looks at ${height} x ${width}. Import them in its size.`,
  ]
}

/** What is wrong with showing a network what a generator draws. */
export function sizeFaults(generator: GeneratorHeader, model: LookedInto): string[] {
  const { size } = generator.dataset
  const [height, width, channels] = pictureShape(modelInfo(model))
  if (height === size && width === size && channels === 3) return []
  const seen = height === width && channels === 3 ? `${height}` : `${height} x ${width} x ${channels}`
  return [
    `The generator draws pictures of ${size} pixels and the classifier looks at ${seen}. Choose two that were trained on the same size.`,
  ]
}
