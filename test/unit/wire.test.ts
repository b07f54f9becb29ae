// A frame survives the wire unchanged, and bytes that are no frame are refused whatever they are.
import { expect, test } from 'vitest'
import { FaultError } from '../../src-shared/rpc/fault.ts'
import type { Frame } from '../../src-shared/rpc/rpc.ts'
import { decode, encode, frameLimit, questionLimits } from '../../src-shared/rpc/wire.ts'

/** Mulberry32: a small seeded generator, so that a failure can be repeated. */
function seeded(seed: number): () => number {
  let a = seed
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

function randomValue(random: () => number, depth: number): unknown {
  const below = (n: number) => Math.floor(random() * n)
  switch (below(depth > 4 ? 6 : 8)) {
    case 0:
      return null
    case 1:
      return random() < 0.5
    case 2:
      return (random() - 0.5) * 10 ** (below(40) - 20)
    case 3:
      return below(1000)
    case 4:
      return Array.from({ length: below(12) }, () => String.fromCharCode(below(0x10000))).join('')
    case 5:
      return Uint8Array.from({ length: below(200) }, () => below(256))
    case 6:
      return Array.from({ length: below(5) }, () => randomValue(random, depth + 1))
    default:
      return Object.fromEntries(
        Array.from({ length: below(5) }, () => [
          ['a', 'b', '7', '', '__proto__', 'constructor', 'toJSON', '$', 'ß', '$bytes', '$$bytes'][below(11)],
          randomValue(random, depth + 1),
        ]),
      )
  }
}
const item = (value: unknown): Frame => ({ id: 1, kind: 'item', value })

test('decode undoes encode for 2000 random frames', () => {
  const random = seeded(1)
  for (let i = 0; i < 2000; i++) {
    const frame = item(randomValue(random, 0))
    expect(decode(encode(frame))).toEqual(frame)
  }
})

test('a Buffer travels as bytes, and every attachment arrives as a Uint8Array of its own', () => {
  const around = Buffer.from(encode(item([Buffer.from([1, 2, 3]), new Uint8Array([4])])))
  const { value } = decode(around) as { value: [Uint8Array, Uint8Array] }
  expect(value).toEqual([new Uint8Array([1, 2, 3]), new Uint8Array([4])])
  for (const part of value) expect(part.buffer.byteLength).toBe(part.length)
})

test('it decodes from the middle of a larger buffer', () => {
  const bytes = encode(item('x'))
  const larger = new Uint8Array(bytes.length + 20)
  larger.set(bytes, 7)
  expect(decode(larger.subarray(7, 7 + bytes.length))).toEqual(item('x'))
})

test.each([
  ['NaN', NaN],
  ['Infinity', [Infinity]],
  ['a Date', new Date(0)],
  ['a Map', { m: new Map() }],
  ['a Float32Array', new Float32Array(2)],
  ['a function', () => 1],
  ['a bigint', 1n],
  ['a symbol', Symbol('s')],
  ['a hole', new Array(2)],
  ['undefined in a list', [undefined]],
  [
    'an object that is not plain',
    new (class Pet {
      name = 'x'
    })(),
  ],
])('encode refuses %s, which JSON would change in silence', (_, value) => {
  expect(() => encode(item(value))).toThrow(FaultError)
})

test.each([
  { $bytes: 1 },
  { $bytes: [0, 4] },
  { $$bytes: { $bytes: [0, 0] } },
  [{ a: { $bytes: [0, 2], more: new Uint8Array([1, 2]) } }],
  { $: 1, bytes: 2 },
])('what looks like the mark of an attachment arrives as what it is: %j', (value) => {
  expect(decode(encode(item(value)))).toEqual(item(value))
  expect(decode(encode(item(value)), questionLimits)).toEqual(item(value))
})

test('encode refuses endless nesting and a frame above the limit', () => {
  const loop: unknown[] = []
  loop.push(loop)
  expect(() => encode(item(loop))).toThrow(/nested too deeply/)
  expect(() => encode(item(new Uint8Array(frameLimit)))).toThrow(/larger than the limit/)
})

/** Bytes with this header and tail: a fixture for what `encode` never writes. */
function forged(header: unknown, tail: number[] = [], size?: number): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header))
  const out = new Uint8Array(4 + text.length + tail.length)
  new DataView(out.buffer).setUint32(0, size ?? text.length)
  out.set(text, 4)
  out.set(tail, 4 + text.length)
  return out
}

test.each([
  ['nothing', new Uint8Array(0)],
  ['three bytes', new Uint8Array(3)],
  ['a header longer than the message', forged({}, [], 4_000_000_000)],
  ['no JSON', forged('{')],
  ['bad UTF-8', forged(' ', [], 1).fill(0xff, 4)],
  ['bytes that are not there', forged({ value: { $bytes: [0, 5] } }, [1, 2])],
  ['bytes of negative length', forged({ value: { $bytes: [0, -4] } })],
  ['bytes of fractional length', forged({ value: { $bytes: [0, 0.5] } }, [1])],
  ['bytes of a length like text', forged({ value: { $bytes: [0, '1'] } }, [1])],
  ['bytes of a huge length', forged({ value: { $bytes: [0, 1e308] } }, [1])],
  ['bytes of a length beyond memory', forged({ value: { $bytes: [0, 100_000_000_000] } }, [1])],
  ['bytes out of order', forged({ value: [{ $bytes: [1, 1] }, { $bytes: [0, 1] }] }, [1, 2])],
  ['the same bytes twice', forged({ value: [{ $bytes: [0, 1] }, { $bytes: [0, 1] }] }, [1, 2])],
  ['a $bytes that is no list', forged({ value: { $bytes: 'x' } })],
  ['a $bytes with company', forged({ value: { $bytes: [0, 0], more: 1 } })],
  ['bytes nobody named', forged({ value: 1 }, [1, 2, 3])],
  ['endless nesting', forged('['.repeat(100_000) + ']'.repeat(100_000))],
])('decode refuses %s with a fault', (_, bytes) => {
  expect(() => decode(bytes)).toThrow(FaultError)
})

test.each([
  ['a header beyond the limit', forged(`{"value":"${'x'.repeat(questionLimits.header)}"}`), /header of \d+ bytes/],
  ['more values than the limit', forged(`{"value":[${'[],'.repeat(questionLimits.values / 2)}[]]}`), /more than 262144 values/],
  ['deep nesting', forged(`{"value":${'['.repeat(70)}${']'.repeat(70)}}`), /nested too deeply/],
])('a question with %s is refused by its measure, which an answer is not held to', (_, bytes, words) => {
  expect(() => decode(bytes, questionLimits)).toThrow(words)
})

test('the measure counts neither what is in texts nor too little: at the limit all passes', () => {
  const value = [new Array(questionLimits.values - 7).fill(0), '[[[[,,,,\\"[[[[,,,,\\\\', '[,'.repeat(100_000)]
  expect(decode(encode(item(value)), questionLimits)).toEqual(item(value))
  const nest = (levels: number): unknown => (levels === 0 ? new Uint8Array([7]) : [nest(levels - 1)])
  const deepest = item(nest(63))
  expect(decode(encode(deepest), questionLimits)).toEqual(deepest)
})

test('a key called __proto__ changes no prototype', () => {
  const value = decode(forged('{"__proto__":{"admin":true}}')) as object
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
  expect('admin' in value).toBe(false)
})

test('5000 damaged frames are decoded or refused with a fault, never anything else', () => {
  const random = seeded(2)
  for (let i = 0; i < 5000; i++) {
    const bytes = encode(item(randomValue(random, 0)))
    const cut = random() < 0.3 ? bytes.slice(0, Math.floor(random() * bytes.length)) : bytes
    for (let k = 0; k < 3 && cut.length > 0; k++) cut[Math.floor(random() * cut.length)] = Math.floor(random() * 256)
    try {
      decode(cut)
    } catch (error) {
      expect(error).toBeInstanceOf(FaultError)
    }
  }
})
