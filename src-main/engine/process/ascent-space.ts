// What the parameterization of a recipe is made of: sizes, and the generator that it names.
import { isPictures } from '../../../src-shared/domains/dataset.ts'
import { invalid } from '../../../src-shared/rpc/fault.ts'
import { datasetOf as modelDataset, decodeModel, type GeneratorHeader } from '../../../src-shared/network/model-file.ts'
import { random } from '../../../src-shared/math/random.ts'
import type { Colour } from '../../../src-shared/recipe/parameterizations/colour.ts'
import type { Parameterization as Spec } from '../../../src-shared/recipe/parameterizations/index.ts'
import { beginsWithPictures } from '../../../src-shared/recipe/parameterizations/start.ts'
import { ascentPictures } from '../../../src-shared/recipe/dataset-in-recipe.ts'
import type { AscendRecipe } from '../../../src-shared/recipe/recipe.ts'
import { pictureShape } from '../../../src-shared/network/network-info.ts'
import type { Network } from '../../science/networks/network.ts'
import type { TrainedGenerator } from '../../science/generators/generator.ts'
import { asGenerator, trainedGenerator } from '../../science/generators/kinds/index.ts'
import type { ColourMatrix } from '../../science/visualization/colour.ts'
import { cppn } from '../../science/visualization/parameterizations/cppn.ts'
import { laplacian } from '../../science/visualization/parameterizations/laplacian.ts'
import { maco } from '../../science/visualization/parameterizations/maco.ts'
import { fourier } from '../../science/visualization/parameterizations/fourier.ts'
import { decoder } from '../../science/visualization/parameterizations/decoder.ts'
import type { Parameterization } from '../../science/visualization/parameterizations/kind.ts'
import { pixels } from '../../science/visualization/parameterizations/pixels.ts'
import { canvasSize } from '../../science/visualization/transforms/index.ts'
import { unitRange } from '../../image/unit-range.ts'
import { tf } from '../../tensorflow/tf.ts'
import { tidied } from '../../tensorflow/tidied.ts'
import { beginnings, naturalSpectrum, spectrumOf } from './dataset-pictures.ts'
import { coloursFor } from './dataset-colours.ts'
import { copyPicture, datasetOf, trainingPictures } from './dataset-cache.ts'
import type { JobContext } from './job.ts'

type Sides = readonly [height: number, width: number]
interface Making {
  recipe: AscendRecipe
  network: Network
  context: Pick<JobContext, 'blob'>
  /** For the caller to dispose of when the ascent is over. */
  owned: tf.Tensor[]
  /** The whole canvas, with the room that the transforms ask for. */
  canvas: Sides
}
interface SpaceMaker<S> {
  /** Whether it paints the whole canvas; else the picture that the network takes. */
  readonly wholeCanvas: boolean
  make(spec: S, of: Making): Parameterization
}

const channelsOf = ({ network }: Making): number => network.info.input.channels
const coloursOf = ({ colour }: { colour?: Colour | undefined }, of: Making): ColourMatrix | null =>
  channelsOf(of) === 3 ? coloursFor(colour, of.recipe, of.context) : null
const fromDataset = ({ recipe, network, context, canvas }: Making) => ({ recipe, info: network.info, context, canvas })

const makers: { readonly [K in Spec['kind']]: SpaceMaker<Extract<Spec, { kind: K }>> } = {
  pixels: {
    wholeCanvas: true,
    make: (spec, of) =>
      pixels(spec, of.canvas, channelsOf(of), beginsWithPictures(spec) ? beginnings(spec.start, spec.picture, fromDataset(of)) : null),
  },
  fourier: {
    wholeCanvas: true,
    make: (spec, of) =>
      fourier(spec, of.canvas, channelsOf(of), coloursOf(spec, of), beginnings(spec.start, spec.picture, fromDataset(of))),
  },
  laplacian: {
    wholeCanvas: true,
    make: (spec, of) =>
      laplacian(spec, of.canvas, channelsOf(of), coloursOf(spec, of), beginnings(spec.start, spec.picture, fromDataset(of))),
  },
  maco: {
    wholeCanvas: true,
    make: (spec, of) => {
      const strengths = spec.magnitude === 'dataset' ? spectrumOf(fromDataset(of)) : naturalSpectrum(...of.canvas, channelsOf(of))
      return maco(strengths, of.canvas, channelsOf(of), coloursOf(spec, of))
    },
  },
  cppn: { wholeCanvas: true, make: ({ large }, of) => cppn(of.canvas, channelsOf(of), large) },
  decoder: { wholeCanvas: false, make: generated },
}

/** The parameterization of a recipe, and the size of the pictures that it paints; what it holds is added to `owned`. */
export function spaceOf(
  recipe: AscendRecipe,
  network: Network,
  context: Pick<JobContext, 'blob'>,
  owned: tf.Tensor[],
): { parameterization: Parameterization; canvas: Sides } {
  const spec = recipe.parameterization
  const maker = makers[spec.kind] as SpaceMaker<Spec>
  const [height, width] = pictureShape(network.info)
  const window: Sides = [height, width]
  const canvas = maker.wholeCanvas ? canvasSize(recipe.transforms, window) : window
  return { parameterization: maker.make(spec, { recipe, network, context, owned, canvas }), canvas }
}

function generated(spec: Extract<Spec, { kind: 'decoder' }>, { recipe, network: { info }, context, owned }: Making): Parameterization {
  const model = asGenerator(
    decodeModel(context.blob(spec.generator)),
    'This recipe climbs in a latent space, but the model it names is not a generator. Choose an autoencoder.',
  )
  const generator = trainedGenerator(model)
  owned.push(...generator.weights)
  const [drawn, seen] = [generator.image, pictureShape(info)]
  if (drawn.join() !== seen.join()) {
    const sizes = `The generator draws pictures of ${sizeWords(drawn)} and the classifier looks at ${sizeWords(seen)}.`
    throw invalid(`${sizes} Choose two that were trained on the same size.`)
  }
  if (model.header.latent === 1 && recipe.optimizer.kind === 'normalized')
    throw invalid(
      'This rule divides the gradient by its spread over several numbers, and this generator draws from one number. Choose steps of a ' +
        'fixed length ("unit") or Adam.',
    )
  const codes = spec.start === 'examples' && !spec.at ? encodedExamples(generator, model.header, recipe) : []
  return decoder(spec, generator, codes)
}

/** Reads the pictures that were brought, where starts or colours are taken from such; false when asked to stop meanwhile. */
export async function readPictures(recipe: AscendRecipe, context: JobContext): Promise<boolean> {
  const model = ascentPictures(recipe)
  const dataset = model === null ? null : modelDataset(decodeModel(context.blob(model)).header)
  return !dataset || !isPictures(dataset) || (await datasetOf(dataset, context)) !== null
}

/** Height, width and channels of a picture as one says them: "48 pixels" for a square one in colour. */
const sizeWords = ([height, width, channels]: readonly number[]): string =>
  height === width && channels === 3 ? `${height} pixels` : `${height} x ${width} x ${channels}`

/** Latent vectors of training pictures of the generator, one for each start, drawn by lot from the stream "example" of the seed. */
function encodedExamples(
  { encode, latent }: TrainedGenerator,
  { dataset }: GeneratorHeader,
  { starts, seed }: AscendRecipe,
): Float32Array[] {
  if (!encode) throw invalid('This generator has no encoder, so an ascent cannot start from encoded pictures. Start from random points.')
  const each = dataset.size * dataset.size * 3
  const bytes = new Uint8Array(starts * each)
  const train = trainingPictures(dataset)
  for (let start = 0; start < starts; start++)
    copyPicture(dataset, train[random(seed, 'example', start).integer(train.length)]!, bytes, start * each)
  const codes = tidied(() => {
    const pictures = tf.tensor4d(unitRange(bytes), [starts, dataset.size, dataset.size, 3])
    return encode(pictures).dataSync<'float32'>()
  })
  return Array.from({ length: starts }, (_, start) => codes.slice(start * latent, (start + 1) * latent))
}
