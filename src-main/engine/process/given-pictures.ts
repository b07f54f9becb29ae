// The pictures that the objectives of a recipe are about, read or drawn, and what its network answers to them.
import { isPictures } from '../../../src-shared/domains/dataset.ts'
import { type LookedInto, datasetOf as learntFrom } from '../../../src-shared/network/model-file.ts'
import { pictureShape } from '../../../src-shared/network/network-info.ts'
import { aboutExamples, objectivePictures } from '../../../src-shared/recipe/objective-pictures.ts'
import { givenName, type GivenPicture } from '../../../src-shared/recipe/given-picture.ts'
import type { ObjectiveSpec } from '../../../src-shared/recipe/objective.ts'
import { noPictures } from '../../../src-shared/recipe/recipe-check.ts'
import { invalid } from '../../../src-shared/rpc/fault.ts'
import { greyOf } from '../../image/grey.ts'
import { readPng } from '../../image/png.ts'
import { unitRange } from '../../image/unit-range.ts'
import type { Network } from '../../science/networks/network.ts'
import { type Given, nothingGiven } from '../../science/visualization/functionals/kind.ts'
import { answersTo } from '../../science/visualization/given-answers.ts'
import { copyPicture, datasetOf } from './dataset-cache.ts'
import type { JobContext } from './job.ts'

type Context = Pick<JobContext, 'blob' | 'progress' | 'yieldTurn'>
type Sides = readonly [height: number, width: number]

/**
 * What the network of this header answers to the pictures that the objectives are about; null when the job was asked to stop meanwhile.
 * Throws `invalid`, in words, for pictures that are not there or do not fit.
 */
export async function givenFor(
  network: Network,
  header: LookedInto,
  objectives: readonly ObjectiveSpec[],
  context: Context,
): Promise<Given | null> {
  if (objectivePictures(objectives).length === 0) return nothingGiven
  const dataset = learntFrom(header)
  if (aboutExamples(objectives)) {
    if (!dataset) throw invalid(noPictures)
    if (isPictures(dataset) && (await datasetOf(dataset, context)) === null) return null
  }
  const [height, width, channels] = pictureShape(network.info)
  const rgbOf = (picture: GivenPicture): Uint8Array => {
    if (picture.kind === 'kept') return partOf(context.blob(picture.picture), [height, width], picture)
    if (!dataset || picture.index >= dataset.count)
      throw invalid(`There is no ${givenName(picture)}: it has ${dataset?.count.toLocaleString('en-US') ?? 0}, counted from 0.`)
    const out = new Uint8Array(dataset.size ** 2 * 3)
    copyPicture(dataset, picture.index, out, 0)
    return out
  }
  try {
    return answersTo(network, objectives, (picture) => {
      const rgb = rgbOf(picture)
      if (rgb.length !== 3 * height * width || (channels !== 3 && channels !== 1))
        throw invalid(`${givenName(picture)} is not of the size that this network takes, ${height} x ${width} x ${channels}.`)
      return unitRange(channels === 1 ? greyOf(rgb) : rgb)
    })
  } catch (error) {
    throw error instanceof RangeError ? invalid(error.message) : error
  }
}

/** One of the pictures of a size that a PNG holds side by side, as RGB. */
function partOf(png: Uint8Array, [height, width]: Sides, picture: Extract<GivenPicture, { kind: 'kept' }>): Uint8Array {
  const sheet = readPng(png)
  const columns = Math.floor(sheet.width / width)
  if (picture.tile >= columns * Math.floor(sheet.height / height))
    throw invalid(`There is no ${givenName(picture)}: it is ${sheet.width} x ${sheet.height} pixels, and ${width} x ${height} are needed.`)
  const [left, top] = [(picture.tile % columns) * width, Math.floor(picture.tile / columns) * height]
  const rgb = new Uint8Array(3 * height * width)
  for (let y = 0; y < height; y++) {
    const from = 3 * ((top + y) * sheet.width + left)
    rgb.set(sheet.rgb.subarray(from, from + 3 * width), 3 * y * width)
  }
  return rgb
}
