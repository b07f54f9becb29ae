// How a network wants its pictures. The lab's own are numbers from 0 to 1, red, green and blue.
import { z } from 'zod'

export const preprocessing = z.strictObject({
  /** A picture in [0, 1] is multiplied with `scale`, and `shift` is added, each one number a channel, red first. */
  scale: z.array(z.number()).min(1).max(3),
  shift: z.array(z.number()).min(1).max(3),
  /** The order in which the network takes the channels. */
  order: z.enum(['rgb', 'bgr']),
})
export type Preprocessing = z.output<typeof preprocessing>

/** Mean and standard deviation of ImageNet's pictures in [0, 1], red, green and blue, as torchvision gives them. */
const imagenet = { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] }
/** Means of ImageNet's pictures in 0 to 255, red, green and blue, as Caffe's networks and Keras's VGG and ResNet subtract them. */
const caffeMean = [123.68, 116.779, 103.939]

/** What the usual ways are called. */
const preprocessingLabels: Readonly<Record<string, string>> = {
  'zero-to-one': 'numbers from 0 to 1',
  'minus-one-to-one': 'numbers from −1 to 1',
  'zero-to-255': 'numbers from 0 to 255',
  imagenet: 'ImageNet’s mean and deviation',
  caffe: 'as Caffe, blue first',
}

/** How a network takes its pictures, in words: by the name of a usual way, else by the range of its numbers. */
export function preprocessingWords(given: Preprocessing): string {
  const channels = given.scale.length
  const near = (a: readonly number[], b: readonly number[]): boolean =>
    a.length === b.length && a.every((one, at) => Math.abs(one - b[at]!) <= 1e-6 * Math.max(1, Math.abs(one)))
  for (const [name, make] of Object.entries(preprocessings)) {
    const usual = make(channels)
    if (usual.order === given.order && near(usual.scale, given.scale) && near(usual.shift, given.shift))
      return preprocessingLabels[name] ?? name
  }
  const round = (value: number): string => String(Number(value.toPrecision(3))).replace('-', '−')
  const low = Math.min(...given.shift)
  const high = Math.max(...given.scale.map((one, at) => one + given.shift[at]!))
  return `numbers from ${round(low)} to ${round(high)}${given.order === 'bgr' ? ', blue first' : ''}`
}

const same = (value: number, channels: number): number[] => new Array<number>(channels).fill(value)

/** The usual ways by name, for networks of colour pictures and of grey ones. */
export const preprocessings: Readonly<Record<string, (channels: number) => Preprocessing>> = {
  'zero-to-one': (channels) => ({ scale: same(1, channels), shift: same(0, channels), order: 'rgb' }),
  'minus-one-to-one': (channels) => ({ scale: same(2, channels), shift: same(-1, channels), order: 'rgb' }),
  'zero-to-255': (channels) => ({ scale: same(255, channels), shift: same(0, channels), order: 'rgb' }),
  imagenet: (channels) => {
    const [mean, deviation] = channels === 3 ? [imagenet.mean, imagenet.deviation] : [[0.449], [0.226]]
    return { scale: deviation.map((one) => 1 / one), shift: mean.map((one, at) => -one / deviation[at]!), order: 'rgb' }
  },
  caffe: (channels) => ({
    scale: same(255, channels),
    shift: channels === 3 ? caffeMean.map((one) => -one) : [-114.8],
    order: 'bgr',
  }),
}
