// The numbers of a tensor in an ONNX file: inside of it, or in a file beside it.
import { size } from '../../../../src-shared/network/layer-shapes.ts'
import { type NetworkFile, networkLimits } from '../kind.ts'
import { refused } from '../refusal.ts'
import type { TensorMessage } from './messages.ts'
import { addIntegers, bytesOf, damaged } from './wire.ts'

/** Known numbers, row by row. Whole ones are exact to 2^53, and divided like whole ones. */
export interface Known {
  readonly dims: readonly number[]
  readonly values: Float32Array | Float64Array
  readonly whole: boolean
}

/** By TensorProto.DataType: how many bytes a number has, and how it is read. */
const types = new Map<number, { name: string; bytes: number; read: (view: DataView, at: number) => number }>([
  [1, { name: 'float', bytes: 4, read: (view, at) => view.getFloat32(at, true) }],
  [2, { name: 'uint8', bytes: 1, read: (view, at) => view.getUint8(at) }],
  [3, { name: 'int8', bytes: 1, read: (view, at) => view.getInt8(at) }],
  [4, { name: 'uint16', bytes: 2, read: (view, at) => view.getUint16(at, true) }],
  [5, { name: 'int16', bytes: 2, read: (view, at) => view.getInt16(at, true) }],
  [6, { name: 'int32', bytes: 4, read: (view, at) => view.getInt32(at, true) }],
  [7, { name: 'int64', bytes: 8, read: (view, at) => Number(view.getBigInt64(at, true)) }],
  [9, { name: 'bool', bytes: 1, read: (view, at) => view.getUint8(at) }],
  [10, { name: 'float16', bytes: 2, read: (view, at) => half(view.getUint16(at, true)) }],
  [11, { name: 'double', bytes: 8, read: (view, at) => view.getFloat64(at, true) }],
  [12, { name: 'uint32', bytes: 4, read: (view, at) => view.getUint32(at, true) }],
  [13, { name: 'uint64', bytes: 8, read: (view, at) => Number(view.getBigUint64(at, true)) }],
  [16, { name: 'bfloat16', bytes: 2, read: (view, at) => brain(view.getUint16(at, true)) }],
])
/** Whether its numbers are decimal ones; of at most 32 bits. */
export const isDecimal = (type: number): boolean => isShort(type) || type === 11
const isShort = (type: number): boolean => type === 1 || type === 10 || type === 16

/** Which field holds the numbers of a type, where they are not raw. */
const fieldOf = (type: number): number => (type === 1 ? 4 : type === 7 ? 7 : type === 11 ? 10 : type === 12 || type === 13 ? 11 : 5)

/**
 * The numbers; those of 16 and 32 bits as a Float32Array, a view of the file where it can be. `files` are those brought together with
 * the model. Throws 'invalid' when there are more or fewer than the shape says.
 */
export function tensorValues(tensor: TensorMessage, files: readonly NetworkFile[]): Known {
  const { dims, name } = tensor
  const type = types.get(tensor.type)
  if (!type) throw refused(`its numbers "${name}" are of a kind that is not known (${tensor.type})`)
  if (dims.some((side) => !Number.isSafeInteger(side) || side < 0)) throw damaged(`"${name}" has an impossible shape`)
  const count = size(dims)
  if (count * type.bytes > networkLimits.weights) throw refused(`its numbers "${name}" take more than 2 GB`)
  const whole = !isDecimal(tensor.type)
  const typed = tensor.external || tensor.raw ? null : typedValues(tensor, count)
  if (typed) return { dims, values: typed, whole }
  const raw = tensor.external ? externalBytes(tensor, count * type.bytes, files) : (tensor.raw ?? new Uint8Array(0))
  if (raw.length !== count * type.bytes)
    throw damaged(`"${name}" should be ${count} numbers of ${type.bytes} bytes, and is ${raw.length} bytes`)
  if (tensor.type === 1 && raw.byteOffset % 4 === 0) return { dims, values: new Float32Array(raw.buffer, raw.byteOffset, count), whole }
  const values = isShort(tensor.type) ? new Float32Array(count) : new Float64Array(count)
  const view = new DataView(raw.buffer, raw.byteOffset, raw.length)
  for (let at = 0; at < count; at++) values[at] = type.read(view, at * type.bytes)
  return { dims, values, whole }
}

/** Numbers that stand one by one or packed in a field of their type; null where there are none, as in a raw tensor. */
function typedValues({ typed, type, name }: TensorMessage, count: number): Float32Array | Float64Array | null {
  const own = typed.filter(({ id }) => id === fieldOf(type))
  if (own.length === 0) return null
  const wrong = (): Error => damaged(`"${name}" should be ${count} numbers, and is more or fewer`)
  if (type !== 1 && type !== 11) {
    const list: number[] = []
    for (const field of own) addIntegers(list, field, count)
    if (list.length !== count) throw wrong()
    return isShort(type) ? Float32Array.from(list, type === 10 ? half : brain) : Float64Array.from(list)
  }
  const width = type === 1 ? 4 : 8
  const parts = own.map((field) => (field.fixed === width ? field.bytes! : bytesOf(field)))
  if (parts.reduce((sum, part) => sum + part.length, 0) !== count * width) throw wrong()
  const values = type === 1 ? new Float32Array(count) : new Float64Array(count)
  const bytes = new Uint8Array(values.buffer)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return values
}

/** The bytes of a tensor that is kept in a file beside the model; only among those given, never from the disk. */
function externalBytes({ external, name }: TensorMessage, length: number, files: readonly NetworkFile[]): Uint8Array {
  const location = (external!.get('location') ?? '').replaceAll('\\', '/').replace(/^(\.\/)+/, '')
  const base = location.split('/').at(-1)!
  const file = files.find((one) => one.name === location) ?? files.find((one) => one.name.split('/').at(-1) === base)
  if (!file || base === '')
    throw refused(
      `its numbers are in a second file, "${base.slice(0, 100)}", which was not brought with it`,
      'Bring both files together, or the folder in which they are.',
    )
  const offset = Number(external!.get('offset') ?? 0)
  const told = external!.has('length') ? Number(external!.get('length')) : length
  if (!Number.isSafeInteger(offset) || offset < 0 || told !== length || offset + length > file.bytes.length)
    throw damaged(`"${name}" is not where it should be in "${base.slice(0, 100)}"`)
  return file.bytes.subarray(offset, offset + length)
}

/** A number of 16 bits (IEEE 754 binary16). */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

const word = new DataView(new ArrayBuffer(4))
/** The upper half of a 32-bit number. */
function brain(bits: number): number {
  word.setUint32(0, (bits & 0xffff) * 65_536)
  return word.getFloat32(0)
}
