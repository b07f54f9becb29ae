// Pictures of the dataset that a network was trained on, as an ascent needs them: to begin with, and for the strength of its waves.
import { type DatasetSpec, seedOf } from '../../../src-shared/domains/dataset.ts'
import { random } from '../../../src-shared/math/random.ts'
import { datasetOf, decodeModel } from '../../../src-shared/network/model-file.ts'
import type { NetworkInfo } from '../../../src-shared/network/network-info.ts'
import { size } from '../../../src-shared/network/layer-shapes.ts'
import { invalid } from '../../../src-shared/rpc/fault.ts'
import { noPicturesToClimbWith } from '../../../src-shared/recipe/start-faults.ts'
import type { AscendRecipe } from '../../../src-shared/recipe/recipe.ts'
import { unitRange } from '../../image/unit-range.ts'
import { wavesOf } from '../../science/visualization/parameterizations/waves.ts'
import { tf } from '../../tensorflow/tf.ts'
import { tidied } from '../../tensorflow/tidied.ts'
import { copyPicture, trainingPictures } from './dataset-cache.ts'
import type { JobContext } from './job.ts'

/** Training pictures that a mean is taken over: drawn by lot, always the same. */
const counted = 256

interface Of {
  readonly recipe: Pick<AscendRecipe, 'model' | 'seed' | 'starts'>
  readonly info: NetworkInfo
  readonly context: Pick<JobContext, 'blob'>
  readonly canvas: readonly [height: number, width: number]
}

/**
 * The pictures to begin with, one for each start, in the middle of the canvas; null where the start is none of the dataset's. Those that
 * were brought are read before. Throws an `invalid` fault where the lab does not have the network's pictures.
 */
export function beginnings(start: string | undefined, picture: number | undefined, of: Of): Float32Array[] | null {
  const { seed, starts } = of.recipe
  const same = (one: Float32Array): Float32Array[] => Array.from({ length: starts }, () => one)
  if (picture !== undefined) return same(onCanvas(pictureOf(datasetFor(of), picture), of))
  if (start === 'grey' || start === 'black') return same(new Float32Array(size(shapeOf(of))).fill(start === 'grey' ? 0.5 : 0))
  if (start === 'mean') return same(onCanvas(meanOf(datasetFor(of)), of))
  if (start !== 'examples') return null
  const dataset = datasetFor(of)
  const train = trainingPictures(dataset)
  return Array.from({ length: starts }, (_, at) =>
    onCanvas(pictureOf(dataset, train[random(seed, 'example', at).integer(train.length)]!), of),
  )
}

/**
 * Mean of |rfft2| over training pictures in the middle of the canvas, in the order that `maco` takes. Throws like `beginnings`.
 */
export function spectrumOf(of: Of): Float32Array {
  const dataset = datasetFor(of)
  const [height, width, channels] = shapeOf(of)
  const waves = wavesOf(height, width, channels)
  const [columns] = waves.shape
  const sum = new Float64Array(columns * channels * height)
  lotOf(dataset, (picture) => {
    const strengths = tidied(() => {
      const parts = waves.forward(tf.tensor4d(onCanvas(picture, of), [1, height, width, channels]))
      return parts
        .reshape([columns * channels, 2, height])
        .square()
        .sum(1)
        .sqrt()
        .dataSync<'float32'>()
    })
    strengths.forEach((one, at) => {
      sum[at]! += one
    })
  })
  return Float32Array.from(sum, (one) => one / counted)
}

/** 1 / frequency, in the order that `maco` takes; the mean, which is standardized away, as strong as the longest wave. */
export function naturalSpectrum(height: number, width: number, channels: number): Float32Array {
  const waves = wavesOf(height, width, channels)
  const [columns] = waves.shape
  return Float32Array.from({ length: columns * channels * height }, (_, at) => {
    const row = at % height
    const place = 2 * (at - row) + row
    return 1 / Math.max(waves.frequencyOf(place), 1 / Math.max(height, width))
  })
}

const shapeOf = ({ canvas, info }: Of): [number, number, number] => [...canvas, info.input.channels]

function datasetFor({ recipe, context }: Of): DatasetSpec {
  const dataset = datasetOf(decodeModel(context.blob(recipe.model)).header)
  if (!dataset) throw invalid(noPicturesToClimbWith)
  return dataset
}

/** RGB of one picture, black 0 and white 1. */
function pictureOf(dataset: DatasetSpec, index: number): { side: number; rgb: Float32Array } {
  const bytes = new Uint8Array(dataset.size ** 2 * 3)
  copyPicture(dataset, index, bytes, 0)
  return { side: dataset.size, rgb: unitRange(bytes) }
}

function lotOf(dataset: DatasetSpec, each: (picture: { side: number; rgb: Float32Array }) => void): void {
  const train = trainingPictures(dataset)
  const lot = random(seedOf(dataset), 'pictures')
  for (let at = 0; at < counted; at++) each(pictureOf(dataset, train[lot.integer(train.length)]!))
}

function meanOf(dataset: DatasetSpec): { side: number; rgb: Float32Array } {
  const sum = new Float64Array(dataset.size ** 2 * 3)
  lotOf(dataset, ({ rgb }) => {
    rgb.forEach((one, at) => {
      sum[at]! += one
    })
  })
  return { side: dataset.size, rgb: Float32Array.from(sum, (one) => one / counted) }
}

/** A square picture in the middle of the canvas, as many channels as the network takes; around it the background. */
function onCanvas({ side, rgb }: { side: number; rgb: Float32Array }, of: Of): Float32Array {
  const [height, width, channels] = shapeOf(of)
  const { background } = of.info.input
  const out = Float32Array.from({ length: height * width * channels }, (_, at) => background[at % channels]!)
  const [top, left] = [Math.floor((height - side) / 2), Math.floor((width - side) / 2)]
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const from = 3 * (y * side + x)
      const to = channels * ((y + top) * width + x + left)
      if (channels === 3) out.set(rgb.subarray(from, from + 3), to)
      else out.fill((rgb[from]! + rgb[from + 1]! + rgb[from + 2]!) / 3, to, to + channels)
    }
  return out
}
