// Laws of the losses: values from their definitions in double precision, gradients against finite differences of those.
import { describe, expect, it } from 'vitest'
import { random } from '../../src-shared/math/random.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { accuracy, crossEntropies, crossEntropy, meanSquaredError, squaredErrors } from '../../src-main/science/training/losses.ts'

const batch = 3
const classes = 5
const labels = [4, 0, 2]
const logits = random(1, 'logits')
  .fillNormal(new Float32Array(batch * classes))
  .map((one) => 3 * one)
const target = random(1, 'target').fillUniform(new Float32Array(batch * classes))

function plainCrossEntropy(values: Float64Array): number {
  let sum = 0
  for (let row = 0; row < batch; row++) {
    const one = values.subarray(row * classes, (row + 1) * classes)
    sum += Math.log(one.reduce((total, x) => total + Math.exp(x), 0)) - one[labels[row]!]!
  }
  return sum / batch
}
const plainSquaredError = (values: Float64Array) => values.reduce((sum, x, at) => sum + (x - target[at]!) ** 2, 0) / values.length

function differences(f: (values: Float64Array) => number): number[] {
  const h = 1e-5
  return Array.from(logits, (_, at) => {
    const moved = (by: number) => f(Float64Array.from(logits, (x, index) => (index === at ? x + by : x)))
    return (moved(h) - moved(-h)) / (2 * h)
  })
}

describe.each([
  ['softmax cross-entropy', plainCrossEntropy, (x: tf.Tensor) => crossEntropy(x, tf.tensor1d(labels, 'int32'))],
  ['mean squared error', plainSquaredError, (x: tf.Tensor) => meanSquaredError(x, tf.tensor2d(target, [batch, classes]))],
])('%s', (_name, plain, loss) => {
  it('is its definition', () => {
    expect(tf.tidy(() => loss(tf.tensor2d(logits, [batch, classes])).dataSync()[0])).toBeCloseTo(plain(Float64Array.from(logits)), 5)
  })
  it('has the gradient of finite differences', () => {
    const gradient = tf.tidy(() =>
      tf
        .grad((x) => loss(x))(tf.tensor2d(logits, [batch, classes]))
        .dataSync(),
    )
    differences(plain).forEach((slope, at) => expect(gradient[at]).toBeCloseTo(slope, 5))
  })
})

describe('a loss for each picture', () => {
  it('has the loss of the batch as its mean', () => {
    tf.tidy(() => {
      const [x, y, z] = [tf.tensor2d(logits, [batch, classes]), tf.tensor1d(labels, 'int32'), tf.tensor2d(target, [batch, classes])]
      expect(crossEntropies(x, y).mean().dataSync()[0]).toBeCloseTo(crossEntropy(x, y).dataSync()[0]!, 6)
      expect(squaredErrors(x, z).mean().dataSync()[0]).toBeCloseTo(meanSquaredError(x, z).dataSync()[0]!, 6)
    })
  })
  it('stays finite where a naive softmax overflows', () => {
    expect(tf.tidy(() => crossEntropies(tf.tensor2d([[1000, -1000]]), tf.tensor1d([1], 'int32')).dataSync()[0])).toBe(2000)
  })
})

it('accuracy is the share of rows whose largest logit is the label', () => {
  expect(
    tf.tidy(
      () =>
        accuracy(
          tf.tensor2d([
            [1, 3, 2],
            [5, 0, 0],
            [0, 0, 1],
            [0, 2, 1],
          ]),
          tf.tensor1d([1, 0, 0, 2], 'int32'),
        ).dataSync()[0],
    ),
  ).toBe(0.5)
})
