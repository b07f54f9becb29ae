// Names of classes from a file that people have beside their network.

/** What one file may hold. */
const most = 100_000

/**
 * Names by number: of a text with one name a line, a JSON list, or a JSON object from numbers to names, or to lists whose last entry is the
 * name (ImageNet's {"0": ["n01440764", "tench"]}). Throws an Error in words for anything else.
 */
export function classNamesFrom(text: string): string[] {
  const names = /^\s*[[{]/.test(text) ? fromJson(text) : text.split(/\r?\n/).map((line) => line.trim())
  while (names.at(-1) === '') names.pop()
  if (names.length === 0) throw new Error('There is no name in it.')
  if (names.length > most) throw new Error(`It has more than ${most.toLocaleString('en-US')} lines.`)
  return names.map((name, at) => (name === '' ? String(at) : name.slice(0, 200)))
}

function fromJson(text: string): string[] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new Error('It looks like JSON, but cannot be read as JSON.')
  }
  if (Array.isArray(value)) return value.map(nameOf)
  const entries = Object.entries(value as Record<string, unknown>)
  // From names to numbers, as Keras writes class_indices.
  if (entries.every(([, at]) => Number.isInteger(at))) return byNumber(entries.map(([name, at]) => [at as number, name]))
  return byNumber(entries.map(([at, name]) => [Number(at), nameOf(name)]))
}

function byNumber(entries: readonly (readonly [number, string])[]): string[] {
  const names = new Array<string>(entries.length).fill('')
  for (const [at, name] of entries) {
    if (!Number.isInteger(at) || at < 0 || at >= entries.length) throw new Error('Its numbers are not those from 0 on, each once.')
    names[at] = name
  }
  return names
}

function nameOf(value: unknown): string {
  const one: unknown = Array.isArray(value) ? value.at(-1) : value
  if (typeof one !== 'string' && typeof one !== 'number') throw new Error('It holds something that is no name.')
  return String(one).trim()
}
