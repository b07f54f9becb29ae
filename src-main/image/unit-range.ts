// Bytes of pictures as the numbers that networks take.

/**
 * Black 0 and white 1. A loop, since `Float32Array.from` with a function is many times slower, and a film of large pictures has millions of
 * bytes.
 */
export function unitRange(bytes: Uint8Array): Float32Array {
  const out = new Float32Array(bytes.length)
  for (let at = 0; at < out.length; at++) out[at] = bytes[at]! / 255
  return out
}
