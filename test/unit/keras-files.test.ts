// Laws of files of Keras: what the lab computes of them is what Keras computed of them, whichever Keras wrote them, and in which container.
import { describe, expect, it } from 'vitest'
import { readKerasH5 } from '../../src-main/exchange/networks/keras/h5-file.ts'
import { readKerasFile } from '../../src-main/exchange/networks/keras/keras-file.ts'
import type { ReadNetwork } from '../../src-main/exchange/networks/kind.ts'
import { graphNetwork } from '../../src-main/science/networks/graph-network.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { apart, fixtureFile, fixtureValues, type Numbers, pictureOf, type Said, tensorOf } from '../fixtures/network-values.ts'

interface Values {
  branched: Said
  digits: Said
  keras2: Said
  cases: { picture: Numbers; files: Record<string, string[]>; answers: Record<string, Numbers> }
}
const values = fixtureValues<Values>('keras', 'values.json')
const read = (name: string): Promise<ReadNetwork> => {
  const file = fixtureFile('keras', name)
  return name.endsWith('.h5') ? readKerasH5(file) : readKerasFile([file])
}

describe.each([
  ['branched.keras', 'branched', /^Keras 3\./],
  ['branched.h5', 'branched', /^Keras 3\./],
  ['digits.keras', 'digits', /^Keras 3\./],
  ['digits.h5', 'digits', /^Keras 3\./],
  ['keras2.h5', 'keras2', /^Keras 2\./],
] as const)('%s', (name, key, producer) => {
  it('tells the classes, and answers, as Keras does, and has its gradient', async () => {
    const file = await read(name)
    expect(file.producer).toMatch(producer)
    const network = graphNetwork(file.graph, file.weights)
    const said = values[key]
    const [answer, logits] = [file.graph.outputs[0]!, network.info.classes!.tap]
    expect(logits).not.toBe(answer)
    tf.tidy(() => {
      const picture = pictureOf(said.picture)
      const taps = network.run(picture, [answer, logits])
      expect(apart(taps[logits]!, tensorOf(said.logits))).toBeLessThan(1e-4)
      expect(apart(taps[answer]!, tensorOf(said.answer))).toBeLessThan(1e-4)
      const one = (at: tf.Tensor): tf.Tensor =>
        network
          .run(at as tf.Tensor4D, [logits])
          [logits]!.slice([0, said.chosen], [-1, 1])
          .sum()
      expect(apart(tf.grad(one)(picture), pictureOf(said.gradient))).toBeLessThan(1e-4)
    })
    network.dispose()
  })
})

describe('every kind of layer', () => {
  for (const [name, layers] of Object.entries(values.cases.files))
    it(`answers as Keras does: ${layers.length} settings in ${name}`, async () => {
      const file = await read(name)
      const network = graphNetwork(file.graph, file.weights)
      tf.tidy(() => {
        const taps = network.run(pictureOf(values.cases.picture), file.graph.outputs)
        layers.forEach((layer, at) => {
          expect(apart(taps[file.graph.outputs[at]!]!, tensorOf(values.cases.answers[layer]!)), layer).toBeLessThan(1e-4)
        })
      })
      network.dispose()
    })
})

it('keeps the names of Keras, shows what is before each function, and says what it rewrote', async () => {
  const { graph, notes } = await read('branched.keras')
  const names = graph.nodes.map((node) => node.name)
  expect(names).toEqual(
    expect.arrayContaining(['stem', 'stem_bn', 'stem_relu', 'twice', 'twice.silu', 'twice 2', 'twice 2.silu', 'answer', 'shares']),
  )
  expect(names).toEqual(expect.arrayContaining(['deep', 'deep.relu6', 'deep 2', 'wide.leaky_re_lu', 'left.depthwise', 'left', 'left.gelu']))
  expect(notes.join(' ')).toMatch(/dropout, were left out.*Batch normalizations were joined/)
  // The weights of a layer that is used twice are there once.
  const kernels = graph.nodes.flatMap((node) => (node.op === 'conv' && node.name.startsWith('twice') ? [node.kernel] : []))
  expect(new Set(kernels).size).toBe(1)
})
