// The layers of Keras that are read; a closed list, so that nothing of a file is ever run.
import { z } from 'zod'
import { activationFunctions, addFunctions, functionLayer } from '../functions.ts'
import type { Site } from '../site.ts'
import * as arrangement from './arrangement.ts'
import * as convolution from './convolution.ts'
import * as normalization from './normalization.ts'
import { globalPool, pool } from './pooling.ts'

/** Adds what a layer computes, and names its answer. */
type Translate = (site: Site) => string

const given: Translate = (site) => site.inputs[0]!

/** Works in training alone, and gives on what it is given. */
const trainingOnly: Translate = (site) => {
  site.builder.notes.add('Layers that only work in training, such as dropout, were left out.')
  return given(site)
}

const activation: Translate = (site) => {
  const { functions } = activationFunctions(site.settings(z.looseObject({ activation: z.unknown().optional() })).activation, site)
  return addFunctions(site, site.inputs[0]!, functions)
}

const functionAlone: Translate = (site) => {
  const { axis } = site.settings(z.looseObject({ axis: z.int().nullish() }))
  if (axis != null && axis !== -1 && axis !== site.shape.length)
    throw site.refused('works along another side than the channels, which is not read')
  return addFunctions(site, site.inputs[0]!, functionLayer(site.layer.className, site.layer.config, site)!)
}

const prelu: Translate = (site) => {
  const { shared_axes: shared } = site.settings(z.looseObject({ shared_axes: z.array(z.int().min(1).max(6)).nullish() }))
  const shape = site.shape.map((side, at) => (shared?.includes(at + 1) ? 1 : side))
  const [slope] = site.weights([['alpha', shape]])
  return site.add({ op: 'activation', inputs: [site.inputs[0]!], of: { kind: 'prelu', slope: site.weigh('alpha', slope!) } })
}

const layers: Readonly<Record<string, Translate>> = {
  Conv2D: convolution.conv2d,
  Convolution2D: convolution.conv2d,
  DepthwiseConv2D: convolution.depthwiseConv2d,
  SeparableConv2D: convolution.separableConv2d,
  Conv2DTranspose: convolution.conv2dTranspose,
  Dense: convolution.dense,
  BatchNormalization: normalization.batchNormalization,
  // Its name in TensorFlow 2.0 to 2.4.
  BatchNormalizationV1: normalization.batchNormalization,
  LayerNormalization: normalization.layerNormalization,
  GroupNormalization: normalization.groupNormalization,
  LayerScale: normalization.layerScale,
  Rescaling: normalization.rescaling,
  Normalization: normalization.normalization,
  Activation: activation,
  ReLU: functionAlone,
  LeakyReLU: functionAlone,
  ELU: functionAlone,
  Softmax: functionAlone,
  PReLU: prelu,
  MaxPooling2D: pool('max'),
  AveragePooling2D: pool('average'),
  GlobalMaxPooling2D: globalPool('max'),
  GlobalAveragePooling2D: globalPool('average'),
  ZeroPadding2D: arrangement.zeroPadding,
  Cropping2D: arrangement.cropping,
  UpSampling2D: arrangement.upSampling,
  Resizing: arrangement.resizing,
  Flatten: arrangement.flatten,
  Reshape: arrangement.reshape,
  Permute: arrangement.permute,
  Concatenate: arrangement.concatenate,
  Add: arrangement.combine('add'),
  Subtract: arrangement.combine('subtract'),
  Multiply: arrangement.combine('multiply'),
  Average: arrangement.combine('average'),
  Maximum: arrangement.combine('maximum'),
  Minimum: arrangement.combine('minimum'),
  // x / y, as Keras 3 writes it down.
  Divide: arrangement.combine('divide'),
  TrueDivide: arrangement.combine('divide'),
  InputLayer: given,
  Identity: given,
  Dropout: trainingOnly,
  SpatialDropout2D: trainingOnly,
  GaussianDropout: trainingOnly,
  GaussianNoise: trainingOnly,
  AlphaDropout: trainingOnly,
  ActivityRegularization: trainingOnly,
  StochasticDepth: trainingOnly,
  RandomFlip: trainingOnly,
  RandomRotation: trainingOnly,
  RandomTranslation: trainingOnly,
  RandomZoom: trainingOnly,
  RandomContrast: trainingOnly,
  RandomBrightness: trainingOnly,
}

const known = Object.keys(layers)
  .filter((name) => !['Convolution2D', 'BatchNormalizationV1', 'TrueDivide'].includes(name))
  .join(', ')

/** Throws `invalid`, naming the layer and what is read, for one that is not known. */
export function translateLayer(site: Site): string {
  const { className, config } = site.layer
  if (className === 'Lambda')
    throw site.refused(
      'is a program in Python (Lambda), and nothing of a file is run',
      'In Keras, put layers that do the same in its place, such as Rescaling, Activation or Reshape, and save the model again.',
    )
  const translate = Object.hasOwn(layers, className) ? layers[className] : undefined
  if (!translate) throw site.refused('is of a kind that is not read', `These layers are read: ${known}.`)
  if (config['data_format'] === 'channels_first')
    throw site.refused('has its channels before height and width (channels_first), which is not read', 'Save the model with channels_last.')
  if (/quantiz/i.test(JSON.stringify(config['dtype'] ?? '')) || (config['quantization_config'] ?? null) !== null)
    throw site.refused('is quantized, which is not read', 'Bring the model as it was before it was quantized.')
  if (className !== 'InputLayer' && site.inputs.length === 0) throw site.refused('is given nothing')
  return translate(site)
}
