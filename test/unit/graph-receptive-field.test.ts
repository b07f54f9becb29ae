// Law of the receptive field of a network of another make: a pixel changes a value only from inside of it, and its edges do.
import { afterAll, describe, expect, it } from 'vitest'
import { graphNetwork } from '../../src-main/science/networks/graph-network.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { random } from '../../src-shared/math/random.ts'
import type { NetworkGraph } from '../../src-shared/network/graph.ts'
import { graphReceptiveField } from '../../src-shared/network/graph-receptive-field.ts'
import { shapesOf } from '../../src-shared/network/network-info.ts'

const [height, width] = [13, 10]
const same = [1, 1, 1, 1] as [number, number, number, number]
const one = [1, 1] as [number, number]
const none = [0, 0, 0, 0] as [number, number, number, number]
/** Strides, dilation, uneven pads, mirrored edges, branches of unlike reach, enlarging and a gate that looks at everything. */
const graph: NetworkGraph = {
  input: { height, width, channels: 1 },
  nodes: [
    { op: 'conv', name: 'strided', inputs: ['input'], kernel: 'k3', strides: [2, 1], dilations: one, pads: [1, 0, 2, 1], groups: 1 },
    { op: 'pool', name: 'pooled', inputs: ['strided'], mode: 'average', size: [2, 3], strides: [1, 2], pads: none, countsPads: false },
    { op: 'conv', name: 'wide', inputs: ['pooled'], kernel: 'k3', strides: one, dilations: [2, 1], pads: [2, 2, 1, 1], groups: 1 },
    { op: 'combine', name: 'sum', inputs: ['wide', 'pooled'], by: 'add' },
    { op: 'concat', name: 'both', inputs: ['sum', 'pooled'], axis: 2 },
    { op: 'pad', name: 'mirrored', inputs: ['pooled'], pads: [2, 1, 1, 2], mode: 'reflect', value: 0 },
    { op: 'slice', name: 'cut', inputs: ['mirrored'], begin: [1, 2, 0], length: [4, 3, 1] },
    { op: 'conv', name: 'narrow', inputs: ['cut'], kernel: 'k2', strides: one, dilations: one, pads: none, groups: 1 },
    { op: 'resize', name: 'larger', inputs: ['pooled'], sides: [9, 9], method: 'linear', places: 'corners', rounding: 'floor' },
    { op: 'conv', name: 'smoothed', inputs: ['larger'], kernel: 'k3', strides: [3, 3], dilations: one, pads: same, groups: 1 },
    { op: 'deconv', name: 'grown', inputs: ['narrow'], kernel: 'k3', strides: [2, 2], sides: [7, 5], padding: 'valid' },
    { op: 'global-pool', name: 'mean', inputs: ['pooled'], mode: 'average', keeps: true },
    { op: 'combine', name: 'gated', inputs: ['wide', 'mean'], by: 'multiply' },
  ],
  outputs: ['gated'],
}
const stream = random(7, 'weights')
/** All above zero: no pixel's share is lost on the way. */
const kernel = (shape: number[]) => ({
  shape,
  values: stream.fillUniform(new Float32Array(shape.reduce((product, side) => product * side, 1))).map((value) => value + 0.1),
})
const arrays = new Map([
  ['k3', kernel([3, 3, 1, 1])],
  ['k2', kernel([2, 2, 1, 1])],
])
const network = graphNetwork(graph, arrays)
afterAll(() => network.dispose())
const fieldOf = graphReceptiveField(graph, new Map([...arrays].map(([name, { shape }]) => [name, shape])))

const behindDilation = new Set(['wide', 'sum', 'both'])
/** How far apart two rows are that a dilated window leaves out, in pixels of the picture. */
const pixelsBetween = 2

describe('the receptive field in a graph', () => {
  const taps = graph.nodes.map(({ name }) => name)
  const pixels = height * width
  const pictures = new Float32Array((pixels + 1) * pixels).fill(0.25)
  for (let pixel = 0; pixel < pixels; pixel++) pictures[(pixel + 1) * pixels + pixel]! += 0.5
  const answers = new Map<string, Float32Array>()
  tf.tidy(() => {
    const found = network.run(tf.tensor4d(pictures, [pixels + 1, height, width, 1]), taps)
    for (const name of taps) answers.set(name, found[name]!.dataSync() as Float32Array)
  })
  const shapes = shapesOf(network.info)

  it.each(taps)('of %s is the smallest rectangle of the pixels that change it', (tap) => {
    const [rows, columns, channels] = shapes[tap] as [number, number, number]
    const values = answers.get(tap)!
    for (let y = 0; y < rows; y++) {
      for (let x = 0; x < columns; x++) {
        const place = (y * columns + x) * channels
        const felt = Array.from({ length: pixels }, (_, pixel) => pixel).filter((pixel) =>
          Array.from({ length: channels }, (_, channel) => channel).some(
            (channel) => values[(pixel + 1) * rows * columns * channels + place + channel] !== values[place + channel],
          ),
        )
        const [ys, xs] = [felt.map((pixel) => Math.floor(pixel / width)), felt.map((pixel) => pixel % width)]
        const box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] as const
        const { seen } = fieldOf(tap, x, y)
        const edges = [seen.x, seen.y, seen.x + seen.width - 1, seen.y + seen.height - 1] as const
        // A dilated window leaves rows out, so that at the edge of the picture its first row may be one that it does not read.
        const slack = behindDilation.has(tap) ? pixelsBetween : 0
        expect(
          [box[0] - edges[0], box[1] - edges[1], edges[2] - box[2], edges[3] - box[3]].every((apart) => apart >= 0 && apart <= slack),
          `${tap} at (${x}, ${y}): changed by ${box.join(' ')}, told ${edges.join(' ')}`,
        ).toBe(true)
      }
    }
  })
  it('is of one size at every place where the edge is left out, and names a tap that there is not', () => {
    const sizes = [0, 1, 2].map((at) => fieldOf('wide', at, at).whole)
    expect(new Set(sizes.map((whole) => `${whole.width} x ${whole.height}`)).size).toBe(1)
    expect(() => fieldOf('constructor', 0, 0)).toThrow('This network has no layer "constructor".')
  })
})
