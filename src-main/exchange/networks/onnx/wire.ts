// Messages in the wire format of Protocol Buffers (protobuf.dev/programming-guides/encoding), read as far as an ONNX file needs it. An own
// reader, since the libraries copy every array, nest without bounds and need classes made beforehand; this one gives views of the file's
// bytes, and never makes room for more than there is.
import { refused } from '../refusal.ts'

export const damaged = (what: string): Error => refused(`this ONNX file is damaged (${what})`, 'Copy or export the file again.')

/** One field: its number in the message, and its whole number or its bytes (of a text, a message or packed numbers). */
export interface Field {
  readonly id: number
  /** For a number of 4 or 8 bytes, its bytes. */
  readonly bytes: Uint8Array | null
  /** How wide a number of fixed size is; 0 for any other. */
  readonly fixed: 0 | 4 | 8
  /** A whole number, signed; 0 for any other field. Exact to 2^53, which sizes and counts never pass. */
  readonly integer: number
}

const utf8 = new TextDecoder('utf-8', { fatal: false })
/** Longest text that is read: names and words, never more. Class names may stand in one text. */
const mostLetters = 2 ** 20

/** The fields of a message, in the order of the file. Throws 'invalid' where it is cut or says more than there is. */
export function* fieldsOf(message: Uint8Array): Generator<Field> {
  const place = { at: 0 }
  while (place.at < message.length) {
    const key = readVarint(message, place)
    const id = Math.floor(key / 8)
    if (id < 1 || id > 536_870_911) throw damaged('it has a field without a number')
    switch (key % 8) {
      case 0:
        yield { id, bytes: null, fixed: 0, integer: readVarint(message, place) }
        break
      case 1:
        yield { id, bytes: take(message, place, 8), fixed: 8, integer: 0 }
        break
      case 2:
        yield { id, bytes: take(message, place, readVarint(message, place)), fixed: 0, integer: 0 }
        break
      case 5:
        yield { id, bytes: take(message, place, 4), fixed: 4, integer: 0 }
        break
      default:
        throw damaged('it has a field of an unknown kind')
    }
  }
}

function take(message: Uint8Array, place: { at: number }, length: number): Uint8Array {
  if (length < 0 || length > message.length - place.at) throw damaged('a part of it is cut off')
  place.at += length
  return message.subarray(place.at - length, place.at)
}

/** A number of up to 64 bits, 7 of them in each byte, the low ones first; two's complement. */
function readVarint(bytes: Uint8Array, place: { at: number }): number {
  let low = 0
  let high = 0
  for (let shift = 0; shift < 70; shift += 7) {
    const byte = bytes[place.at++]
    if (byte === undefined) throw damaged('a number of it is cut off')
    const part = byte & 0x7f
    if (shift < 28) low |= part << shift
    else if (shift === 28) {
      low |= (part & 0x0f) << 28
      high |= part >> 4
    } else high |= part << (shift - 32)
    if (byte < 0x80) return (high | 0) * 2 ** 32 + (low >>> 0)
  }
  throw damaged('a number of it has no end')
}

/** The sub-message or text of a field. Throws 'invalid' when a number stands there. */
export function bytesOf({ bytes, fixed }: Field): Uint8Array {
  if (!bytes || fixed !== 0) throw damaged('it has a number in the place of a text or a part')
  return bytes
}

export function textOf(field: Field): string {
  const bytes = bytesOf(field)
  if (bytes.length > mostLetters) throw damaged('it has a name of more than a million letters')
  return utf8.decode(bytes)
}

export function integerOf({ bytes, integer }: Field): number {
  if (bytes) throw damaged('it has a text in the place of a number')
  return integer
}

export function floatOf({ bytes, fixed }: Field): number {
  if (!bytes || fixed !== 4) throw damaged('it has something else in the place of a decimal number')
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getFloat32(0, true)
}

/** Whole numbers of a repeated field, packed or one by one, added to the list. Throws 'invalid' for more than `most`. */
export function addIntegers(list: number[], field: Field, most: number): void {
  if (!field.bytes) list.push(field.integer)
  else {
    const bytes = bytesOf(field)
    const place = { at: 0 }
    while (place.at < bytes.length && list.length <= most) list.push(readVarint(bytes, place))
  }
  if (list.length > most) throw damaged('a list of it is longer than it says')
}

/** Decimal numbers of a repeated field, packed or one by one. Throws 'invalid' for more than `most`. */
export function addFloats(list: number[], { bytes, fixed }: Field, most: number): void {
  if (!bytes || fixed === 8 || bytes.length % 4 !== 0) throw damaged('it has something else in the place of decimal numbers')
  if (list.length + bytes.length / 4 > most) throw damaged('a list of it is too long')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  for (let at = 0; at < bytes.length; at += 4) list.push(view.getFloat32(at, true))
}
