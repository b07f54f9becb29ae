// Laws of training: the compiled step against the eager one, gradients against finite differences, and that a break changes no byte.
import { describe, expect, it } from 'vitest'
import { random } from '../../src-shared/math/random.ts'
import type { Architecture } from '../../src-shared/recipe/recipe.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { forward, initialWeights, weightSpecs } from '../../src-main/science/networks/sequential.ts'
import { oneCycle } from '../../src-main/science/training/one-cycle.ts'
import { adamLearner, type Loss } from '../../src-main/science/training/learner.ts'
import { startTraining, trainingStep } from '../../src-main/science/training/train.ts'
import { plainForward } from '../fixtures/plain-network.ts'
import { specs, settings, dataset, data, plan, learner } from '../fixtures/small-training.ts'

const bytesOf = (arrays: Float32Array[]) =>
  arrays.map((one) => Buffer.from(one.buffer, one.byteOffset, one.byteLength).toString('hex')).join()

describe('the training step', () => {
  it('compiled, takes the steps of the eager one', () => {
    const training = startTraining(learner, data, plan)
    const eager = trainingStep(learner)
    let state = learner.state.map(({ initial, shape }) => tf.tensor(initial, shape))
    // The order of the first epoch, by its definition: the pictures shuffled by the stream "order", 0.
    const order = random(plan.seed, 'order', 0).shuffle(Uint32Array.from(data.indices))
    for (let step = 0; step < 5; step++) {
      const indices = [...order.subarray(step * 32, (step + 1) * 32)]
      const next = tf.tidy(() => {
        const pictures = tf.tensor(
          Float32Array.from(indices.flatMap((index) => [...dataset.images.subarray(index * 768, (index + 1) * 768)])),
          [32, 16, 16, 3],
        )
        const labels = tf.tensor1d(
          indices.map((index) => dataset.labels[index]!),
          'int32',
        )
        return eager(...state, tf.scalar(step + 1), tf.scalar(oneCycle(step, training.steps, plan.learningRate)), pictures, labels)
      })
      tf.dispose(state)
      const [value, , share] = next.pop()!.dataSync()
      state = next
      const report = training.advance()
      expect(report.loss).toBeCloseTo(value!, 5)
      expect(report.measures[0]).toBeCloseTo(share!, 5)
      training.values().forEach((values, at) => {
        const wanted = state[at]!.dataSync()
        expect(
          values.reduce((worst, one, index) => Math.max(worst, Math.abs(one - wanted[index]!)), 0),
          `${specs[at]!.name} after step ${step + 1}`,
        ).toBeLessThan(1e-5)
      })
    }
    tf.dispose(state)
    training.dispose()
  })

  it('follows the gradient of the loss, by finite differences of plain double-precision loops', () => {
    // A smooth network: at the corner of a ReLU a difference is not a derivative.
    const smooth: Architecture = {
      input: [4, 4, 3],
      layers: [
        { kind: 'conv', name: 'conv1', filters: 2, kernel: 3, activation: 'sigmoid' },
        { kind: 'pool', name: 'pool1', mode: 'average' },
        { kind: 'upsample', name: 'up1' },
        { kind: 'conv', name: 'conv2', filters: 3, kernel: 3, activation: 'sigmoid' },
      ],
    }
    const weights = initialWeights(smooth, random(2, 'smooth'))
    const picture = random(3, 'picture').fillUniform(new Float32Array(48))
    const plain = (arrays: ArrayLike<number>[]) =>
      plainForward(smooth, arrays, picture)['conv2.sigmoid']!.reduce((sum, x, at) => sum + (x - picture[at]!) ** 2, 0) / 48
    const gradients = tf.tidy(() => {
      const x = tf.tensor4d(picture, [1, 4, 4, 3])
      const tensors = weights.map((values, at) => tf.tensor(values, weightSpecs(smooth)[at]!.shape))
      return tf
        .grads((...inputs: tf.Tensor[]) => forward(smooth, inputs, x)['conv2.sigmoid']!.sub(x).square().mean())(tensors)
        .map((one) => one.dataSync<'float32'>().slice())
    })
    for (const [at, values] of weights.entries()) {
      for (let index = 0; index < values.length; index += 7) {
        const moved = (by: number) =>
          plain(weights.map((one, other) => Float64Array.from(one, (x, place) => (other === at && place === index ? x + by : x))))
        expect(gradients[at]![index]).toBeCloseTo((moved(1e-5) - moved(-1e-5)) / 2e-5, 6)
      }
    }
  })

  it('keeps the number of tensors flat, and frees all of them', () => {
    const before = tf.memory().numTensors
    const training = startTraining(learner, data, plan)
    training.advance()
    const during = tf.memory().numTensors
    for (let step = 0; step < 5; step++) training.advance()
    training.snapshot({})
    expect(tf.memory().numTensors).toBe(during)
    training.dispose()
    expect(tf.memory().numTensors).toBe(before)
  })
})

describe('a training', () => {
  it('sees each picture once in an epoch, in an order of the seed and the epoch', () => {
    // Here every picture is a class of its own, and the measures are the labels of the batch: they tell which pictures it holds.
    const tell: Loss = (weights, _pictures, labels) => ({
      loss: weights[0]!.sum(),
      measures: tf.unstack(labels.cast('float32')) as tf.Scalar[],
    })
    const told = adamLearner(tell, [{ name: 'weight', shape: [1] }], [new Float32Array(1)], [])
    const named = { ...data, labels: Uint8Array.from({ length: settings.count }, (_, index) => index) }
    const [first, again, other] = [5, 5, 6].map((seed) => {
      const training = startTraining(told, named, { ...plan, seed })
      const seen: number[] = []
      while (training.step < training.steps) seen.push(...training.advance().measures)
      training.dispose()
      return seen
    }) as [number[], number[], number[]]
    const epochs = [first.slice(0, data.indices.length), first.slice(data.indices.length)]
    for (const epoch of epochs) expect(epoch.toSorted((a, b) => a - b)).toEqual([...data.indices])
    expect(epochs[0]).not.toEqual(epochs[1])
    expect(first).toEqual(again)
    expect(first).not.toEqual(other)
  })

  it('draws the noise of a step by the seed, the step and the place in the batch, whatever lies there and whatever came before', () => {
    // The loss of this learner is the sum of its noise, and its pictures do not matter.
    const noise = [
      { name: 'first', shape: [2], kind: 'normal' },
      { name: 'second', shape: [3, 1], kind: 'uniform' },
    ] as const
    const noisy: Loss = (weights, _pictures, _labels, drawn) => ({
      loss: weights[0]!.sum(),
      measures: drawn.flatMap((one) => tf.unstack(one.flatten()) as tf.Scalar[]),
    })
    const named = adamLearner(noisy, [{ name: 'weight', shape: [1] }], [new Float32Array(1)], [], noise)
    const few = { ...data, indices: data.indices.subarray(0, 12) }
    const seen = (pictures: typeof data, seed: number, snapshot?: Uint8Array) => {
      const training = startTraining(named, pictures, { ...plan, batchSize: 4, seed }, snapshot)
      const steps: number[][] = []
      while (training.step < 6) steps.push(training.advance().measures)
      const left = training.snapshot({})
      training.dispose()
      return { steps, left }
    }
    const { steps } = seen(few, 5)
    expect(seen({ ...few, indices: few.indices.toReversed() }, 5).steps).toEqual(steps)
    expect(seen(few, 6).steps).not.toEqual(steps)
    const third = startTraining(named, few, { ...plan, batchSize: 4 })
    for (let step = 0; step < 3; step++) third.advance()
    expect(seen(few, 5, third.snapshot({})).steps).toEqual(steps.slice(3))
    third.dispose()
    for (const [step, values] of steps.entries()) {
      const [first, second] = [random(5, 'noise', step, 'first'), random(5, 'noise', step, 'second')]
      const wanted = [first.fillNormal(new Float32Array(8)), second.fillUniform(new Float32Array(12))]
      expect(values).toEqual(wanted.flatMap((one) => [...one]))
    }
    expect(new Set(steps.flat()).size).toBe(6 * 20)
  })

  it('learns', () => {
    const training = startTraining(learner, data, { ...plan, epochs: 8 })
    const losses: number[] = []
    while (training.step < training.steps) losses.push(training.advance().loss)
    training.dispose()
    expect(losses.at(-1)).toBeLessThan(losses[0]! / 2)
  })

  it('gives the same bytes twice, and also across a break at any step', () => {
    const whole = startTraining(learner, data, plan)
    const snapshots: Uint8Array[] = []
    while (whole.step < whole.steps) {
      snapshots.push(whole.snapshot({ note: [whole.step] }))
      whole.advance()
    }
    const wanted = bytesOf(whole.values())
    whole.dispose()
    for (const at of [0, 3, 6, 11]) {
      const rest = startTraining(learner, data, plan, snapshots[at])
      expect(rest.step).toBe(at)
      while (rest.step < rest.steps) rest.advance()
      expect(bytesOf(rest.values()) === wanted, `resumed at step ${at}`).toBe(true)
      rest.dispose()
    }
  })

  it('refuses an empty split and the snapshot of another network in words', () => {
    expect(() => startTraining(learner, { ...data, indices: new Uint32Array(0) }, plan)).toThrow('no picture to learn from')
    const training = startTraining(learner, data, plan)
    const snapshot = training.snapshot({})
    training.dispose()
    const other = { ...learner, state: learner.state.slice(2) }
    expect(() => startTraining(other, data, plan, snapshot)).toThrow('belongs to another network')
  })

  it('takes all pictures as one batch when they are fewer than a batch', () => {
    const training = startTraining(learner, { ...data, indices: data.indices.subarray(0, 10) }, plan)
    expect([training.batchSize, training.stepsPerEpoch, training.steps]).toEqual([10, 1, 2])
    training.dispose()
  })
})
