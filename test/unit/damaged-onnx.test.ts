// Files that are cut, changed or lie: each is refused in words, whatever was done to it, and never by another exception.
import { describe, expect, it, test } from 'vitest'
import { FaultError } from '../../src-shared/rpc/fault.ts'
import { random } from '../../src-shared/math/random.ts'
import type { NetworkFile, ReadNetwork } from '../../src-main/exchange/networks/kind.ts'
import { readOnnx } from '../../src-main/exchange/networks/onnx/read.ts'
import { bytesOf, filesOf } from '../fixtures/network-files.ts'
import { message, node, onnxFile, port, tensor, type Written, whole } from '../fixtures/onnx-writer.ts'
import { faultFrom } from '../fixtures/thrown-fault.ts'

const file = (bytes: Uint8Array, name = 'network.onnx'): NetworkFile => ({ name, bytes })
const names = ['residual', 'mobile-apart', 'places-new', 'functions', 'normal', 'wide']

/** The network, or the sentence; any other exception than an 'invalid' fault goes on. */
function outcome(files: NetworkFile[]): ReadNetwork | string {
  try {
    return readOnnx(files)
  } catch (error) {
    if (!(error instanceof FaultError) || error.fault.code !== 'invalid') throw error
    return error.message
  }
}
const sentence = expect.stringMatching(/^This network cannot be imported: .{10,400}\. Nothing was changed in your library\.$/)

describe.each(names)('%s', (name) => {
  const bytes = bytesOf('onnx', `${name}.onnx`)
  const places = (seed: string, count: number): number[] =>
    Array.from(random(11, `${name} ${seed}`).fillUniform(new Float32Array(count)), (one) => Math.floor(one * bytes.length))

  it('is refused when it is cut anywhere', () => {
    for (const at of places('cuts', 6)) expect(outcome([file(bytes.subarray(0, at))]), `cut at ${at}`).toEqual(sentence)
  })

  it('is read or refused when bits are turned over or lengths lie', () => {
    const outcomes = places('flips', 40).map((at, turn) => {
      const changed = Uint8Array.from(bytes)
      if (turn % 2 === 0) changed[at]! ^= 1 << (turn % 8)
      else changed.fill(0xff, at, at + 1 + (turn % 9))
      return outcome([file(changed)])
    })
    const refusals = outcomes.filter((one) => typeof one === 'string')
    expect(refusals.length).toBeGreaterThan(0)
    for (const one of refusals) expect(one).toEqual(sentence)
  })

  it('is read or refused with a part of it twice, left out or in another place', () => {
    const [a = 0, b = 0, ...others] = places('parts', 12)
    for (const c of [a, b, ...others]) {
      const [from, to] = [Math.min(a, c), Math.max(a, c)]
      const parts = [bytes.subarray(0, from), bytes.subarray(to), bytes.subarray(from, to)]
      const joined = Uint8Array.from(parts.flatMap((part) => Array.from(part)))
      for (const changed of [joined, joined.subarray(0, from + bytes.length - to)]) {
        const one = outcome([file(changed)])
        if (typeof one === 'string') expect(one).toEqual(sentence)
      }
    }
  })
})

const kernel = tensor('w', [2, 3, 1, 1], [1, 2, 3, 4, 5, 6])
const conv = node('Conv', ['x', 'w'], ['y'], [], 'conv')
const shape = (...sides: number[]): Uint8Array => tensor('shape', [sides.length], sides, 7)
const nested = (depth: number): Uint8Array => {
  let graph = message([1, node('Relu', ['x'], ['y'])])
  for (let at = 0; at < depth; at++) graph = message([1, node('If', ['x'], ['y'], [message([1, 'then_branch'], [6, graph])])])
  return graph
}

const lies: [what: string, written: Written, says: RegExp][] = [
  ['shapes of 10^9 numbers', { nodes: [conv], weights: [tensor('w', [1e9, 3, 1, 1], [1])] }, /more than 2 GB|should be/],
  ['a shape below nothing', { nodes: [conv], weights: [tensor('w', [-2, 3, 1, 1], [1])] }, /impossible shape/],
  ['a kernel for other channels', { nodes: [conv], weights: [tensor('w', [1, 2, 1, 1], [1, 2])] }, /kernel for 2 channels/],
  ['fewer weights than it says', { nodes: [conv], weights: [tensor('w', [2, 3, 1, 1], [1])] }, /should be 6 numbers/],
  ['weights that are missing', { nodes: [conv] }, /"w", which is not there/],
  ['an operation that takes its own answer', { nodes: [node('Add', ['x', 'y'], ['y'])] }, /"y", which is not there/],
  ['an answer that nothing computes', { nodes: [node('Relu', ['x'], ['z'])] }, /"y" is never computed/],
  ['an answer that is the picture', { nodes: [node('Identity', ['x'], ['y'])] }, /computes nothing of a picture/],
  ['an unknown operation', { nodes: [node('NonMaxSuppression', ['x'], ['y'], [], 'boxes')] }, /NonMaxSuppression at "boxes"/],
  ['the name of a property of all objects', { nodes: [node('constructor', ['x'], ['y'])] }, /constructor/],
  [
    'two pictures',
    { nodes: [node('Add', ['x', 'u'], ['y'])], inputs: [port('x', 1, 3, 4, 4), port('u', 1, 3, 4, 4)] },
    /2 values go into it/,
  ],
  ['a text in the place of a picture', { nodes: [node('Relu', ['x'], ['y'])], inputs: [port('x', 1, 7)] }, /1 x 7 numbers/],
  ['pictures of four channels', { nodes: [node('Relu', ['x'], ['y'])], inputs: [port('x', 1, 4, 8, 8)] }, /4 channels/],
  ['pictures of a million pixels a side', { nodes: [node('Relu', ['x'], ['y'])], inputs: [port('x', 1, 3, 1e6, 1e6)] }, /2048/],
  ['operators of 2017', { nodes: [conv], weights: [kernel], opset: 3 }, /version 3/],
  ['quantized numbers', { nodes: [node('QuantizeLinear', ['x', 'w'], ['y'])] }, /quantized/],
  [
    'a constant of 10^9 numbers',
    { nodes: [node('ConstantOfShape', ['shape'], ['c']), node('Add', ['x', 'c'], ['y'])], weights: [shape(1e5, 1e5)] },
    /more numbers/,
  ],
  [
    'an expansion to 10^9 numbers',
    { nodes: [node('Expand', ['x', 'shape'], ['y'])], weights: [shape(1, 3, 4, 4e8)] },
    /shape that does not fit/,
  ],
  [
    'another number of numbers',
    { nodes: [node('Reshape', ['x', 'shape'], ['y'])], weights: [shape(1, 7)] },
    /makes 1 x 7 of 1 x 3 x 4 x 4/,
  ],
  ['sides of minus two', { nodes: [node('Reshape', ['x', 'shape'], ['y'])], weights: [shape(1, -2, -24)] }, /makes 1 x -2/],
  ['a batch that is mixed', { nodes: [node('Transpose', ['x'], ['y'])] }, /mixes the pictures/],
  ['a side that is not there', { nodes: [node('Softmax', ['x'], ['y'], [whole('axis', 9)])] }, /names side 9 of 4/],
  ['groups of none', { nodes: [node('Conv', ['x', 'w'], ['y'], [whole('group', 0)])], weights: [kernel] }, /0 groups/],
  ['a branch by the picture', { nodes: [node('If', ['x'], ['y'])] }, /decides by the picture/],
  ['no operations', { nodes: [] }, /no network in it/],
]

test.each(lies)('a file with %s is refused, and told why', (_, written, says) => {
  const { code, message: told } = faultFrom(() => readOnnx([file(onnxFile(written))]))
  expect(code).toBe('invalid')
  expect(told).toEqual(sentence)
  expect(told).toMatch(says)
})

test('graphs in graphs without end, and files that are something else, are refused', () => {
  for (const bytes of [
    message([7, nested(200)]),
    new Uint8Array(0),
    new Uint8Array(5000).fill(0x80),
    new TextEncoder().encode('PNG or so'),
  ])
    expect(outcome([file(bytes)])).toEqual(sentence)
})

test('weights in a second file come from the files that were brought, and from no other place', () => {
  const [model, data] = filesOf('onnx', 'beside').toSorted((a, b) => a.name.length - b.name.length) as [NetworkFile, NetworkFile]
  expect(outcome([model])).toMatch(/in a second file, "beside\.onnx\.data", which was not brought/)
  expect(outcome([model, { ...data, bytes: data.bytes.subarray(0, 1000) }])).toMatch(/is not where it should be/)
  expect(
    outcome([
      { ...model, name: 'folder/beside.onnx' },
      { ...data, name: 'folder/beside.onnx.data' },
    ]),
  ).toBeTypeOf('object')
  const outside = message(
    [1, 2],
    [1, 3],
    [1, 1],
    [1, 1],
    [2, 1],
    [8, 'w'],
    [13, message([1, 'location'], [2, '../../etc/passwd'])],
    [14, 1],
  )
  expect(outcome([file(onnxFile({ nodes: [conv], weights: [outside] }))])).toMatch(/in a second file, "passwd"/)
  expect(outcome([file(bytesOf('onnx', 'wide.onnx'), 'a.onnx'), file(bytesOf('onnx', 'wide.onnx'), 'b.onnx')])).toMatch(/2 ONNX files/)
})
