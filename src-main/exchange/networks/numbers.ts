// Numbers of a file, whatever type they are kept in, as those the lab computes with.
type Get = (view: DataView, at: number, little: boolean) => number

const getters = {
  float16: (view, at, little) => view.getFloat16(at, little),
  bfloat16(view, at, little) {
    const wide = new DataView(new ArrayBuffer(4))
    wide.setUint16(0, view.getUint16(at, little))
    return wide.getFloat32(0)
  },
  float32: (view, at, little) => view.getFloat32(at, little),
  float64: (view, at, little) => view.getFloat64(at, little),
  int8: (view, at) => view.getInt8(at),
  uint8: (view, at) => view.getUint8(at),
  int16: (view, at, little) => view.getInt16(at, little),
  uint16: (view, at, little) => view.getUint16(at, little),
  int32: (view, at, little) => view.getInt32(at, little),
  uint32: (view, at, little) => view.getUint32(at, little),
  int64: (view, at, little) => Number(view.getBigInt64(at, little)),
} as const satisfies Record<string, Get>
export type NumberType = keyof typeof getters

/** Bytes of one number of a type. */
export const sizes: Readonly<Record<NumberType, number>> = {
  float16: 2,
  bfloat16: 2,
  float32: 4,
  float64: 8,
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  int64: 8,
}

/** Bytes of whole numbers of one type, as 32-bit numbers of their own; `little` is the order of their bytes. */
export function numbersOf(bytes: Uint8Array, type: NumberType, little: boolean): Float32Array {
  const size = sizes[type]
  const count = Math.floor(bytes.length / size)
  if (type === 'float32' && little) {
    const own = new Float32Array(count)
    new Uint8Array(own.buffer).set(bytes.subarray(0, 4 * count))
    return own
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const get: Get = getters[type]
  const values = new Float32Array(count)
  for (let at = 0; at < count; at++) values[at] = get(view, at * size, little)
  return values
}
