// A JSON header and arrays as one run of bytes: the form of models and of checkpoints.

/**
 * u32 header length (little endian), `header` padded with spaces to 4 bytes so that float32 may follow, then the parts one after another.
 */
export function packBinary(header: string, parts: readonly ArrayBufferView[]): Uint8Array {
  const text = new TextEncoder().encode(header)
  const start = 4 + Math.ceil(text.length / 4) * 4
  const out = new Uint8Array(start + parts.reduce((sum, one) => sum + one.byteLength, 0)).fill(0x20, 4, start)
  new DataView(out.buffer).setUint32(0, start - 4, true)
  out.set(text, 4)
  let at = start
  for (const one of parts) {
    out.set(new Uint8Array(one.buffer, one.byteOffset, one.byteLength), at)
    at += one.byteLength
  }
  return out
}
