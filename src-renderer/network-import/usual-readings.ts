// The usual ways in which networks want their pictures, in the order in which they are offered, each with a sentence.
import type { FoundNetwork } from '../../src-shared/network/found-network.ts'
import { type Preprocessing, preprocessings } from '../../src-shared/network/preprocessing.ts'

export type ReadingName = 'zero-to-one' | 'minus-one-to-one' | 'zero-to-255' | 'imagenet' | 'caffe'

export const readings: readonly { name: ReadingName; label: string; sentence: string }[] = [
  { name: 'zero-to-one', label: '0 to 1', sentence: 'Black is 0 and white is 1. Many networks of beginners’ courses are trained so.' },
  { name: 'minus-one-to-one', label: '−1 to 1', sentence: 'Black is −1 and white is 1. MobileNet, Inception and Xception of Keras.' },
  {
    name: 'imagenet',
    label: 'ImageNet’s mean and deviation',
    sentence:
      'The mean of ImageNet’s pictures is subtracted, and what is left divided by their deviation. Nearly all of torchvision and timm.',
  },
  {
    name: 'zero-to-255',
    label: '0 to 255',
    sentence: 'The bytes as they are. EfficientNet of Keras, and networks that rescale by themselves.',
  },
  {
    name: 'caffe',
    label: 'Caffe, blue first',
    sentence: 'Bytes with ImageNet’s mean subtracted, in the order blue, green, red. VGG and ResNet of Keras, and networks from Caffe.',
  },
]
/** A network of grey pictures has no order of colours. */
export const readingsFor = (channels: number): typeof readings => readings.filter((one) => channels === 3 || one.name !== 'caffe')

export const preprocessingOf = (name: ReadingName, channels: number): Preprocessing => preprocessings[name]!(channels)

/**
 * What to try first: what fits the first operations of the network, where it brings its pictures into range by itself. Else most of what
 * PyTorch exports was trained with ImageNet's mean and deviation, and most of what Keras and TensorFlow.js hold with -1 to 1; grey pictures
 * are nearly always 0 to 1. Three pictures tell more than this does.
 */
export function proposedReading({
  format,
  producer,
  reading,
  input: { channels },
}: Pick<FoundNetwork, 'format' | 'producer' | 'reading' | 'input'>): ReadingName {
  if (reading) return reading.name
  if (channels === 1) return 'zero-to-one'
  if (format === 'onnx') return /pytorch|torch/i.test(producer ?? '') ? 'imagenet' : 'zero-to-one'
  return 'minus-one-to-one'
}

/** Colour in [0, 1] of what lies outside of a picture: where the network sees zero, if that is a colour, else middle grey. */
export function backgroundOf({ scale, shift }: Preprocessing): number[] {
  return scale.map((one, at) => {
    const zero = -shift[at]! / one
    return zero >= 0 && zero <= 1 ? zero : 0.5
  })
}
