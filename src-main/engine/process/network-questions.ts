// Questions to a network about pictures that are to be answered at once, whatever made the network.
import { invalid, missing } from '../../../src-shared/rpc/fault.ts'
import { size } from '../../../src-shared/network/layer-shapes.ts'
import { toldClasses } from '../../../src-shared/network/found-network.ts'
import type { Preprocessing } from '../../../src-shared/network/preprocessing.ts'
import type { Measure } from '../../../src-shared/recipe/recipe.ts'
import { prepare } from '../../science/networks/graph-network.ts'
import { picturesWithin } from '../../science/networks/memory.ts'
import { classTap, pictureShape, shapesOf } from '../../../src-shared/network/network-info.ts'
import type { Network, Taps } from '../../science/networks/network.ts'
import { strongestPlace } from '../../science/visualization/objective.ts'
import { unitRange } from '../../image/unit-range.ts'
import { tf } from '../../tensorflow/tf.ts'
import { tidied } from '../../tensorflow/tidied.ts'

const channelWords = (channels: number): string => (channels === 3 ? 'RGB' : channels === 1 ? 'grey' : `${channels} channels`)

/** 8-bit pictures one after the other as a batch in [0, 1]. Throws `invalid` unless they are whole pictures, one at least. */
export function batchOfBytes(pictures: Uint8Array, shape: readonly [height: number, width: number, channels: number]): tf.Tensor4D {
  const one = size(shape)
  if (pictures.length === 0 || pictures.length % one !== 0)
    throw invalid(
      `This model looks at pictures of ${shape[0]} x ${shape[1]} pixels in ${channelWords(shape[2])}, ` +
        `${one} bytes each; ${pictures.length} bytes are not a whole number of them.`,
    )
  return tf.tensor4d(unitRange(pictures), [pictures.length / one, ...shape])
}

/** What `read` makes of the wanted taps, asked about as many pictures at once as fit into memory. */
function inParts<T>(
  network: Network,
  wanted: readonly string[],
  pictures: Uint8Array,
  read: (taps: Taps) => T,
  reading?: Preprocessing,
): T[] {
  const shape = pictureShape(network.info)
  const together = Math.min(pictures.length, size(shape) * picturesWithin({ info: network.info, wanted }, Infinity))
  const parts: T[] = []
  // Without a picture the first part is refused.
  for (let first = 0; first === 0 || first < pictures.length; first += Math.max(1, together))
    parts.push(tidied(() => read(network.run(prepare(batchOfBytes(pictures.subarray(first, first + together), shape), reading), wanted))))
  return parts
}

/** Logits and probabilities of each picture, [pictures][classes]. */
export function classify(network: Network, pictures: Uint8Array): { logits: number[][]; probabilities: number[][] } {
  const tap = classTap(network.info)
  const parts = inParts(network, [tap], pictures, (taps) => {
    const logits = taps[tap] as tf.Tensor2D
    return { logits: logits.arraySync(), probabilities: logits.softmax<tf.Tensor2D>().arraySync() }
  })
  return { logits: parts.flatMap((one) => one.logits), probabilities: parts.flatMap((one) => one.probabilities) }
}

/**
 * Of every layer with weights, each channel's answer to each picture, [pictures][channels]: its mean over space before the activation
 * function; with a measure, after it, by that measure, and for "max" where it is strongest, y * width + x.
 */
export function respond(
  network: Network,
  pictures: Uint8Array,
  measure?: Measure,
  layers?: readonly string[],
): { layers: { layer: string; values: number[][]; places: number[][] }[] } {
  const asked = network.info.taps.filter(
    (tap) => (layers?.includes(tap.layer) ?? tap.weighted) && tap.stage !== (measure === undefined ? 'after' : 'before'),
  )
  const parts = inParts(
    network,
    asked.map(({ name }) => name),
    pictures,
    (taps) =>
      asked.map(({ name }) => {
        const tap = taps[name]!
        const values = (tap.rank !== 4 ? tap : measure === 'max' ? tap.max([1, 2]) : tap.mean([1, 2])) as tf.Tensor2D
        return { values: values.arraySync(), places: measure === 'max' && tap.rank === 4 ? strongestPlace(tap).arraySync() : [] }
      }),
  )
  return {
    layers: asked.map(({ layer }, at) => ({
      layer,
      values: parts.flatMap((part) => part[at]!.values),
      places: parts.flatMap((part) => part[at]!.places),
    })),
  }
}

/** One channel of an activation for each picture, row by row: [pictures][height * width]. Throws `missing` when there is none. */
export function activationMaps(
  network: Network,
  layer: string,
  channel: number,
  pictures: Uint8Array,
): { height: number; width: number; maps: number[][] } {
  const shape = shapesOf(network.info)[layer]
  if (!shape) throw missing(`This network has no layer "${layer}".`)
  const channels = shape.at(-1)!
  if (channel >= channels) throw missing(`${layer} has channels 0 to ${channels - 1}; there is no channel ${channel}.`)
  const [height, width] = shape.length === 3 ? (shape as [number, number]) : [1, 1]
  const maps = inParts(network, [layer], pictures, (taps) =>
    taps[layer]!.reshape([-1, height * width, channels])
      .slice([0, 0, channel], [-1, -1, 1])
      .squeeze<tf.Tensor2D>([2])
      .arraySync(),
  )
  return { height, width, maps: maps.flat() }
}

/** The likeliest classes of one picture, most likely first. */
export interface Told {
  top: { class: number; probability: number }[]
}

/** What a network says of pictures that are read in this way instead of its own, which is [0, 1] as it is. */
export function told(network: Network, reading: Preprocessing, pictures: Uint8Array): Told[] {
  const tap = classTap(network.info)
  const parts = inParts(network, [tap], pictures, (taps) => (taps[tap] as tf.Tensor2D).softmax<tf.Tensor2D>().arraySync(), reading)
  return parts.flat().map((row) => ({
    top: row
      .map((probability, at) => ({ class: at, probability }))
      .sort((a, b) => b.probability - a.probability || a.class - b.class)
      .slice(0, toldClasses),
  }))
}
