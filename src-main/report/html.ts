// HTML as values that cannot be injected into: text is escaped when it is put in, markup only comes from this file's tag.

export interface Html {
  readonly markup: string
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escape = (text: string): string => text.replace(/[&<>"']/g, (one) => escapes[one]!)

type Value = Html | Html[] | string | number | null | undefined

/**
 * A template whose values are escaped, unless they are Html themselves. A line break beside a tag or a value, with the spaces around it, is
 * the template's own and not part of what is shown; within a text it is a space.
 */
export function html(parts: TemplateStringsArray, ...values: Value[]): Html {
  const put = (value: Value): string => {
    if (value === null || value === undefined) return ''
    if (Array.isArray(value)) return value.map((one) => one.markup).join('')
    return typeof value === 'object' ? value.markup : escape(String(value))
  }
  return {
    markup: piecesOf(parts)
      .map((part, at) => part + (at < values.length ? put(values[at]) : ''))
      .join(''),
  }
}

const known = new WeakMap<TemplateStringsArray, string[]>()
function piecesOf(parts: TemplateStringsArray): string[] {
  const there = known.get(parts)
  if (there) return there
  const pieces = parts.map((part) =>
    part
      .replace(/(^|>)\s*\n\s*/g, '$1')
      .replace(/\s*\n\s*(<|$)/g, '$1')
      .replace(/\s*\n\s*/g, ' '),
  )
  known.set(parts, pieces)
  return pieces
}
