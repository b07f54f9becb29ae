// JSON that came from outside or is kept with a run: whether the wire can carry it and a page can read it.

/** Far from the 64 levels that a message may have, since what is kept stands inside a list inside an answer inside a message. */
export const depthLimit = 32

/**
 * Why a value cannot be kept, in words; null if it can. Walks without recursion, so that depth cannot end the process. Bounds are of the
 * whole value.
 */
export function troubleOf(
  value: unknown,
  { depth: deepest = depthLimit, values = 20_000, text = 2 ** 20 }: { depth?: number; values?: number; text?: number } = {},
): string | null {
  const waiting: [unknown, number][] = [[value, 0]]
  let [count, letters] = [0, 0]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [one, depth] = next
    if (depth > deepest) return `is nested more than ${deepest} deep`
    if (++count > values) return `has more than ${values} values`
    if (typeof one === 'string') letters += one.length
    if (typeof one === 'number' && !Number.isFinite(one)) return 'has a number that is not finite'
    if (typeof one === 'object' && one !== null) {
      for (const [key, item] of Object.entries(one)) {
        if (key === '$bytes') return 'has a key called $bytes'
        letters += Array.isArray(one) ? 0 : key.length
        waiting.push([item, depth + 1])
      }
    }
    if (letters > text) return `has more than ${text} letters`
  }
  return null
}

/** How deep JSON text is nested, without parsing it: a parser and a schema go into the depth and may not come back. `text` is UTF-8. */
export function nestingOf(text: Uint8Array): number {
  let [depth, deepest, inside] = [0, 0, false]
  for (let at = 0; at < text.length; at++) {
    const one = text[at]
    if (inside) {
      if (one === 0x5c) at++
      else if (one === 0x22) inside = false
    } else if (one === 0x22) inside = true
    else if (one === 0x5b || one === 0x7b) deepest = Math.max(deepest, ++depth)
    else if (one === 0x5d || one === 0x7d) depth--
  }
  return deepest
}
