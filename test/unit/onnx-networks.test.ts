// Laws of networks from ONNX files: they answer what PyTorch and ONNX Runtime computed, and so does their gradient.
import { describe, expect, it } from 'vitest'
import { readOnnx } from '../../src-main/exchange/networks/onnx/read.ts'
import { answersOf, apart, computed, filesOf, floats } from '../fixtures/network-files.ts'

const told = answersOf('onnx')
const read = (name: string) => {
  const { shape } = told[name]!
  return readOnnx(filesOf('onnx', name), { side: shape[2] === shape[3] ? shape[2] : undefined })
}

describe('a network that PyTorch wrote', () => {
  it.each(Object.keys(told))('answers as its writer does, and has the same gradient: %s', (name) => {
    const network = read(name)
    const { answer, gradient } = computed(network, told[name]!)
    expect(apart(answer, floats(told[name]!.answer))).toBeLessThan(1e-4)
    expect(apart(gradient, floats(told[name]!.gradient))).toBeLessThan(1e-4)
  })
})
