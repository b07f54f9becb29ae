import { describe, expect, it } from 'vitest'
import type { GradientOptimizer as Spec } from '../../src-shared/recipe/optimizers/index.ts'
import { random } from '../../src-shared/math/random.ts'
import { compileStep } from '../../src-main/tensorflow/compile.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { ascentOptimizerOf } from '../../src-main/science/visualization/optimizers/index.ts'
import { type AscentOptimizer, lengthOf } from '../../src-main/science/visualization/optimizers/kind.ts'

const kinds: Spec[] = [
  { kind: 'normalized', step: 0.01 },
  { kind: 'unit', step: 100 },
  { kind: 'adam', step: 0.05 },
  { kind: 'momentum', step: 0.1, momentum: 0.8 },
  { kind: 'nadam', step: 0.05 },
  { kind: 'gain', gain: 0.5, step: 0.2 },
  { kind: 'gain', gain: 0.5, step: 0.01 },
  { kind: 'unit', step: 100, decay: 1 },
  { kind: 'adam', step: 0.05, decay: 0.5 },
  { kind: 'momentum', step: 0.1, momentum: 0.8, decay: 1 },
  { kind: 'nadam', step: 0.05, decay: 1 },
  { kind: 'gain', gain: 0.5, step: 0.2, decay: 0.5 },
]
/** Full steps, then evenly down: of three steps the last half is one and a half, or all three. */
const shares: Record<number, number[]> = { 1: [1, 2 / 3, 1 / 3], 0.5: [1, 1, 2 / 3] }
const gradientOf = (seed: number, scale = 1): tf.Tensor =>
  tf
    .tensor(random(seed).fillNormal(new Float32Array(3 * 4 * 2)), [3, 4, 2])
    .mul(scale)
    .add(0.3 * scale)
const zeros = (count: number): tf.Tensor[] => Array.from({ length: count }, () => tf.zeros([3, 4, 2]))

/** Changes of three steps, by plain loops in double precision; one picture. */
function byHand(spec: Spec, gradients: number[][]): number[][] {
  if (spec.decay !== undefined) {
    const { decay, ...full } = spec
    return byHand(full, gradients).map((change, step) => change.map((value) => value * shares[decay]![step]!))
  }
  const first = gradients[0]!.map(() => 0)
  const second = gradients[0]!.map(() => 0)
  return gradients.map((g, step) => {
    if (spec.kind === 'unit') {
      const length = Math.hypot(...g)
      return g.map((value) => (spec.step * value) / length)
    }
    if (spec.kind === 'momentum') {
      const length = Math.hypot(...g)
      g.forEach((value, at) => {
        first[at] = spec.momentum * first[at]! + value / length
      })
      return first.map((value) => spec.step * value)
    }
    if (spec.kind === 'normalized') {
      const mean = g.reduce((sum, value) => sum + value, 0) / g.length
      const deviation = Math.sqrt(g.reduce((sum, value) => sum + (value - mean) ** 2, 0) / g.length)
      return g.map((value) => (spec.step * value) / deviation)
    }
    if (spec.kind === 'gain') {
      const squares = g.reduce((sum, value) => sum + value ** 2, 0)
      return g.map((value) => value * Math.min(spec.step, spec.gain / squares))
    }
    if (spec.kind === 'nadam') {
      // As Keras writes it: u_t = 0.9 (1 - 0.96^(0.004 t) / 2), with the product of all u until now as the bias of the mean.
      const u = (t: number): number => 0.9 * (1 - 0.5 * 0.96 ** (0.004 * t))
      let product = 1
      for (let t = 1; t <= step + 1; t++) product *= u(t)
      const next = u(step + 2)
      return g.map((value, at) => {
        first[at] = 0.9 * first[at]! + 0.1 * value
        second[at] = 0.999 * second[at]! + 0.001 * value ** 2
        const mean = (next * first[at]!) / (1 - product * next) + ((1 - u(step + 1)) * value) / (1 - product)
        return (spec.step * mean) / (Math.sqrt(second[at]! / (1 - 0.999 ** (step + 1))) + 1e-7)
      })
    }
    return g.map((value, at) => {
      first[at] = 0.9 * first[at]! + 0.1 * value
      second[at] = 0.999 * second[at]! + 0.001 * value ** 2
      return (((spec.step * Math.sqrt(1 - 0.999 ** (step + 1))) / (1 - 0.9 ** (step + 1))) * first[at]!) / (Math.sqrt(second[at]!) + 1e-7)
    })
  })
}

function walk(optimizer: AscentOptimizer, gradients: tf.Tensor[], run: (inputs: tf.Tensor[]) => tf.Tensor[]): tf.Tensor[] {
  let slots = zeros(optimizer.slots)
  return gradients.map((gradient, step) => {
    const [change, ...after] = run([gradient, ...slots, ...(optimizer.scheduled > 0 ? [tf.tensor1d(optimizer.schedule(step))] : [])])
    slots = after
    return change!
  })
}
const stepOf =
  (optimizer: AscentOptimizer) =>
  (...inputs: tf.Tensor[]): tf.Tensor[] => {
    const { change, slots } = optimizer.step(
      inputs[0]!,
      inputs.slice(1, 1 + optimizer.slots),
      optimizer.scheduled > 0 ? inputs.at(-1) : undefined,
    )
    return [change, ...slots]
  }

describe('ascent optimizers', () => {
  for (const spec of kinds) {
    const optimizer = ascentOptimizerOf(spec, 3)

    it(`${JSON.stringify(spec)}: is its rule, for each picture by itself, in a compiled step too`, () => {
      tf.tidy(() => {
        const gradients = [1, 2, 3].map((seed) => gradientOf(seed))
        const eager = walk(optimizer, gradients, (inputs) => stepOf(optimizer)(...inputs))
        const graph = compileStep(stepOf(optimizer), [
          gradients[0]!,
          ...zeros(optimizer.slots),
          ...(optimizer.scheduled > 0 ? [tf.tensor1d(optimizer.schedule(0))] : []),
        ])
        const compiled = walk(optimizer, gradients, (inputs) => graph.run(inputs))
        for (let picture = 0; picture < 3; picture++) {
          const own = (one: tf.Tensor): number[] => [...one.dataSync()].slice(picture * 8, (picture + 1) * 8)
          const expected = byHand(spec, gradients.map(own))
          eager.forEach((change, step) =>
            own(change).forEach((value, at) => expect(Math.abs(value - expected[step]![at]!)).toBeLessThan(2e-5 * spec.step)),
          )
          compiled.forEach((change, step) =>
            own(change).forEach((value, at) => expect(Math.abs(value - own(eager[step]!)[at]!)).toBeLessThan(1e-6 * spec.step)),
          )
        }
        graph.dispose()
      })
    })

    it(`${JSON.stringify(spec)}: a gradient of zero moves nothing and makes no number invalid`, () => {
      tf.tidy(() => {
        const [change] = walk(optimizer, zeros(1), (inputs) => stepOf(optimizer)(...inputs))
        expect(change!.abs().max().dataSync()[0]).toBe(0)
      })
    })
  }

  it('normalized and unit steps are as long for a gradient of 1e-10 as for one of 1: small is not zero', () => {
    tf.tidy(() => {
      for (const spec of kinds.slice(0, 2)) {
        const optimizer = ascentOptimizerOf(spec, 3)
        const [large, small] = [1, 1e-10].map((scale) => optimizer.step(gradientOf(1, scale), []).change)
        expect(large!.sub(small!).abs().max().dataSync()[0]).toBeLessThan(1e-5 * spec.step)
      }
    })
  })

  it('steps of the same gain add it along a straight slope, however steep, and stop growing at their limit', () => {
    tf.tidy(() => {
      const rule = ascentOptimizerOf({ kind: 'gain', gain: 0.25, step: 1000 }, 3)
      for (const scale of [100, 1, 0.05]) {
        const gradient = gradientOf(1, scale)
        const gains = rule.step(gradient, []).change.mul(gradient).sum([1, 2]).arraySync() as number[]
        for (const gained of gains) expect(gained).toBeCloseTo(0.25, 5)
      }
      const faint = gradientOf(1, 1e-20)
      expect(rule.step(faint, []).change.div(faint).sub(1000).abs().max().dataSync()[0]).toBeLessThan(0.01)
    })
  })

  it('the length of a gradient is right where its squares would vanish in float32', () => {
    tf.tidy(() => {
      expect(
        lengthOf(
          tf.tensor2d([
            [3e-25, 4e-25],
            [0, 0],
            [3, 4],
          ]),
        ).arraySync(),
      ).toEqual([expect.closeTo(5e-25, 30), 0, 5])
    })
  })
})
