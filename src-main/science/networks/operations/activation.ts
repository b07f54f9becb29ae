// Activation functions.
import type { Activation, PlainFunction, Softmax } from '../../../../src-shared/network/operations/activation.ts'
import { tf } from '../../../tensorflow/tf.ts'
import type { Compute } from './kind.ts'

const plain: Readonly<Record<PlainFunction, (x: tf.Tensor) => tf.Tensor>> = {
  relu: tf.relu,
  selu: tf.selu,
  sigmoid: tf.sigmoid,
  tanh: tf.tanh,
  softplus: tf.softplus,
  softsign: (x) => x.div(x.abs().add(1)),
  swish: (x) => x.mul(x.sigmoid()),
  'hard-swish': (x) => x.mul(x.add(3).clipByValue(0, 6)).div(6),
  // Hendrycks and Gimpel, arXiv 1606.08415: with the error function, and its approximation by tanh.
  gelu: (x) => x.mul(x.div(Math.SQRT2).erf().add(1)).div(2),
  'gelu-tanh': (x) =>
    x
      .mul(
        x
          .add(x.mul(x).mul(x).mul(0.044715))
          .mul(Math.sqrt(2 / Math.PI))
          .tanh()
          .add(1),
      )
      .div(2),
  mish: (x) => x.mul(x.softplus().tanh()),
  exponential: tf.exp,
  absolute: tf.abs,
  logarithm: tf.log,
  'error-function': tf.erf,
}

export const activation: Compute<Activation> = ({ of }, [input], weight) => {
  const x = input!
  switch (of.kind) {
    case 'clip':
      return x.clipByValue(of.low, of.high)
    case 'leaky':
      return tf.leakyRelu(x, of.slope)
    case 'elu': {
      // TensorFlow's own has alpha 1. The smaller number first, so that the exponential cannot overflow.
      const below = x.minimum(0).exp().sub(1).mul(of.alpha)
      return x.relu().add(below)
    }
    case 'hard-sigmoid':
      return x.mul(of.slope).add(of.offset).clipByValue(0, 1)
    case 'prelu':
      return x.relu().add(x.minimum(0).mul(weight(of.slope)))
    default:
      return plain[of.kind](x)
  }
}

export const softmax: Compute<Softmax> = ({ logarithm }, [input]) => (logarithm ? tf.logSoftmax(input!) : tf.softmax(input!))
