import { describe, expect, it } from 'vitest'
import { weightSpecs } from '../../src-main/science/networks/sequential.ts'
import { classifierArchitecture } from '../../src-main/science/networks/presets.ts'
import { tapShapes } from '../../src-shared/network/layer-shapes.ts'
import { random } from '../../src-shared/math/random.ts'
import { receptiveField } from '../../src-shared/network/receptive-field.ts'
import type { Architecture } from '../../src-shared/recipe/recipe.ts'
import { plainForward } from '../fixtures/plain-network.ts'

/** Odd and even kernels, a pool of an odd size, and upsampling; linear and with means, so that no pixel's share can be lost on the way. */
const architecture: Architecture = {
  input: [11, 13, 1],
  layers: [
    { kind: 'conv', name: 'conv1', filters: 1, kernel: 3, activation: 'linear' },
    { kind: 'pool', name: 'pool1', mode: 'average' },
    { kind: 'conv', name: 'conv2', filters: 1, kernel: 2, activation: 'linear' },
    { kind: 'upsample', name: 'up1' },
    { kind: 'conv', name: 'conv3', filters: 1, kernel: 3, activation: 'linear' },
    { kind: 'flatten', name: 'flatten' },
    { kind: 'dense', name: 'dense1', units: 2, activation: 'linear' },
  ],
}
// All above zero: contributions cannot cancel.
const stream = random(4, 'weights')
const weights = weightSpecs(architecture).map(({ shape }) =>
  stream.fillUniform(new Float32Array(shape.reduce((product, one) => product * one, 1))).map((one) => one + 0.1),
)

describe('the receptive field', () => {
  it('holds every pixel whose change moves the value, and its edges are such pixels', () => {
    const [high, wide] = [11, 13]
    const base = new Float64Array(high * wide).fill(0.5)
    const before = plainForward(architecture, weights, base)
    const after = Array.from(base, (_, pixel) =>
      plainForward(
        architecture,
        weights,
        base.map((value, at) => (at === pixel ? value + 1 : value)),
      ),
    )
    for (const [tap, shape] of Object.entries(tapShapes(architecture))) {
      if (tap === 'input' || shape.length !== 3) continue
      const [rows, columns] = shape as [number, number]
      for (let y = 0; y < rows; y++) {
        for (let x = 0; x < columns; x++) {
          const { seen } = receptiveField(architecture, tap, x, y)
          const felt = after.flatMap((taps, pixel) => (taps[tap]![y * columns + x] !== before[tap]![y * columns + x] ? [pixel] : []))
          const inside = Array.from(base.keys()).filter((pixel) => {
            const [row, column] = [Math.floor(pixel / wide), pixel % wide]
            return row >= seen.y && row < seen.y + seen.height && column >= seen.x && column < seen.x + seen.width
          })
          expect(felt, `${tap} at (${x}, ${y})`).toEqual(inside)
        }
      }
    }
  })
  it('of the classifier grows from 5 to the whole picture, is of one size away from the edges, and knows what is not there', () => {
    const classifier = classifierArchitecture('paper', 48)
    const side = (tap: string, at: number): number => receptiveField(classifier, tap, at, at).whole.width
    expect([side('conv1', 20), side('conv2', 10), side('conv3', 5), side('conv3.relu', 6)]).toEqual([5, 14, 32, 32])
    expect(receptiveField(classifier, 'conv3.relu', 6, 6).seen).toEqual({ x: 10, y: 10, width: 32, height: 32 })
    expect(receptiveField(classifier, 'conv3.relu', 0, 0)).toEqual({
      seen: { x: 0, y: 0, width: 18, height: 18 },
      whole: { x: -14, y: -14, width: 32, height: 32 },
    })
    expect(receptiveField(classifier, 'dense1', 0, 0).seen).toEqual({ x: 0, y: 0, width: 48, height: 48 })
    expect(() => receptiveField(classifier, 'conv9', 0, 0)).toThrow('no layer "conv9"')
  })
})
