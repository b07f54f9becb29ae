// The network and the picture of a recipe that asks about a layer.
import { drawDatasetPicture } from '../../../src-shared/domains/shapes/dataset.ts'
import { decodeModel, isLookedInto, type LookedInto } from '../../../src-shared/network/model-file.ts'
import { pictureShape } from '../../../src-shared/network/network-info.ts'
import { invalid } from '../../../src-shared/rpc/fault.ts'
import { bytesIn, type AskedPicture } from '../../../src-shared/recipe/asked-picture.ts'
import { bytesOf } from '../../image/contact-sheet.ts'
import { writePng } from '../../image/png.ts'
import { rgbOf } from '../../image/side.ts'
import { unitRange } from '../../image/unit-range.ts'
import { modelNetwork } from '../../science/networks/model-network.ts'
import type { Network } from '../../science/networks/network.ts'
import type { JobContext } from './job.ts'
import { classify } from './network-questions.ts'

/** Opens the network of a recipe for some work, and frees it afterwards. */
export async function withNetwork<T>(
  { model }: { model: string },
  context: Pick<JobContext, 'blob'>,
  work: (network: Network, header: LookedInto) => Promise<T>,
): Promise<T> {
  const { header, weights } = decodeModel(context.blob(model))
  if (!isLookedInto(header)) throw invalid('This question is asked of a classifier, and the model of this recipe is a generator.')
  const network = modelNetwork({ header, weights })
  try {
    return await work(network, header)
  } finally {
    network.dispose()
  }
}

/** The picture of a recipe in [0, 1], as the network takes it. */
export function pictureIn(given: AskedPicture): Float32Array {
  if (given.kind === 'pixels') return unitRange(bytesIn(given))
  const rgb = new Uint8Array(given.dataset.size ** 2 * 3)
  drawDatasetPicture(given.dataset, given.index, rgb, 0, 3)
  return unitRange(rgb)
}

/** What a network says of a picture in [0, 1], brought to 8 bits; null where it tells no classes. */
export function toldOf(network: Network, picture: Float32Array): { class: number; probability: number } | null {
  if (!network.info.classes) return null
  const probabilities = classify(network, bytesOf(picture)).probabilities[0]!
  const best = probabilities.indexOf(Math.max(...probabilities))
  return { class: best, probability: probabilities[best]! }
}

/** A picture in [0, 1] as a PNG, in colour. */
export function pngOf(network: Network, picture: Float32Array): Uint8Array {
  const [height, width, channels] = pictureShape(network.info)
  return writePng({ width, height, rgb: rgbOf(bytesOf(picture), channels) })
}
