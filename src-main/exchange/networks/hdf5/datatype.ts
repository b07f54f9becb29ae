// Shapes and number types of an HDF5 file, and its texts. Format: sections IV.A.2.b (dataspace), IV.A.2.d (datatype), III.E (global heap).
import { networkLimits } from '../kind.ts'
import { refused } from '../refusal.ts'
import type { NumberType } from '../numbers.ts'
import type { Bytes } from './object-header.ts'

export type Datatype =
  | { readonly kind: 'number'; readonly type: NumberType; readonly size: number; readonly little: boolean }
  | { readonly kind: 'text'; readonly size: number; readonly variable: boolean }
  | { readonly kind: 'other'; readonly size: number }

const mostSides = 8

/** The sides of an array; no sides for one number, one side of 0 for nothing. */
export function shapeAt(bytes: Bytes, at: number): number[] {
  const [version, rank] = [bytes.u8(at), bytes.u8(at + 1)]
  if ((version !== 1 && version !== 2) || rank > mostSides) throw refused('its HDF5 file has an array of a form that is not read')
  if (version === 2 && bytes.u8(at + 3) === 2) return [0]
  const start = at + (version === 1 ? 8 : 4)
  const sides = Array.from({ length: rank }, (_, side) => bytes.u64(start + 8 * side))
  if (sides.reduce((product, side) => product * side, 1) > networkLimits.weights)
    throw refused(`its HDF5 file states an array of ${sides.join(' x ')} numbers, more than is read of one file`)
  return sides
}

export function datatypeAt(bytes: Bytes, at: number): Datatype {
  const [kind, flags, size] = [bytes.u8(at) & 0x0f, bytes.u8(at + 1), bytes.u32(at + 4)]
  if (size === 0 || size > networkLimits.description) throw refused('its HDF5 file has values of no size, or of one beyond any sense')
  const little = (flags & 1) === 0
  if (kind === 0) {
    const type = `${flags & 8 ? '' : 'u'}int${8 * size}`
    // Whole numbers of 64 bits only count; those of a file that are larger than 2^53 are none of ours.
    if ([1, 2, 4].includes(size) || size === 8) return { kind: 'number', type: (size === 8 ? 'int64' : type) as NumberType, size, little }
  }
  if (kind === 1) {
    const exponent = bytes.u8(at + 13)
    const type = size === 2 ? (exponent === 8 ? 'bfloat16' : 'float16') : size === 4 ? 'float32' : size === 8 ? 'float64' : null
    if (type) return { kind: 'number', type, size, little }
  }
  if (kind === 3) return { kind: 'text', size, variable: false }
  if (kind === 9 && (flags & 0x0f) === 1) return { kind: 'text', size, variable: true }
  return { kind: 'other', size }
}

/** Reads texts of a file, those outside of their objects included. */
export function createTexts(bytes: Bytes): (type: Datatype, at: number, count: number) => string[] {
  const heaps = new Map<number, Map<number, { at: number; size: number }>>()

  function heap(address: number): Map<number, { at: number; size: number }> {
    const known = heaps.get(address)
    if (known) return known
    if (!bytes.signed(address, 'GCOL')) throw refused('a text of its HDF5 file is not where the file says')
    const found = new Map<number, { at: number; size: number }>()
    const end = address + bytes.part(address, bytes.u64(address + 8)).length
    for (let at = address + 16; at + 16 <= end; ) {
      const [index, size] = [bytes.u16(at), bytes.u64(at + 8)]
      if (index === 0) break
      found.set(index, { at: at + 16, size })
      at += 16 + 8 * Math.ceil(size / 8)
    }
    heaps.set(address, found)
    return found
  }

  return (type, at, count) => {
    if (type.kind !== 'text') return []
    bytes.part(at, type.size * count)
    return Array.from({ length: count }, (_, index) => {
      const start = at + index * type.size
      if (!type.variable) return bytes.text(start, type.size)
      const [length, address] = [bytes.u32(start), bytes.u64(start + 4)]
      if (length === 0) return ''
      const place = heap(address).get(bytes.u32(start + 12))
      if (!place || place.size < length) throw refused('a text of its HDF5 file is not where the file says')
      return bytes.text(place.at, length)
    })
  }
}
