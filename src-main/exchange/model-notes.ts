// What stands beside an exported network, so that it can be used without the lab: what goes in, what comes out, in which order.
import { answersOf, classesOf } from '../../src-shared/domains/dataset.ts'
import type { ClassifierHeader, GeneratorHeader } from '../../src-shared/network/model-file.ts'
import { hasPrior } from '../../src-shared/recipe/generators/index.ts'
import { version } from '../app/version.ts'

/** metadata.json for programs and README.md for people. `trainedBy` is the version of the lab that trained the network. */
export function modelNotes(
  header: ClassifierHeader | GeneratorHeader,
  trainedBy: string,
): { 'metadata.json': string; 'README.md': string } {
  const { dataset } = header
  const picture = { shape: [null, dataset.size, dataset.size, 3], layout: 'NHWC', type: 'float32', channels: 'RGB', range: [0, 1] }
  const classes = answersOf(dataset)
  const networks =
    header.kind === 'classifier'
      ? {
          classifier: {
            input: picture,
            output: { shape: [null, classes.length], type: 'float32', meaning: 'the probability of each class, after a softmax' },
          },
        }
      : {
          encoder: { input: picture, output: { shape: [null, header.latent], type: 'float32', meaning: 'a latent vector' } },
          decoder: {
            input: { shape: [null, header.latent], type: 'float32', meaning: 'a latent vector' },
            output: { ...picture, meaning: 'a picture; clip values to the range from 0 to 1' },
          },
          autoencoder: { input: picture, output: { ...picture, meaning: 'the picture redrawn; clip values to the range from 0 to 1' } },
        }
  const metadata = {
    format: 'tfjs-layers-model',
    kind: header.kind,
    trainedBy: `Phosphene ${trainedBy}`,
    exportedBy: `Phosphene ${version}`,
    networks,
    ...(header.kind === 'classifier'
      ? { classes, trainedOn: classesOf(dataset) }
      : { ...(header.kind === 'vae' ? { beta: header.beta } : {}), latent: header.latent, latentStatistics: header.statistics }),
    dataset,
  }
  return {
    'metadata.json': `${JSON.stringify(metadata, null, 2)}\n`,
    'README.md': readme(header, Object.keys(networks), classes, trainedBy),
  }
}

const titles: Record<(ClassifierHeader | GeneratorHeader)['kind'], string> = {
  classifier: 'A classifier',
  autoencoder: 'An autoencoder',
  vae: 'A variational autoencoder',
}
const priorNote = (header: Extract<GeneratorHeader, { kind: 'vae' }>): string => `
It was trained as a variational autoencoder with a beta of ${header.beta}.${
  hasPrior(header)
    ? ` Its latent vectors were held near the normal
distribution N(0, I): to draw a new picture, give the decoder numbers of mean 0 and standard deviation 1.`
    : ''
}
The encoder here gives the mean of a picture's distribution, without its variance.
`

function readme(header: ClassifierHeader | GeneratorHeader, folders: string[], classes: readonly string[], trainedBy: string): string {
  const { size } = header.dataset
  const used = classesOf(header.dataset)
  const missing =
    used.length < classes.length
      ? ` It was trained on ${used.length} of them, by number: ${used.join(', ')}; what it says about the others means nothing.`
      : ''
  return `# ${titles[header.kind]} from Phosphene

Trained by Phosphene ${trainedBy}, exported by Phosphene ${version}. metadata.json says the same for programs.

Each folder (${folders.join(', ')}) is one network as a layers model of TensorFlow.js:
\`tf.loadLayersModel('file://${folders[0]}/model.json')\`.
The converter of TensorFlow.js makes a Keras model of it:
\`tensorflowjs_converter --input_format tfjs_layers_model --output_format keras model.json model.h5\`.

## Pictures

float32 of shape [pictures, ${size}, ${size}, 3] (NHWC: picture, row from the top, column from the left, channel).
The channels are red, green, blue. Values go from 0 to 1: divide bytes by 255. Nothing else is subtracted or scaled.

${
  header.kind === 'classifier'
    ? `## Classes

The network gives ${classes.length} probabilities a picture, which sum to 1, in this order.${missing}

${classes.map((name, index) => `${index}. ${name}`).join('\n')}
`
    : `## Latent vectors

float32 of shape [pictures, ${header.latent}]. latentStatistics in metadata.json
has the mean, the covariance and the range of each number over the training pictures.
What the decoder gives may lie a little below 0 or above 1: cut it off there.
${header.kind === 'vae' ? priorNote(header) : ''}`
}`
}
