// Laws of networks from ONNX files: they answer what PyTorch and ONNX Runtime computed, and so does their gradient.
import { describe, expect, it } from 'vitest'
import { graphNetwork } from '../../src-main/science/networks/graph-network.ts'
import { readOnnx } from '../../src-main/exchange/networks/onnx/read.ts'
import { answersOf, apart, computed, filesOf, floats } from '../fixtures/network-files.ts'
import { node, onnxFile, order, port, tensor } from '../fixtures/onnx-writer.ts'

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

describe('what the lab knows of it', () => {
  const tapsOf = (name: string) => {
    const { graph, weights } = read(name)
    const network = graphNetwork(graph, weights)
    network.dispose()
    return network.info
  }

  it('has the names that its author gave, whichever exporter wrote it', () => {
    const convolutions = ['stem', 'layer1.0.conv1', 'layer1.0.conv2', 'layer2.0.conv1', 'layer2.0.conv2', 'layer2.0.down.0', 'fc']
    for (const name of ['residual', 'residual-new', 'half'])
      expect(read(name).graph.nodes.flatMap((node) => (node.op === 'conv' || node.op === 'dense' ? [node.name] : []))).toEqual(convolutions)
    expect(read('mobile-joined').graph.nodes.map(({ name }) => name)).toContain('features.3.2')
  })

  it.each(['functions', 'functions-new'])(
    'sees units before and after each activation function, also of those that are spelt out: %s',
    (name) => {
      const { taps } = tapsOf(name)
      const kinds = ['swish', 'gelu', 'hard-swish', 'mish', 'gelu-tanh', 'softplus', 'hard-sigmoid', 'softsign', 'selu']
      for (const [at, kind] of kinds.entries()) {
        expect(taps.find((tap) => tap.name === `conv${at}`)).toMatchObject({ stage: 'before', activation: kind, weighted: true })
        expect(taps.filter((tap) => tap.layer === `conv${at}` && tap.stage === 'after')).toMatchObject([
          { activation: kind, weighted: true },
        ])
      }
    },
  )

  it('has its classes before the softmax that ends it', () => {
    for (const name of ['mobile-joined', 'mobile-apart']) expect(tapsOf(name).classes).toMatchObject({ tap: 'classifier' })
    expect(tapsOf('places').classes).toMatchObject({ tap: 'classifier.3' })
    expect(tapsOf('wide')).toMatchObject({ input: { height: 16, width: 20, channels: 3 }, classes: { tap: 'head' } })
  })

  it('keeps normalizations apart where the file does, and joins group normalization that is spelt out', () => {
    const ops = (name: string): string[] => read(name).graph.nodes.map(({ op }) => op)
    expect(ops('mobile-apart').filter((op) => op === 'scale')).toHaveLength(4)
    expect(ops('mobile-joined')).not.toContain('scale')
    expect(ops('normal').filter((op) => op === 'group-norm')).toHaveLength(3)
    expect(read('mobile-apart').notes.join()).toContain('Batch normalization (4 times)')
  })

  it('is told who wrote it, at which size it is looked into, and what its classes are called', () => {
    expect(read('residual')).toMatchObject({ format: 'onnx', producer: 'pytorch 2.13.0', anySize: false, classNames: null })
    const open = readOnnx(filesOf('onnx', 'up'))
    expect(open.graph.input).toEqual({ height: 224, width: 224, channels: 3 })
    expect(open.notes.join()).toContain('224 x 224')
    const written = (names: string) =>
      readOnnx([
        {
          name: 'a.onnx',
          bytes: onnxFile({
            nodes: [
              node('Relu', ['x'], ['r'], [], 'input'),
              node('GlobalMaxPool', ['r'], ['p'], [], 'input'),
              node('Flatten', ['p'], ['y']),
            ],
            metadata: { names },
          }),
        },
      ])
    expect(written("{0: 'cat', 1: 'dog', 2: 'o\"x'}").classNames).toEqual(['cat', 'dog', 'o"x'])
    expect(written('["cat", "dog", "ox"]').classNames).toEqual(['cat', 'dog', 'ox'])
    expect(written('cat\ndog').classNames).toBeNull()
    // The picture alone is called "input".
    expect(written('').graph.nodes.map(({ name }) => name)).toEqual(['input_2', 'input_3', 'y'])
  })

  it('may take its channels last, as exporters of TensorFlow write it, and is not turned for it', () => {
    const { graph } = readOnnx([
      {
        name: 'a.onnx',
        bytes: onnxFile({
          nodes: [
            node('Transpose', ['x'], ['t'], [order(0, 3, 1, 2)]),
            node('Conv', ['t', 'w'], ['c']),
            node('Transpose', ['c'], ['y'], [order(0, 2, 3, 1)]),
          ],
          weights: [tensor('w', [2, 3, 1, 1], [1, 2, 3, 4, 5, 6])],
          inputs: [port('x', 0, 5, 4, 3)],
        }),
      },
    ])
    expect(graph.input).toEqual({ height: 5, width: 4, channels: 3 })
    expect(graph.nodes.map(({ op }) => op)).toEqual(['conv'])
  })

  it('is read at another size only where it accepts it', () => {
    expect(readOnnx(filesOf('onnx', 'up'), { side: 64 }).graph.input).toMatchObject({ height: 64, width: 64 })
    const dense = {
      nodes: [node('Flatten', ['x'], ['f']), node('Gemm', ['f', 'w'], ['y'])],
      weights: [tensor('w', [3 * 32 * 32, 2], new Array<number>(6144).fill(0.1))],
      inputs: [port('x', 0, 3, 0, 0)],
    }
    const bytes = onnxFile(dense)
    expect(readOnnx([{ name: 'a.onnx', bytes }]).graph.input).toMatchObject({ height: 32, width: 32 })
    expect(() => readOnnx([{ name: 'a.onnx', bytes }], { side: 64 })).toThrow(/matrix for 3072 numbers, and is given 12288/)
  })
})
