// Laws of `tidied`: what it made is freed, also after an error, and its result is handed on without being looked through.
import { expect, test } from 'vitest'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { tidied } from '../../src-main/tensorflow/tidied.ts'

test('every tensor made inside is freed, and the numbers stay', () => {
  const before = tf.memory().numTensors
  expect([...tidied(() => tf.tensor1d([1, 2, 3]).square().dataSync())]).toEqual([1, 4, 9])
  expect(tf.memory().numTensors).toBe(before)
})
test('also when it throws, and the error is the one that was thrown', () => {
  const before = tf.memory().numTensors
  expect(() =>
    tidied(() => {
      tf.tensor1d([1]).square()
      throw new RangeError('on purpose')
    }),
  ).toThrow(RangeError)
  expect(tf.memory().numTensors).toBe(before)
})
test('a result is never looked through: its numbers may be millions', () => {
  let looked = 0
  const look = (): never => {
    looked++
    throw new Error('It was looked through.')
  }
  const result = new Proxy([1], { ownKeys: look, get: look, has: look })
  expect(tidied(() => result) === result).toBe(true)
  expect(looked).toBe(0)
  // `tf.tidy` does look, which is why there is another.
  expect(() => tf.tidy(() => result as unknown as tf.TensorContainer)).toThrow('looked through')
})
