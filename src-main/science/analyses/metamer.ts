// Pictures on their way to the activations that another picture gives a layer.
import { random } from '../../../src-shared/math/random.ts'
import { pictureShape } from '../../../src-shared/network/network-info.ts'
import { size } from '../../../src-shared/network/layer-shapes.ts'
import { tf } from '../../tensorflow/tf.ts'
import { compileWithNetwork } from '../networks/compile-with-network.ts'
import type { Network } from '../networks/network.ts'
import type { AscentOptimizer } from '../visualization/optimizers/kind.ts'

export interface MetamerClimb {
  readonly network: Network
  readonly layer: string
  /** The layer's activations that are aimed at, and their length, which is not 0. */
  readonly target: Float32Array
  readonly length: number
  /** Numbers of the starts that climb together. */
  readonly starts: readonly number[]
  readonly seed: number
  readonly optimizer: AscentOptimizer
}

export interface Metamers {
  readonly step: number
  advance(): void
  /** Pictures in [0, 1], one after the other. */
  pictures(): Float32Array
  /** All that decides how it goes on. */
  state(): Float32Array[]
  dispose(): void
}

/** The noise that a start begins from: each number evenly from [0, 1]. */
export const noiseOf = (network: Network, seed: number, start: number): Float32Array =>
  random(seed, 'start', start).fillUniform(new Float32Array(size(pictureShape(network.info))))

/**
 * Each step moves the pixels down the slope of |a(x) - target|^2 / |target|^2, by the optimizer's rule, and clips them to [0, 1]. With
 * `state` it goes on after `step` steps where that was taken.
 */
export function startMetamers(climb: MetamerClimb, step = 0, state?: readonly Float32Array[]): Metamers {
  const { network, layer, target, length, starts, seed, optimizer } = climb
  const shape = [starts.length, ...pictureShape(network.info)]
  const numbers = size(shape)
  const noise = new Float32Array(numbers)
  starts.forEach((start, at) => noise.set(noiseOf(network, seed, start), (at * numbers) / starts.length))
  const arrays = state ?? [noise, ...Array.from({ length: optimizer.slots }, () => new Float32Array(numbers))]
  let tensors = arrays.map((one) => tf.tensor(one, shape))
  const examples = [...tensors, ...(optimizer.scheduled > 0 ? [tf.zeros([optimizer.scheduled])] : [])]
  const program = compileWithNetwork(
    network,
    (look, x, ...rest) => {
      const slots = rest.slice(0, optimizer.slots)
      const schedule = optimizer.scheduled > 0 ? rest.at(-1) : undefined
      const upwards = tf.grad((at: tf.Tensor) =>
        look(at as tf.Tensor4D, [layer])
          [layer]!.reshape([starts.length, -1])
          .sub(tf.tensor2d(target, [1, target.length]))
          .square()
          .sum(1)
          .div(-(length ** 2)),
      )(x!, tf.ones([starts.length]))
      const { change, slots: after } = optimizer.step(upwards, slots, schedule)
      return [x!.add(change).clipByValue(0, 1), ...after]
    },
    examples,
    { name: 'metamers' },
  )
  if (optimizer.scheduled > 0) examples.at(-1)!.dispose()
  let taken = step
  return {
    get step() {
      return taken
    },
    advance() {
      const next = program.run([...tensors, ...(optimizer.scheduled > 0 ? [optimizer.schedule(taken)] : [])])
      tf.dispose(tensors)
      tensors = next
      taken++
    },
    pictures: () => tensors[0]!.dataSync<'float32'>().slice(),
    state: () => tensors.map((one) => one.dataSync<'float32'>().slice()),
    dispose() {
      tf.dispose(tensors)
      program.dispose()
    },
  }
}
