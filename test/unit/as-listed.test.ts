// Laws of networks that are kept in another form than their file has them: both forms compute the same, and one that does not is told.
import { describe, expect, it } from 'vitest'
import { compareOperations } from '../../src-main/engine/process/compare-operations.ts'
import { computedNetwork } from '../../src-main/exchange/networks/computed-network.ts'
import { readKerasFile } from '../../src-main/exchange/networks/keras/keras-file.ts'
import type { AsListed, ReadNetwork } from '../../src-main/exchange/networks/kind.ts'
import { readOnnx } from '../../src-main/exchange/networks/onnx/read.ts'
import { stagedNetwork } from '../../src-main/exchange/networks/staged-network.ts'
import { readGraphModel } from '../../src-main/exchange/networks/tensorflow-graph/read.ts'
import type { Engine } from '../../src-main/engine/client.ts'
import { graphAnswers } from '../../src-main/science/networks/graph-answers.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { sameWords } from '../../src-shared/text/same-words.ts'
import { answersOf, apart, filesOf, floats, wave } from '../fixtures/network-files.ts'
import { fixtureFile } from '../fixtures/network-values.ts'

const told = answersOf('onnx')
const onnx = (name: string): ReadNetwork => readOnnx(filesOf('onnx', name), { side: told[name]!.shape[2] })

/** An engine of which only the two questions are asked. */
const engineOf = (compare: typeof compareOperations): Engine =>
  ({
    clientWith: () =>
      Promise.resolve({
        respond: () => Promise.resolve({ layers: [] }),
        compareOperations: (of: never) => Promise.resolve(compare(model, of)),
      }),
  }) as unknown as Engine
let model: Parameters<typeof compareOperations>[0]

async function checked(read: ReadNetwork, listed: AsListed | null = read.listed) {
  const staged = { ...stagedNetwork(read, { file: 'a', hash: '0'.repeat(64) }), listed }
  ;({ model } = staged)
  return (await computedNetwork(engineOf(compareOperations), { ...staged, bytes: new Uint8Array(), hash: '0'.repeat(64) })).same
}

describe('a network that is kept in another form than its file', () => {
  it.each(['mobile-apart', 'functions', 'functions-new', 'normal'])('is, as its file lists it, what its writer computed: %s', (name) => {
    const { graph, weights } = onnx(name).listed!
    const { shape, answer } = told[name]!
    const picture = tf.tensor4d(wave(shape.reduce((a, b) => a * b)), shape).transpose<tf.Tensor4D>([0, 2, 3, 1])
    const tensors = new Map([...weights].map(([key, one]) => [key, tf.tensor(one.values, one.shape)]))
    const each = tf.tidy(() => tf.unstack(picture).map((one) => one.expandDims<tf.Tensor4D>()))
    const before = tf.memory().numTensors
    const answers = each.map((one) => graphAnswers(graph, (key) => tensors.get(key)!, one)[0]!)
    expect(tf.memory().numTensors).toBe(before)
    expect(apart(Float32Array.from(answers.flatMap((one) => [...one])), floats(answer))).toBeLessThan(1e-4)
    tf.dispose([picture, ...each, ...tensors.values()])
  })

  it.each([
    ['ONNX', () => onnx('mobile-apart')],
    ['Keras', () => readKerasFile([fixtureFile('keras', 'branched.keras')])],
    [
      'TensorFlow.js',
      () => readGraphModel(['small-plain.json', 'small-plain-shard1of1.bin'].map((name) => fixtureFile('tensorflow', name))),
    ],
  ] as const)('computes the same in both forms: %s', async (_, read) => {
    const same = await checked(await read())
    expect(same!.pictures).toBe(3)
    expect(same!.difference).toBeLessThan(1e-5)
    expect(sameWords(same!)).toMatch(/to within 1.×.10⁻[⁵⁶⁷] of/)
  })

  it('is refused when one number of one normalization is wrong, by name of what is compared', async () => {
    const read = onnx('mobile-apart')
    const scale = read.graph.nodes.find((node) => node.op === 'scale')!
    const wrong = new Map(read.weights)
    const { shape, values } = wrong.get(scale.factor)!
    wrong.set(scale.factor, { shape, values: values.map((one, at) => (at === 0 ? 1.1 * one : one)) })
    await expect(checked({ ...read, weights: wrong })).rejects.toThrow(/answers differ from those of the operations that its file lists/)
  })

  it('has nothing to compare where every operation is kept', async () => {
    expect(await checked(onnx('mobile-joined'), null)).toBeNull()
    expect(onnx('up').listed).toBeNull()
  })

  it('shares its kernels between both forms, so that they are in memory once', () => {
    const { weights, listed } = onnx('mobile-apart')
    const own = new Set([...weights.values()].map(({ values }) => values))
    const kernels = listed!.graph.nodes.flatMap((node) => (node.op === 'conv' ? [node.kernel] : []))
    expect(kernels.length).toBeGreaterThan(3)
    for (const name of kernels) expect(own).toContain(listed!.weights.get(name)!.values)
  })
})
