// Laws of networks: the forward pass against plain loops, the shapes of taps, and the presets' sizes counted by hand.
import { describe, expect, it } from 'vitest'
import { random } from '../../src-shared/math/random.ts'
import type { Architecture } from '../../src-shared/recipe/recipe.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import {
  autoencoderArchitecture,
  autoencoderSpecs,
  autoencoderWeights,
  classifierArchitecture,
  classifierWeights,
  parameterCount,
} from '../../src-main/science/networks/presets.ts'
import { forward, initialWeights, outputTap, tapShapes, weightSpecs } from '../../src-main/science/networks/sequential.ts'
import { plainForward } from '../fixtures/plain-network.ts'
import { asTensors, randomWeights } from '../fixtures/small-networks.ts'

/** A fixture that holds every kind of layer and every activation, and kernels of odd and even width. */
const everything: Architecture = {
  input: [8, 8, 3],
  layers: [
    { kind: 'conv', name: 'conv1', filters: 4, kernel: 5, activation: 'relu' },
    { kind: 'pool', name: 'pool1', mode: 'max' },
    { kind: 'conv', name: 'conv2', filters: 3, kernel: 2, activation: 'leaky' },
    { kind: 'pool', name: 'pool2', mode: 'average' },
    { kind: 'flatten', name: 'flatten' },
    { kind: 'dense', name: 'dense1', units: 8, activation: 'sigmoid' },
    { kind: 'reshape', name: 'reshape', shape: [2, 2, 2] },
    { kind: 'upsample', name: 'up1' },
    { kind: 'conv', name: 'conv3', filters: 2, kernel: 3, activation: 'linear' },
  ],
}

describe('the forward pass', () => {
  it('gives every tap the values of plain double-precision loops', () => {
    const weights = randomWeights(everything)
    const input = random(3, 'input').fillUniform(new Float32Array(2 * 8 * 8 * 3))
    tf.tidy(() => {
      const taps = forward(everything, asTensors(everything, weights), tf.tensor(input, [2, 8, 8, 3]))
      for (const picture of [0, 1]) {
        const plain = plainForward(everything, weights, input.subarray(picture * 192, (picture + 1) * 192))
        expect(Object.keys(taps)).toEqual(Object.keys(plain))
        for (const [name, values] of Object.entries(plain)) {
          const got = taps[name]!.dataSync().subarray(picture * values.length, (picture + 1) * values.length)
          const worst = values.reduce((most, value, at) => Math.max(most, Math.abs(value - got[at]!)), 0)
          expect(worst, name).toBeLessThan(1e-5)
        }
      }
    })
  })

  it('gives each tap the shape that is told beforehand, and stops where it is asked to', () => {
    tf.tidy(() => {
      const weights = asTensors(everything, randomWeights(everything))
      const x = tf.zeros([1, 8, 8, 3])
      for (const [name, tap] of Object.entries(forward(everything, weights, x)))
        expect(tap.shape.slice(1), name).toEqual(tapShapes(everything)[name])
      expect(Object.keys(forward(everything, weights, x, 'conv2')).at(-1)).toBe('conv2')
      expect(() => forward(everything, weights, x, 'conv9')).toThrow('no activation named "conv9"')
    })
    expect(outputTap(everything)).toBe('conv3')
  })
})

describe('the presets', () => {
  it('have as many weights as a count by hand', () => {
    const count = (architecture: Architecture) => parameterCount(weightSpecs(architecture))
    // Each term: kernel height x width x channels in x channels out + channels out.
    const ends = 576 * 60 + 60 + (60 * 60 + 60)
    const author = 25 * 3 * 4 + 4 + (25 * 4 * 8 + 8) + (25 * 8 * 16 + 16) + (9 * 16 * 32 + 32) + (9 * 32 * 64 + 64)
    const paper = 25 * 3 * 4 + 4 + (25 * 4 * 8 + 8) + (25 * 8 * 8 + 8) + (9 * 8 * 32 + 32) + (9 * 32 * 64 + 64)
    expect(count(classifierArchitecture('author', 48))).toBe(author + ends)
    expect(count(classifierArchitecture('paper', 48))).toBe(paper + ends)
    const encoder =
      9 * 3 * 8 +
      8 +
      (9 * 8 * 16 + 16) +
      (9 * 16 * 32 + 32) +
      (9 * 32 * 64 + 64) +
      (9 * 64 * 128 + 128) +
      (1152 * 1152 + 1152) +
      (1152 * 6 + 6)
    const decoder = 6 * 1152 + 1152 + (9 * 128 * 64 + 64) + (9 * 64 * 32 + 32) + (9 * 32 * 16 + 16) + (9 * 16 * 8 + 8) + (9 * 8 * 3 + 3)
    const auto = autoencoderArchitecture('author', 48, 6)
    expect(count(auto.encoder)).toBe(encoder)
    expect(count(auto.decoder)).toBe(decoder)
    expect(parameterCount(autoencoderSpecs(auto))).toBe(encoder + decoder)
  })

  it.each([16, 32, 48, 96])('draw and read pictures of %i pixels', (size) => {
    expect(tapShapes(classifierArchitecture('paper', size)).logits).toEqual([60])
    for (const preset of ['author', 'default'] as const) {
      const { encoder, decoder } = autoencoderArchitecture(preset, size, 5)
      expect(tapShapes(encoder).latent).toEqual([5])
      expect(tapShapes(decoder)[outputTap(decoder)]).toEqual([size, size, 3])
      // The architectures must also run: shapes that do not fit throw here.
      tf.tidy(() => {
        const z = forward(encoder, asTensors(encoder, initialWeights(encoder, random(1))), tf.zeros([1, size, size, 3])).latent!
        expect(forward(decoder, asTensors(decoder, initialWeights(decoder, random(1))), z)[outputTap(decoder)]!.shape).toEqual([
          1,
          size,
          size,
          3,
        ])
      })
    }
  })

  it('end as the author had it, as asked, or as the default', () => {
    const last = (preset: 'author' | 'default', output?: 'relu' | 'linear' | 'sigmoid') =>
      outputTap(autoencoderArchitecture(preset, 48, 6, output).decoder)
    expect(last('author')).toBe('conv5.relu')
    expect(last('author', 'sigmoid')).toBe('conv5.sigmoid')
    expect(last('default', 'linear')).toBe('conv5')
  })

  it('start from weights that the seed alone decides', () => {
    const architecture = classifierArchitecture('author', 48)
    expect(classifierWeights(architecture, 7)).toEqual(classifierWeights(architecture, 7))
    expect(classifierWeights(architecture, 7)).not.toEqual(classifierWeights(architecture, 8))
    const auto = autoencoderArchitecture('author', 48, 6, 'sigmoid')
    expect([...autoencoderWeights(auto, 1).at(-1)!]).toEqual([-2, -2, -2])
  })
})
