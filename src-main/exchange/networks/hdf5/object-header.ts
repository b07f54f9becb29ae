// The messages of an object of an HDF5 file. Format: "HDF5 File Format Specification Version 3.0" of The HDF Group, section IV.A. Every
// read is checked against the end of the file: what points outside of it is a RangeError of the DataView.
import { shown } from '../kind.ts'
import { refused } from '../refusal.ts'

/** The bytes of an HDF5 file, which is little-endian in its structure. */
export class Bytes {
  readonly view: DataView
  readonly all: Uint8Array
  constructor(all: Uint8Array) {
    this.all = all
    this.view = new DataView(all.buffer, all.byteOffset, all.byteLength)
  }
  u8 = (at: number): number => this.view.getUint8(at)
  u16 = (at: number): number => this.view.getUint16(at, true)
  u32 = (at: number): number => this.view.getUint32(at, true)
  /** A length or an address. */
  u64 = (at: number): number => Number(this.view.getBigUint64(at, true))
  /** A number of 1, 2, 4 or 8 bytes. */
  sized(at: number, size: number): number {
    return size === 1 ? this.u8(at) : size === 2 ? this.u16(at) : size === 4 ? this.u32(at) : this.u64(at)
  }
  /** Throws a RangeError for a part that is not there. */
  part(at: number, length: number): Uint8Array {
    if (!(at >= 0 && length >= 0 && at + length <= this.all.length)) throw new RangeError('outside of the file')
    return this.all.subarray(at, at + length)
  }
  /** Text of so many bytes, up to the first zero. */
  text(at: number, length: number): string {
    const part = this.part(at, length)
    const end = part.indexOf(0)
    return new TextDecoder().decode(end < 0 ? part : part.subarray(0, end))
  }
  signed(at: number, signature: string): boolean {
    return this.text(at, signature.length) === signature
  }
}

/** "No address", as the format writes it. */
export const nowhere = Number(0xffff_ffff_ffff_ffffn)

export const messageKinds = {
  dataspace: 0x01,
  linkInfo: 0x02,
  datatype: 0x03,
  link: 0x06,
  layout: 0x08,
  filters: 0x0b,
  attribute: 0x0c,
  continuation: 0x10,
  symbolTable: 0x11,
  attributeInfo: 0x15,
} as const

export interface Message {
  readonly kind: number
  readonly at: number
  readonly size: number
}

const mostBlocks = 4096
const mostMessages = 65_536
const damaged = 'its HDF5 file is damaged: one of its objects cannot be read'

/** All messages of the object at an address. */
export function messagesAt(bytes: Bytes, address: number): Message[] {
  const modern = bytes.signed(address, 'OHDR')
  if (!modern && bytes.u8(address) !== 1) throw refused(damaged)
  const messages: Message[] = []
  const blocks = [modern ? firstModern(bytes, address) : { at: address + 16, size: bytes.u32(address + 8) }]
  const seen = new Set(blocks.map(({ at }) => at))
  const ordered = modern && (bytes.u8(address + 5) & 4) !== 0
  const head = modern ? (ordered ? 6 : 4) : 8
  for (let block = blocks.shift(); block; block = blocks.shift()) {
    bytes.part(block.at, block.size)
    for (let at = block.at; at + head <= block.at + block.size; ) {
      const kind = modern ? bytes.u8(at) : bytes.u16(at)
      const size = bytes.u16(at + (modern ? 1 : 2))
      const shared = (bytes.u8(at + (modern ? 3 : 4)) & 2) !== 0
      const message = { kind, size, at: at + head }
      bytes.part(message.at, size)
      if (shared && kind !== messageKinds.attribute) throw refused('its HDF5 file shares descriptions between objects, which is not read')
      if (kind === messageKinds.continuation) {
        const next = { at: bytes.u64(message.at) + (modern ? 4 : 0), size: bytes.u64(message.at + 8) - (modern ? 8 : 0) }
        if (seen.has(next.at) || seen.size > mostBlocks) throw refused(damaged)
        seen.add(next.at)
        blocks.push(next)
      } else if (!shared) messages.push(message)
      if (messages.length > mostMessages) throw refused(damaged)
      at = message.at + size
    }
  }
  return messages
}

function firstModern(bytes: Bytes, address: number): { at: number; size: number } {
  const flags = bytes.u8(address + 5)
  const width = 2 ** (flags & 3)
  const at = address + 6 + (flags & 0x20 ? 16 : 0) + (flags & 0x10 ? 4 : 0)
  return { at: at + width, size: bytes.sized(at, width) }
}

/** The one message of a kind. */
export function messageOf(messages: readonly Message[], kind: number, of: string): Message {
  const found = messages.find((one) => one.kind === kind)
  if (!found) throw refused(`“${shown(of)}” in its HDF5 file is not described`)
  return found
}
