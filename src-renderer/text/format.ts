// Expected times, dates and sizes as words for the page; numbers and names are words that reports share. Pure: the time is handed in. No
// input makes any of them throw.
import { number } from '../../src-shared/text/numbers.ts'

export { compact, count, duration, isolatedName, measured, number, percent, probability, shareOf } from '../../src-shared/text/numbers.ts'

/** A space that does not break, so that a number stays with its unit. */
const nbsp = '\u00a0'
const locale = 'en-GB'
// Formats are made once: making one takes far longer than using it, and lists hold hundreds of numbers and dates.
const dayFormat = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' })
const timeFormat = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' })

/** Seconds that are expected, rounded as far as they can be trusted: "a few seconds", "about 20 s", "about 2 min". */
export function about(seconds: number): string {
  if (!Number.isFinite(seconds)) return 'an unknown time'
  if (seconds < 5) return 'a few seconds'
  if (seconds < 55) return `about ${Math.round(seconds / 5) * 5}${nbsp}s`
  if (seconds < 90) return `about 1${nbsp}min`
  if (seconds < 3300) return `about ${Math.round(seconds / 60)}${nbsp}min`
  const half = Math.round(seconds / 1800) / 2
  return `about ${half < 1000 ? half : number(half)}${nbsp}h`
}

/** "just now", "5 minutes ago", "yesterday", or the date when it is more than a week ago. Both in milliseconds since 1970. */
export function ago(then: number, now: number): string {
  if (!isTime(then) || !isTime(now)) return noDate
  const seconds = (now - then) / 1000
  if (seconds < 45) return 'just now'
  if (seconds < 45 * 60) return plural(Math.max(1, Math.round(seconds / 60)), 'minute')
  if (seconds < 22 * 3600) return plural(Math.max(1, Math.round(seconds / 3600)), 'hour')
  const days = Math.round(seconds / 86_400)
  if (days <= 1) return 'yesterday'
  return days < 8 ? plural(days, 'day') : date(then)
}
const plural = (value: number, unit: string): string => `${value} ${unit}${value === 1 ? '' : 's'} ago`

/** Milliseconds since 1970 that a calendar has: up to 100 million days before or after (ECMA-262, time values). */
const isTime = (time: number): boolean => Math.abs(time) <= 8.64e15
const noDate = 'no date'

/** "24 November 2026"; "no date" where no calendar has such a time. */
export const date = (time: number): string => (isTime(time) ? dayFormat.format(time) : noDate)

/** "24 November 2026, 08:31:05". */
export const dateTime = (time: number): string => (isTime(time) ? `${date(time)}, ${timeFormat.format(time)}` : noDate)

/** The same for machines, as in a `<time>`; empty where no calendar has such a time. */
export const isoTime = (time: number): string => (isTime(time) ? new Date(time).toISOString() : '')

/** A size in bytes as "290 kB". */
export function bytes(size: number): string {
  if (!Number.isFinite(size)) return 'not known'
  if (size < 1000) return `${size}${nbsp}bytes`
  if (size < 1e6) return `${Math.round(size / 1000)}${nbsp}kB`
  return size < 1e9 ? `${(size / 1e6).toFixed(1)}${nbsp}MB` : `${number(size / 1e9, 2)}${nbsp}GB`
}
