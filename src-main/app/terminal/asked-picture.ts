// A network and a picture as they are named on the command line.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { isShapes } from '../../../src-shared/domains/dataset.ts'
import { drawDatasetPicture } from '../../../src-shared/domains/shapes/dataset.ts'
import { datasetOf, decodeModel, isLookedInto, type LookedInto, modelMedia } from '../../../src-shared/network/model-file.ts'
import { modelInfo } from '../../../src-shared/network/model-info.ts'
import { type NetworkInfo, pictureShape } from '../../../src-shared/network/network-info.ts'
import { invalid } from '../../../src-shared/rpc/fault.ts'
import { decodePicture } from '../../exchange/pictures/decode.ts'
import { readPng } from '../../image/png.ts'
import type { OpenLab } from '../../lab.ts'
import { find } from './library.ts'

export interface NamedNetwork {
  hash: string
  header: LookedInto
  info: NetworkInfo
}

/** The network of a run that trained or brought one. Throws `invalid`, in words, for any other. */
export async function namedNetwork(lab: OpenLab, given: string): Promise<NamedNetwork> {
  const run = await find(lab, given)
  const model = lab.store.artifacts.of(run.id).find(({ media }) => media === modelMedia)
  if (!model) throw invalid(`The run ${given} has made no network. Name one that trained or imported a network; "lab runs" lists them.`)
  const { header } = decodeModel(lab.store.artifacts.read(model.hash)!.bytes)
  if (!isLookedInto(header)) throw invalid(`The network of ${given} is a generator. Name a run that trained or imported a classifier.`)
  return { hash: model.hash, header, info: modelInfo(header) }
}

/**
 * A picture file, whose middle is brought to the network's size, or the number of a picture of its dataset. Bytes as the network takes
 * them, row by row.
 */
export async function namedPicture({ header, info }: NamedNetwork, given: string): Promise<Uint8Array> {
  const [height, width, channels] = pictureShape(info)
  const rgb = /^\d+$/.test(given) ? drawn(header, Number(given)) : await fromFile(given, height, width)
  if (channels === 3) return rgb
  return Uint8Array.from({ length: height * width }, (_, at) => Math.round((rgb[3 * at]! + rgb[3 * at + 1]! + rgb[3 * at + 2]!) / 3))
}

function drawn(header: LookedInto, index: number): Uint8Array {
  const dataset = datasetOf(header)
  if (!dataset || !isShapes(dataset))
    throw invalid('A number names a picture of the lab’s shapes, and this network has learnt from others. Name a PNG file.')
  if (index >= dataset.count) throw invalid(`This network’s dataset has pictures 0 to ${dataset.count - 1}.`)
  const rgb = new Uint8Array(dataset.size ** 2 * 3)
  drawDatasetPicture(dataset, index, rgb, 0, 3)
  return rgb
}

/** A network that looks at squares takes any picture; one that does not, a PNG of just its size. */
async function fromFile(file: string, height: number, width: number): Promise<Uint8Array> {
  try {
    const bytes = readFileSync(resolve(file))
    if (height === width) return await decodePicture(bytes, { size: width, fit: 'crop', background: '#000000' })
    const picture = readPng(bytes)
    if (picture.width === width && picture.height === height) return picture.rgb
    throw new Error(`it has ${picture.width} x ${picture.height} pixels, and this network looks at ${width} x ${height}`)
  } catch (error) {
    throw invalid(`${file} cannot be taken as a picture: ${(error as Error).message}.`)
  }
}
