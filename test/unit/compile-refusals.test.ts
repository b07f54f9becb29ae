// What a step may not do while it is compiled, and what a compiled one may not be given.
import { expect, test } from 'vitest'
import { compileStep, type StepInput } from '../../src-main/tensorflow/compile.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { type Step, sameAsEager } from '../fixtures/eager-step.ts'

const refusals: Record<string, [Step, RegExp]> = {
  dataSync: [(x) => ((x.add(1).sum().dataSync()[0] ?? 0) > 0 ? [x] : [x.neg()]), /reads the value of a tensor that depends on its inputs/],
  'dataSync of an input': [(x) => [x.mul(x.dataSync()[0] ?? 0)], /reads the value/],
  'arraySync in a gradient': [(x) => [tf.grad((a) => a.mul(a.sum().arraySync() as number))(x)], /reads the value/],
  'data that nobody awaits': [
    (x) => {
      void x.add(1).data()
      return [x]
    },
    /reads the value/,
  ],
  await: [
    (async (x: tf.Tensor) => {
      await Promise.resolve()
      return [x.add(1)]
    }) as unknown as Step,
    /is asynchronous/,
  ],
  'Math.random': [(x) => [x.mul(Math.random())], /draws random numbers/],
  randomNormal: [(x) => [x.add(tf.randomNormal([3]))], /draws random numbers/],
  dropout: [(x) => [tf.dropout(x, 0.5)], /draws random numbers/],
  multinomial: [(x) => [tf.multinomial(x as tf.Tensor1D, 2, 7)], /Multinomial, which draws random numbers/],
  'shapes that depend on values': [(x) => [tf.unique(x as tf.Tensor1D).values], /shape depends on the values/],
  strings: [(x) => [x, tf.tensor1d(['a'])], /neither float32, int32 nor bool/],
  'no output': [() => [], /at least one tensor/],
  'a number as output': [(() => [3]) as unknown as Step, /at least one tensor/],
}

test.each(Object.entries(refusals))('%s in a step is refused', (_, [step, why]) => {
  const x = tf.tensor1d([1, 2, 3])
  const { numTensors } = tf.memory()
  const { binding } = tf.backend() as unknown as { binding: object }
  expect(() => compileStep(step, [x])).toThrow(why)
  // And everything is back in its place.
  expect((tf.backend() as unknown as { binding: object }).binding).toBe(binding)
  expect(Math.random()).toBeLessThan(1)
  expect(tf.memory().numTensors).toBe(numTensors)
  expect(x.add(1).dataSync()[0]).toBe(2)
})

test('assigning to a variable and running another compiled step are refused inside of one', () => {
  const inner = compileStep((x) => [x.add(1)], [tf.scalar(1)])
  const variable = tf.variable(tf.scalar(2))
  const step: Step = (x) => {
    variable.assign(x.add(1) as tf.Scalar)
    return [x]
  }
  expect(() => compileStep(step, [tf.scalar(1)])).toThrow(/assigns to a variable/)
  expect(() => compileStep((x) => inner.run([x]), [tf.scalar(1)], { name: 'outer' })).toThrow(/The step "outer" runs another compiled step/)
  expect(variable.dataSync()[0]).toBe(2)
  inner.dispose()
})

test('reading a value that no input leads to is allowed, for it is the same every time', () => {
  sameAsEager((x) => [x.mul(tf.tensor1d([1, 2]).add(1).sum().dataSync()[0] ?? 0)], [tf.scalar(2)])
})

test('inputs that do not fit are refused in words', () => {
  const compiled = compileStep((x, b) => [x, b], [tf.zeros([2, 3]), tf.zeros([4])], { name: 'ascent', uint8Inputs: [1] })
  const bytes = new Uint8Array(4)
  const wrong: [StepInput[], RegExp][] = [
    [[tf.zeros([2, 3])], /The step "ascent" takes 2 inputs and was given 1/],
    [[tf.zeros([3, 2]), bytes], /as input 0 a tensor float32 \[3, 2\]; it was compiled for float32 \[2, 3\]/],
    [[tf.zeros([2, 3], 'int32'), bytes], /a tensor int32/],
    [[new Float32Array(5), bytes], /Float32Array of length 5/],
    [[new Int32Array(6), bytes], /Int32Array of length 6; it was compiled for float32/],
    [[tf.zeros([2, 3]), tf.zeros([4])], /as input 1 a tensor float32 \[4\]; it was compiled for uint8 \[4\]/],
  ]
  for (const [inputs, why] of wrong) expect(() => compiled.run(inputs)).toThrow(why)
  compiled.dispose()
  compiled.dispose()
  expect(() => compiled.run([tf.zeros([2, 3]), bytes])).toThrow(/was disposed/)
})

test('a gather outside of the range is an error of the run', () => {
  const compiled = compileStep((x, at) => [tf.gather(x, at as tf.Tensor1D)], [tf.zeros([3]), tf.tensor1d([0], 'int32')])
  expect(() => compiled.run([tf.zeros([3]), Int32Array.of(3)])).toThrow(/indices/)
  expect(compiled.run([tf.tensor1d([4, 5, 6]), Int32Array.of(2)])[0]?.dataSync()[0]).toBe(6)
  compiled.dispose()
})
