// What is wrong with the pictures that the objectives of a recipe are about.
import { type DatasetSpec, isPictures } from '../domains/dataset.ts'
import { datasetOf, type LookedInto } from '../network/model-file.ts'
import { modelInfo } from '../network/model-info.ts'
import { pictureShape } from '../network/network-info.ts'
import { givenName } from './given-picture.ts'
import type { ObjectiveSpec } from './objective.ts'
import { aboutExamples, objectivePictures } from './objective-pictures.ts'

/** A picture by its size in pixels, or something else. */
type Kept = { kind: 'picture'; width: number; height: number; channels: number } | { kind: string }

/** A sentence for each picture that is not there or does not fit the network. `noPictures`: what is said where the lab has none. */
export function givenFaults(
  objectives: readonly ObjectiveSpec[],
  header: LookedInto,
  keptOf: (hash: string) => Kept | undefined,
  noPictures: string,
): string[] {
  const pictures = objectivePictures(objectives)
  if (pictures.length === 0) return []
  const dataset = datasetOf(header)
  const [height, width, channels] = pictureShape(modelInfo(header))
  if (channels !== 3 && channels !== 1)
    return [`This network takes pictures of ${channels} channels, and no picture has as many. Choose an objective without a picture.`]
  return pictures.flatMap((one) => {
    if (one.kind === 'example') {
      if (!dataset) return [noPictures]
      const count = dataset.count.toLocaleString('en-US')
      return one.index < dataset.count ? [] : [`There is no ${givenName(one)}, which has ${count}, counted from 0.`]
    }
    const kept = keptOf(one.picture)
    if (!kept || !('width' in kept)) return [`${givenName(one)} is no picture. Choose a PNG that the library keeps.`]
    const parts = kept.channels < 3 ? 0 : Math.floor(kept.width / width) * Math.floor(kept.height / height)
    if (one.tile < parts) return []
    return [
      `${givenName(one)} is not there: the file of ${kept.width} x ${kept.height} pixels holds ${parts} of the size that this network ` +
        `takes, ${width} x ${height}, in colour.`,
    ]
  })
}

/** A fault where a recipe would need the pictures of two datasets that were brought at once, which the engine does not hold. */
export function twoDatasets(objectives: readonly ObjectiveSpec[], own: DatasetSpec | null, other: DatasetSpec): string[] {
  if (!aboutExamples(objectives) || !own || !isPictures(own) || !isPictures(other) || own.index === other.index) return []
  return [
    `This recipe needs the pictures of “${own.name}” and of “${other.name}” at once. Name the pictures of its objectives by their files, ` +
      'or do without the other dataset.',
  ]
}
