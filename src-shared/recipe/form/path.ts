// Settings by their path in the JSON, such as ["transforms", 0, "pixels"].
import type { Json } from '../../run/event.ts'
import type { AnyWords } from './words.ts'

export type Path = readonly (string | number)[]

/** The value at a path; undefined where there is none. */
export function valueAt(of: Json | undefined, path: Path): Json | undefined {
  let value = of
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Record<string | number, Json>)[key]
  }
  return value
}

/** A copy with another value at a path; undefined takes a setting out. What is not there on the way is made. */
export function withValue(of: Json | undefined, path: Path, value: Json | undefined): Json {
  const [key, ...rest] = path
  if (key === undefined) return value ?? null
  const inner = valueAt(of, [key])
  const next = rest.length === 0 ? value : withValue(inner, rest, value)
  if (typeof key === 'number') {
    const list = Array.isArray(of) ? [...of] : []
    if (next === undefined) list.splice(key, 1)
    else list[key] = next
    return list
  }
  const { [key]: _before, ...others } = (typeof of === 'object' && of !== null && !Array.isArray(of) ? of : {}) as Record<string, Json>
  return next === undefined ? others : { ...others, [key]: next }
}

/** A path as one text: "transforms.0.pixels". */
export const pathText = (path: Path): string => path.join('.')
export const pathOf = (text: string): Path => text.split('.').map((one) => (/^\d+$/.test(one) ? Number(one) : one))

/**
 * What a setting is called, in the words of a form: "Changes at each step, number 1 (Shift), at most". `of` is the whole, from which the
 * kinds on the way are known; what has no words goes by its name.
 */
export function pathWords(path: Path, of: Json | undefined, words: Readonly<Record<string, AnyWords>>): string {
  return walked(path, of, words)
    .parts.map((one, at) => (at === 0 ? one : `${one.charAt(0).toLowerCase()}${one.slice(1)}`))
    .join(', ')
}
/** The words for the setting at a path; undefined where it has none. */
export function wordsAt(path: Path, of: Json | undefined, words: Readonly<Record<string, AnyWords>>): AnyWords | undefined {
  return walked(path, of, words).last
}
function walked(
  path: Path,
  of: Json | undefined,
  words: Readonly<Record<string, AnyWords>>,
): { parts: string[]; last: AnyWords | undefined } {
  const parts: string[] = []
  let last: AnyWords | undefined
  let fields: Readonly<Record<string, AnyWords>> = words
  let kinds: AnyWords['kinds']
  for (const [at, key] of path.entries()) {
    const kind = valueAt(of, [...path.slice(0, at + 1), 'kind'])
    if (typeof key === 'number') parts.push(`number ${key + 1}`)
    else {
      const own: AnyWords | undefined = Object.hasOwn(fields, key) ? fields[key] : undefined
      parts.push(own?.label ?? key)
      last = own
      kinds = own?.kinds
    }
    const form = typeof kind === 'string' && kinds && Object.hasOwn(kinds, kind) ? kinds[kind] : undefined
    if (form) {
      if (at < path.length - 1 || typeof key === 'number') parts[parts.length - 1] += ` (${form.label})`
      fields = form.fields
    }
  }
  return { parts, last }
}
