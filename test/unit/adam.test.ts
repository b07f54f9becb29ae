// Laws of Adam: an independent implementation on plain numbers takes the same steps.
import { expect, it } from 'vitest'
import { random } from '../../src-shared/math/random.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { adam, initialSlots } from '../../src-main/science/training/adam.ts'

/** Algorithm 1 of Kingma and Ba for one number, with the bias corrections spelt out and the epsilon of its section 2. */
function plainAdam(start: number, gradients: number[], rates: number[]): number[] {
  let [x, m, v] = [start, 0, 0]
  return gradients.map((g, at) => {
    const t = at + 1
    m = 0.9 * m + 0.1 * g
    v = 0.999 * v + 0.001 * g * g
    const corrected = (rates[at]! * Math.sqrt(1 - 0.999 ** t)) / (1 - 0.9 ** t)
    x -= (corrected * m) / (Math.sqrt(v) + 1e-7)
    return x
  })
}

it('takes the steps of a scalar implementation, over many steps and gradients of all sizes', () => {
  const steps = 50
  const start = [0.5, -2, 0, 1000]
  const scale = [1, 1e-6, 1e3, 0]
  const stream = random(1, 'gradients')
  const gradients = start.map((_, at) => Array.from({ length: steps }, () => scale[at]! * stream.normal()))
  const rates = Array.from({ length: steps }, (_, at) => 1e-2 * (1 + (at % 3)))
  const plain = start.map((x, at) => plainAdam(x, gradients[at]!, rates))

  // Two parameters of different shapes, [2] and [1, 2], hold the four numbers.
  let parameters: tf.Tensor[] = [tf.tensor1d(start.slice(0, 2)), tf.tensor2d(start.slice(2), [1, 2])]
  let slots: tf.Tensor[] = initialSlots([new Float32Array(2), new Float32Array(2)]).map((zeros, at) =>
    tf.tensor(zeros, parameters[at % 2]!.shape),
  )
  for (let step = 0; step < steps; step++) {
    const next = tf.tidy(() => {
      const now = [
        tf.tensor1d([gradients[0]![step]!, gradients[1]![step]!]),
        tf.tensor2d([gradients[2]![step]!, gradients[3]![step]!], [1, 2]),
      ]
      return adam(parameters, now, slots, tf.scalar(step + 1), tf.scalar(rates[step]!))
    })
    tf.dispose([...parameters, ...slots])
    parameters = next.parameters
    slots = next.slots
    const got = parameters.flatMap((one) => [...one.dataSync()])
    got.forEach((value, at) =>
      expect(Math.abs(value - plain[at]![step]!), `number ${at} after step ${step + 1}`).toBeLessThan(
        1e-5 * Math.max(1, Math.abs(start[at]!)),
      ),
    )
  }
  tf.dispose([...parameters, ...slots])
})

it('first steps have the length of the learning rate, whatever the gradient', () => {
  tf.tidy(() => {
    const { parameters } = adam(
      [tf.tensor1d([0, 0])],
      [tf.tensor1d([1e-3, -1e4])],
      [tf.zeros([2]), tf.zeros([2])],
      tf.scalar(1),
      tf.scalar(0.1),
    )
    const [a, b] = parameters[0]!.dataSync()
    expect(a).toBeCloseTo(-0.1, 3)
    expect(b).toBeCloseTo(0.1, 5)
  })
})
