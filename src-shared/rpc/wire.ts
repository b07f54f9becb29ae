// A frame as bytes: u32 header length (big endian), a JSON header, then each Uint8Array the header names, in order.
import { invalid } from './fault.ts'
import type { Frame } from './rpc.ts'

/** No frame is larger, in bytes. Weights are 1-4 MiB and pictures travel by URL, so a larger one is a mistake or an attack. */
export const frameLimit = 64 * 2 ** 20

/** Where the socket is, relative to the page. */
export const socketPath = 'rpc'

/** What may be read at once of a peer that is not trusted: bytes of the JSON header, and the values in it. */
export interface ReadLimits {
  header: number
  values: number
}
/** The largest question, 1,024 sums of 16 terms, is 2 MiB and 140,000 values; reading as many takes a tenth of a second. */
export const questionLimits: ReadLimits = { header: 4 * 2 ** 20, values: 2 ** 18 }

const depthLimit = 64
/** `{"$bytes": [index, length]}` stands for an attachment. A key of that form in what is sent gets one more dollar on the way. */
const attached = '$bytes'
const escaped = /^\$+bytes$/
const writer = new TextEncoder()
const reader = new TextDecoder('utf-8', { fatal: true })

/**
 * A frame as bytes. Carries what JSON does, plus Uint8Array. Throws an `invalid` fault for anything JSON would change in silence
 * (NaN, Date, Map, other typed arrays), for nesting beyond 64 and for a frame above the limit.
 */
export function encode(frame: Frame): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = []
  const header = writer.encode(JSON.stringify(toPlain(frame, parts, 0)))
  const size = parts.reduce((sum, part) => sum + part.length, 4 + header.length)
  if (size > frameLimit) throw invalid(`A message of ${size} bytes is larger than the limit of ${frameLimit}.`)
  const out = new Uint8Array(size)
  new DataView(out.buffer).setUint32(0, header.length)
  out.set(header, 4)
  let at = 4 + header.length
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

/**
 * What these bytes say; throws an `invalid` fault unless header and attachments fit together to the byte. Attachments are copies.
 * Whether it is a frame is for `serve` and `connect` to check, as on every other channel. With `limits`, the header is measured before it
 * is parsed: a megabyte of brackets is a hundred times that in memory.
 */
export function decode(bytes: Uint8Array, limits?: ReadLimits): unknown {
  if (bytes.length < 4 || bytes.length > frameLimit) throw invalid('A message has an impossible length.')
  const size = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0)
  if (size > bytes.length - 4) throw invalid('A message is shorter than its header says.')
  if (limits) measure(bytes.subarray(4, 4 + size), limits)
  const rest = { bytes, at: 4 + size, next: 0 }
  let plain: unknown
  try {
    plain = JSON.parse(reader.decode(bytes.subarray(4, rest.at)))
  } catch {
    throw invalid('A message has no readable header.')
  }
  const value = fromPlain(plain, rest, 0)
  if (rest.at !== bytes.length) throw invalid('A message is longer than its header says.')
  return value
}

/** Throws an `invalid` fault when this JSON is too long, too deep or holds too many values. Text that is no JSON may pass. */
function measure(json: Uint8Array, limits: ReadLimits): void {
  if (json.length > limits.header) throw invalid(`A message has a header of ${json.length} bytes; ${limits.header} are the most.`)
  let [values, depth, text] = [1, 0, false]
  for (let at = 0; at < json.length; at++) {
    const byte = json[at]
    if (text) {
      if (byte === backslash) at++
      else if (byte === quote) text = false
    } else if (byte === quote) text = true
    else if (byte === comma) values++
    else if (byte === openList || byte === openObject) {
      values++
      // Two more than values may nest: the list inside the mark of an attachment, at the greatest depth.
      if (++depth > depthLimit + 2) throw invalid('A message is nested too deeply.')
    } else if (byte === closeList || byte === closeObject) depth--
    if (values > limits.values) throw invalid(`A message holds more than ${limits.values} values.`)
  }
}
const [quote, comma, openList, backslash, closeList, openObject, closeObject] = [0x22, 0x2c, 0x5b, 0x5c, 0x5d, 0x7b, 0x7d]

// Not JSON.stringify's replacer: it runs after toJSON, and Buffer has one, which would turn bytes into a list of numbers.
function toPlain(value: unknown, parts: Uint8Array[], depth: number): unknown {
  if (depth > depthLimit) throw invalid('A message is nested too deeply.')
  if (value === null || value === undefined || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number' && Number.isFinite(value)) return value
  if (value instanceof Uint8Array) return { [attached]: [parts.push(value) - 1, value.length] }
  if (Array.isArray(value))
    return Array.from(value, (item: unknown) => {
      if (item === undefined) throw invalid('A message cannot carry a hole in a list.')
      return toPlain(item, parts, depth + 1)
    })
  if (typeof value !== 'object' || ![Object.prototype, null].includes(Object.getPrototypeOf(value) as null)) {
    throw invalid(`A message cannot carry ${typeof value === 'object' ? value.constructor.name : String(value)}.`)
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [escaped.test(key) ? `$${key}` : key, toPlain(item, parts, depth + 1)]),
  )
}

/** Puts attachments and keys in their place. What JSON.parse has just made belongs to nobody else, so it is changed and not copied. */
function fromPlain(value: unknown, rest: { bytes: Uint8Array; at: number; next: number }, depth: number): unknown {
  if (depth > depthLimit) throw invalid('A message is nested too deeply.')
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at++) {
      const item: unknown = value[at]
      const whole = fromPlain(item, rest, depth + 1)
      if (whole !== item) value[at] = whole
    }
    return value
  }
  if (Object.hasOwn(value, attached)) return attachment(value as { $bytes: unknown }, rest)
  const record = value as Record<string, unknown>
  let renamed = false
  for (const key of Object.keys(record)) {
    renamed ||= escaped.test(key)
    const item = record[key]
    const whole = fromPlain(item, rest, depth + 1)
    // Defined and not assigned, so that `__proto__` stays a key.
    if (whole !== item) Object.defineProperty(record, key, { value: whole, writable: true, enumerable: true, configurable: true })
  }
  return renamed ? Object.fromEntries(Object.entries(record).map(([key, item]) => [escaped.test(key) ? key.slice(1) : key, item])) : record
}

function attachment(value: { $bytes: unknown }, rest: { bytes: Uint8Array; at: number; next: number }): Uint8Array {
  const [index, length] = Array.isArray(value.$bytes) && value.$bytes.length === 2 ? (value.$bytes as unknown[]) : []
  if (Object.keys(value).length !== 1 || index !== rest.next || !Number.isInteger(length))
    throw invalid('A message names its bytes wrongly.')
  const end = rest.at + (length as number)
  if (end < rest.at || end > rest.bytes.length) throw invalid('A message is shorter than its header says.')
  // Not `slice`: a Buffer's is a view, and would keep the whole message alive.
  const part = new Uint8Array(length as number)
  part.set(rest.bytes.subarray(rest.at, end))
  rest.next += 1
  rest.at = end
  return part
}
