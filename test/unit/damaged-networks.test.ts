// Laws of damaged files of networks: each is refused in words, or, where only numbers were changed, read; nothing else ever happens.
import { deflateRawSync, crc32 } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readNetworkFiles } from '../../src-main/exchange/networks/readers.ts'
import type { NetworkFile } from '../../src-main/exchange/networks/kind.ts'
import { random } from '../../src-shared/math/random.ts'
import { FaultError } from '../../src-shared/rpc/fault.ts'
import { fixtureFile } from '../fixtures/network-values.ts'

/** "read", or the words in which the files are refused. Anything else that is thrown fails the test. */
async function outcome(files: readonly NetworkFile[]): Promise<string> {
  try {
    const { graph, weights } = await readNetworkFiles(files, {})
    expect(graph.nodes.length).toBeGreaterThan(0)
    expect(weights.size).toBeGreaterThan(0)
    return 'read'
  } catch (error) {
    if (!(error instanceof FaultError)) throw error
    expect(error.fault.code).toBe('invalid')
    expect(error.message).toMatch(/^[A-Z“].*[.]$/su)
    expect(error.message).not.toMatch(/undefined|NaN|\[object|Error:|\bat \w+ \(/)
    expect(error.message.length).toBeLessThan(2000)
    return error.message
  }
}

/** Bytes of a file damaged by a seed: cut, with bits turned over, or with a length that lies. */
function damaged(bytes: Uint8Array, seed: number): Uint8Array {
  const draw = random(seed, 'damage').fillUniform(new Float32Array(16))
  const place = (at: number): number => Math.floor(draw[at]! * bytes.length)
  if (seed % 3 === 0) return bytes.slice(0, place(0))
  const copy = bytes.slice()
  const view = new DataView(copy.buffer)
  for (let at = 0; at < 6; at++) {
    if (seed % 3 === 1) copy[place(at)]! ^= 1 << (at % 8)
    else if (place(at) + 8 <= copy.length) view.setUint32(place(at), [0xffff_ffff, 0x7fff_ffff, 1_000_000_000][at % 3]!, true)
  }
  return copy
}

/** The same damage where the structure of an HDF5 file lies, not its numbers: in the first bytes of its messages. */
function structureDamaged(bytes: Uint8Array, seed: number): Uint8Array {
  const copy = bytes.slice()
  const marks: number[] = []
  for (let at = 0; at + 4 <= bytes.length; at += 8)
    if (/^(TREE|SNOD|HEAP|GCOL)$/.test(Buffer.from(bytes.subarray(at, at + 4)).toString('latin1'))) marks.push(at)
  const draw = random(seed, 'structure').fillUniform(new Float32Array(2))
  const at = marks[Math.floor(draw[0]! * marks.length)]! + 4 + Math.floor(draw[1]! * 44)
  copy[at] = [0xff, 0x7f, 0, 1][seed % 4]!
  return copy
}

const seeds = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1)
const graphModel = (): NetworkFile[] =>
  ['small.json', 'small-shard1of3.bin', 'small-shard2of3.bin', 'small-shard3of3.bin'].map((name) => fixtureFile('tensorflow', name))

describe('files damaged in some place', () => {
  for (const name of ['branched.keras', 'branched.h5', 'keras2.h5'])
    it(`${name}: cut, bits turned over, lengths that lie`, async () => {
      const file = fixtureFile('keras', name)
      expect(await outcome([file])).toBe('read')
      const outcomes: string[] = []
      for (const seed of seeds(24)) outcomes.push(await outcome([{ name, bytes: damaged(file.bytes, seed) }]))
      expect(outcomes.filter((one) => one !== 'read').length).toBeGreaterThan(8)
    })

  it('an HDF5 file whose trees, groups and texts point elsewhere', async () => {
    const file = fixtureFile('keras', 'branched.h5')
    const outcomes: string[] = []
    for (const seed of seeds(60)) outcomes.push(await outcome([{ name: file.name, bytes: structureDamaged(file.bytes, seed) }]))
    expect(outcomes.filter((one) => one !== 'read').length).toBeGreaterThan(10)
  })

  it('a graph of TensorFlow.js and its weight files', async () => {
    const files = graphModel()
    expect(await outcome(files)).toBe('read')
    const outcomes: string[] = []
    for (const seed of seeds(24)) {
      const which = seed % 2 === 0 ? 0 : 1
      outcomes.push(await outcome(files.map((file, at) => (at === which ? { ...file, bytes: damaged(file.bytes, seed) } : file))))
    }
    expect(outcomes.filter((one) => one !== 'read').length).toBeGreaterThan(8)
  })
})

/** A zip of one file, as large as it says or not. */
function zipOf(name: string, content: Uint8Array, stated = content.length): Uint8Array {
  const packed = deflateRawSync(content)
  const head = Buffer.alloc(30)
  head.writeUInt32LE(0x0403_4b50, 0)
  head.writeUInt16LE(8, 8)
  head.writeUInt16LE(name.length, 26)
  const entry = Buffer.alloc(46)
  entry.writeUInt32LE(0x0201_4b50, 0)
  entry.writeUInt16LE(8, 10)
  entry.writeUInt32LE(crc32(content), 16)
  entry.writeUInt32LE(packed.length, 20)
  entry.writeUInt32LE(stated, 24)
  entry.writeUInt16LE(name.length, 28)
  const start = 30 + name.length + packed.length
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x0605_4b50, 0)
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(46 + name.length, 12)
  end.writeUInt32LE(start, 16)
  return Buffer.concat([head, Buffer.from(name), packed, entry, Buffer.from(name), end])
}

describe('files that lie', () => {
  const lies = async (change: (text: string) => string): Promise<string> => {
    const [model, ...shards] = graphModel()
    const text = Buffer.from(model!.bytes).toString()
    const changed = change(text)
    expect(changed).not.toBe(text)
    return outcome([{ name: 'model.json', bytes: Buffer.from(changed) }, ...shards])
  }

  it('say so of an operation that is not known, and name it with what is', async () => {
    expect(await lies((text) => text.replaceAll('"Softmax","op":"Softmax"', '"Softmax","op":"PyFunc"'))).toMatch(
      /“Softmax” \(PyFunc\).*_FusedConv2D/s,
    )
  })

  it('say which weight file is missing', async () => {
    expect(await outcome(graphModel().slice(0, 3))).toContain('small-shard3of3.bin')
  })

  it.each<[string, (text: string) => string]>([
    ['shapes of 10^9', (text) => text.replace('"shape":[3,3,3,8]', '"shape":[3,3,3,1000000000]')],
    ['a shape that does not fit', (text) => text.replace('"shape":[3,3,3,8]', '"shape":[8,3,3,3]')],
    ['weights of an unknown type', (text) => text.replace('"dtype":"float32"', '"dtype":"complex64"')],
    ['weights that are missing', (text) => text.replace('"name":"small/stem/Conv2D/ReadVariableOp","shape"', '"name":"gone","shape"')],
    ['an operation that needs its own answer', (text) => text.replace('"input":["small/add"]', '"input":["Softmax"]')],
    ['an input that is not there', (text) => text.replace('"input":["small/add"]', '"input":["nothing"]')],
    ['a prototype for a name', (text) => text.replace('"op":"Softmax"', '"op":"__proto__"')],
    ['a constructor for a name', (text) => text.replace('"op":"Softmax"', '"op":"constructor"')],
    ['a huge stride', (text) => text.replace('["1","2","2","1"]', '["1","99999999999","2","1"]')],
    ['text for a stride', (text) => text.replace('["1","2","2","1"]', '["1","two","2","1"]')],
    ['no nodes', (text) => text.replace('"node":[', '"node":[],"more":[')],
    ['no picture', (text) => text.replace('"op":"Placeholder"', '"op":"Const"')],
    ['a manifest of another kind', (text) => text.replace('"weightsManifest":[', '"weightsManifest":{},"more":[')],
    ['nested to no end', () => `${'['.repeat(100_000)}`],
  ])('%s', async (_, change) => {
    expect(await lies(change)).not.toBe('read')
  })

  const keras = async (change: (text: string) => string): Promise<string> => {
    const file = fixtureFile('keras', 'keras2.h5')
    const text = Buffer.from(file.bytes).toString('latin1')
    const changed = change(text)
    expect(changed).not.toBe(text)
    expect(changed.length).toBe(text.length)
    return outcome([{ name: 'lies.h5', bytes: Buffer.from(changed, 'latin1') }])
  }
  it.each<[string, RegExp, (text: string) => string]>([
    ['a layer that is not known', /leaky.*LeakyReLX.*Conv2D, DepthwiseConv2D/s, (text) => text.replaceAll('LeakyReLU', 'LeakyReLX')],
    [
      'a function that is not known',
      /“conv” \(Conv2D\) has the activation function “rely”/,
      (text) => text.replace('"activation": "relu"', '"activation": "rely"'),
    ],
    [
      'more filters than weights',
      /“conv” .*shape 3 x 3 x 3 x 6, where 3 x 3 x 3 x 9 fit/,
      (text) => text.replace('"filters": 6', '"filters": 9'),
    ],
    [
      'channels before height',
      /channels_first/,
      (text) => text.replace('"data_format": "channels_last", "dilation_rate"', '"data_format":"channels_first", "dilation_rate"'),
    ],
    [
      'two layers in a circle',
      /needs its own answer|not computed|used more often/,
      (text) => text.replace('"inbound_nodes": [[["conv", 0, 0, {}]]]', '"inbound_nodes": [[["leaky",0, 0, {}]]]'),
    ],
    [
      'a description that is no JSON',
      /description of the layers is damaged/,
      (text) => text.replace('{"class_name": "Functional"', '{"class_name"; "Functional"'),
    ],
  ])('%s', async (_, words, change) => {
    expect(await keras(change)).toMatch(words)
  })

  it('zips that are bombs, or hold something else', async () => {
    const name = 'config.json'
    expect(await outcome([{ name: 'a.keras', bytes: zipOf(name, new Uint8Array(100)) }])).toContain('model.weights.h5')
    expect(await outcome([{ name: 'a.keras', bytes: zipOf(name, new Uint8Array(2 ** 22), 100) }])).not.toBe('read')
    expect(await outcome([{ name: 'a.keras', bytes: zipOf(name, new Uint8Array(10), 2 ** 32 - 2) }])).not.toBe('read')
    expect(await outcome([{ name: 'a.keras', bytes: new Uint8Array(0) }])).not.toBe('read')
    expect(await outcome([{ name: 'a.h5', bytes: new Uint8Array(100) }])).not.toBe('read')
  })
})
