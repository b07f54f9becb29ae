// What is said on a terminal: results on stdout, everything else on stderr, and nothing that the terminal would carry out.
import { shownLines } from '../../../src-shared/text/shown-name.ts'

/** One line or several on stdout. */
export const tell = (words: string): void => void process.stdout.write(`${shownLines(words)}\n`)
/** One line or several on stderr. */
export const warn = (words: string): void => void process.stderr.write(`${shownLines(words)}\n`)

/**
 * One JSON document on stdout. What a terminal would carry out, or show in another order, is written as \uXXXX, which readers of JSON undo.
 */
export function tellJson(value: unknown): void {
  const text = JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  process.stdout.write(`${text}\n`)
}

/** A moment in the time of this computer, to the minute; "?" for a number that is none. `zone` says which time that is. */
export function localTime(milliseconds: number): string {
  const at = new Date(milliseconds)
  if (Number.isNaN(at.getTime())) return '?'
  const [month, day, hour, minute] = [at.getMonth() + 1, at.getDate(), at.getHours(), at.getMinutes()].map((one) =>
    String(one).padStart(2, '0'),
  )
  return `${at.getFullYear()}-${month}-${day} ${hour}:${minute}`
}
/** The name of the time zone of this computer, such as "Europe/Berlin" or "UTC". */
export const zone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone
