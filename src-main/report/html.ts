// HTML as values that cannot be injected into: text is escaped when it is put in, markup only comes from this file's tag.

export interface Html {
  readonly markup: string
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escape = (text: string): string => text.replace(/[&<>"']/g, (one) => escapes[one]!)

type Value = Html | Html[] | string | number | null | undefined

/** A template whose values are escaped, unless they are Html themselves. */
export function html(parts: TemplateStringsArray, ...values: Value[]): Html {
  const put = (value: Value): string => {
    if (value === null || value === undefined) return ''
    if (Array.isArray(value)) return value.map((one) => one.markup).join('')
    return typeof value === 'object' ? value.markup : escape(String(value))
  }
  return { markup: parts.map((part, at) => part + (at < values.length ? put(values[at]) : '')).join('') }
}
