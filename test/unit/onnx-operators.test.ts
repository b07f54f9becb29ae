// Laws of ONNX's operators, each alone and with unusual attributes: they answer what ONNX Runtime computes.
import { describe, expect, it } from 'vitest'
import { readOnnx } from '../../src-main/exchange/networks/onnx/read.ts'
import { graphNetwork } from '../../src-main/science/networks/graph-network.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { apart, bytesOf, floats } from '../fixtures/network-files.ts'

interface Case {
  name: string
  shape: [number, number, number, number]
  model: string
  answer: string
}
const cases = JSON.parse(new TextDecoder().decode(bytesOf('onnx', 'operators.json'))) as Case[]

describe('an operator of ONNX', () => {
  it.each(cases)('answers as ONNX Runtime does: $name', ({ shape, model, answer }) => {
    const { graph, weights } = readOnnx([{ name: 'one.onnx', bytes: Uint8Array.from(Buffer.from(model, 'base64')) }])
    const network = graphNetwork(graph, weights)
    const picture = tf.tidy(() => {
      const count = shape.reduce((a, b) => a * b)
      return tf
        .tensor4d(
          Float32Array.from({ length: count }, (_, at) => Math.sin(0.37 * at)),
          shape,
        )
        .transpose<tf.Tensor4D>([0, 2, 3, 1])
    })
    const got = tf.tidy(() => network.run(picture, graph.outputs)[graph.outputs[0]!]!.dataSync<'float32'>())
    expect(apart(got, floats(answer))).toBeLessThan(1e-4)
    network.dispose()
    picture.dispose()
  })
})
