// Laws of graph models of TensorFlow.js: what the lab computes of them is what TensorFlow computed, and what TensorFlow.js computes.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { NetworkFile } from '../../src-main/exchange/networks/kind.ts'
import { readGraphModel } from '../../src-main/exchange/networks/tensorflow-graph/read.ts'
import { graphNetwork } from '../../src-main/science/networks/graph-network.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { apart, fixtureFile, fixtureValues, type Numbers, pictureOf, type Said, tensorOf } from '../fixtures/network-values.ts'

type WeightSpecs = Parameters<typeof tf.io.decodeWeights>[1]
interface Manifest {
  modelTopology: object
  signature: object
  weightsManifest: { weights: WeightSpecs }[]
}
const folder = join(import.meta.dirname, '../fixtures/networks/tensorflow')
const values = fixtureValues<{ small: Said; cases: { picture: Numbers; answers: Record<string, Numbers> } }>('tensorflow', 'values.json')
const filesOf = (name: string): NetworkFile[] =>
  [`${name}.json`, ...readdirSync(folder).filter((file) => file.startsWith(`${name}-shard`))].map((file) => fixtureFile('tensorflow', file))

/** What TensorFlow.js is given to load. */
function artifacts(name: string): { specs: WeightSpecs; data: ArrayBuffer; json: Manifest } {
  const json = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Manifest
  const data = new Uint8Array(
    Buffer.concat(
      filesOf(name)
        .slice(1)
        .map(({ bytes }) => bytes),
    ),
  ).buffer
  return { specs: json.weightsManifest[0]!.weights, data, json }
}

describe.each([
  ['small', 'operations that grappler fused', 1e-4],
  ['small-plain', 'operations as they were written', 1e-4],
  ['small-uint16', 'weights of 16 bits', 1e-3],
  ['small-float16', 'weights of half the precision', 5e-3],
  ['small-uint8', 'weights of 8 bits', 0.2],
] as const)('%s: %s', (name, _, tolerance) => {
  it('tells the classes, and answers, as TensorFlow does with the whole weights, and has its gradient', async () => {
    const { graph, weights } = await readGraphModel(filesOf(name))
    const network = graphNetwork(graph, weights)
    const [answer, logits] = [graph.outputs[0]!, network.info.classes!.tap]
    expect([answer, logits]).toEqual(['softmax', 'answer'])
    tf.tidy(() => {
      const picture = pictureOf(values.small.picture)
      const taps = network.run(picture, [answer, logits])
      expect(apart(taps[logits]!, tensorOf(values.small.logits))).toBeLessThan(tolerance)
      expect(apart(taps[answer]!, tensorOf(values.small.answer))).toBeLessThan(tolerance)
      const one = (at: tf.Tensor): tf.Tensor =>
        network
          .run(at as tf.Tensor4D, [logits])
          [logits]!.slice([0, values.small.chosen], [-1, 1])
          .sum()
      expect(apart(tf.grad(one)(picture), tensorOf(values.small.gradient))).toBeLessThan(tolerance)
    })
    network.dispose()
  })

  it('has the weights that TensorFlow.js reads', async () => {
    const { weights } = await readGraphModel(filesOf(name))
    const { specs, data } = artifacts(name)
    const wanted = tf.io.decodeWeights(data, specs)
    const kernels = [...weights].filter(([key]) => key in wanted)
    expect(kernels.length).toBeGreaterThan(3)
    for (const [key, { shape, values: got }] of kernels) {
      expect(shape, key).toEqual(wanted[key]!.shape)
      expect([...got], key).toEqual([...wanted[key]!.dataSync()])
    }
    tf.dispose(wanted)
  })
})

it('answers as TensorFlow.js itself does', async () => {
  const { specs, data, json } = artifacts('small-plain')
  const model = await tf.loadGraphModel({
    load: async () => ({ modelTopology: json.modelTopology, signature: json.signature, weightSpecs: specs, weightData: data }),
  })
  const { graph, weights } = await readGraphModel(filesOf('small-plain'))
  const network = graphNetwork(graph, weights)
  tf.tidy(() => {
    const picture = pictureOf(values.small.picture)
    expect(apart(network.run(picture, ['softmax'])['softmax']!, model.predict(picture) as tf.Tensor)).toBeLessThan(1e-5)
  })
  network.dispose()
  model.dispose()
})

it('reads every operation as TensorFlow does', async () => {
  const { graph, weights } = await readGraphModel(filesOf('cases'))
  const network = graphNetwork(graph, weights)
  const names = Object.keys(values.cases.answers)
  expect(graph.outputs).toHaveLength(names.length)
  tf.tidy(() => {
    const taps = network.run(pictureOf(values.cases.picture), graph.outputs)
    names.forEach((name, at) => {
      expect(apart(taps[graph.outputs[at]!]!, tensorOf(values.cases.answers[name]!)), name).toBeLessThan(1e-4)
    })
  })
  network.dispose()
})

it('makes names to read, splits what is fused, and joins x * sigmoid(x)', async () => {
  for (const name of ['small', 'small-plain']) {
    const { graph } = await readGraphModel(filesOf(name))
    const nodes = graph.nodes.map((node) => `${node.name} ${node.op}`)
    expect(nodes).toEqual(
      expect.arrayContaining([
        'stem conv',
        'stem.relu6 activation',
        'apart.swish activation',
        'wide conv',
        'wide.normalization scale',
        'answer dense',
      ]),
    )
    const stem = graph.nodes.find((node) => node.op === 'conv' && node.name === 'stem')
    expect(stem).toMatchObject({ bias: expect.stringContaining('stem') as string })
  }
})
