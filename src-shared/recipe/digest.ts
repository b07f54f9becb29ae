// A short name for a long text.

/**
 * 16 hexadecimal digits of a text: FNV-1a of 32 bits (Fowler, Noll and Vo) over its UTF-16 units, once forwards and once backwards. It
 * tells texts apart that stand side by side, not those that someone made to be alike.
 */
export function digest(text: string): string {
  let [there, back] = [0x811c9dc5, 0x811c9dc5]
  for (let at = 0; at < text.length; at++) {
    there = Math.imul(there ^ text.charCodeAt(at), 0x01000193)
    back = Math.imul(back ^ text.charCodeAt(text.length - 1 - at), 0x01000193)
  }
  return [there, back].map((one) => (one >>> 0).toString(16).padStart(8, '0')).join('')
}
