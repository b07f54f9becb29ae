// Numbers, shares, counts, durations and names as words, for the page and for reports alike. No input makes any of them throw.
import { shownName } from './shown-name.ts'

/** A space that does not break, so that a number stays with its unit. */
const nbsp = '\u00a0'
// Formats are made once: making one takes far longer than using it, and lists hold hundreds of numbers.
const numberFormats: Intl.NumberFormat[] = []
const raised: Record<string, string> = { '-': '⁻', 0: '⁰', 1: '¹', 2: '²', 3: '³', 4: '⁴', 5: '⁵', 6: '⁶', 7: '⁷', 8: '⁸', 9: '⁹' }

/** The sign of a negative number as it is printed: the minus (U+2212), as wide as a plus, and no hyphen. */
export const withMinus = (text: string): string => text.replace(/^-/, '−')

/**
 * A number with its thousands set apart; `digits` after the point. From 10^15 on, where not every whole number can be written, with an
 * exponent.
 */
export function number(value: number, digits = 0): string {
  if (!Number.isFinite(value)) return 'not known'
  if (Math.abs(value) >= 1e15) return compact(value)
  let format = numberFormats[digits]
  if (!format)
    numberFormats[digits] = format = new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
  return withMinus(format.format(value))
}

/** A number of unknown size in three significant digits, with an exponent where it is very small or very large. */
export function compact(value: number): string {
  if (!Number.isFinite(value)) return 'not known'
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-3 || size >= 1e7)) {
    const [factor = '', exponent = ''] = value.toExponential(1).split('e')
    return `${withMinus(factor)}${nbsp}×${nbsp}10${[...exponent].map((digit) => raised[digit] ?? '').join('')}`
  }
  if (Number.isInteger(value)) return number(value)
  return size >= 1000 ? number(value) : withMinus(String(Number(value.toPrecision(3))))
}

/** A measured number in three significant digits, the zeros at its end kept: they were measured too. */
export function measured(value: number): string {
  const size = Math.abs(value)
  return Number.isFinite(value) && !Number.isInteger(value) && size >= 1e-3 && size < 1000
    ? withMinus(value.toPrecision(3))
    : compact(value)
}

/** A share 0 to 1 as "93.1 %"; one that is not nothing is never "0.0 %", but "< 0.1 %". Without digits it is rounded, to nothing too. */
export function percent(share: number, digits = 1): string {
  if (!Number.isFinite(share)) return 'not known'
  if (digits > 0 && share > 0 && 100 * share < 0.5 * 10 ** -digits) return least(digits)
  return `${Math.abs(share) < 1e5 ? withMinus((100 * share).toFixed(digits)) : compact(100 * share)}${nbsp}%`
}

const least = (digits: number): string => `< ${(10 ** -digits).toFixed(digits)}${nbsp}%`

/** A probability 0 to 1 that a classifier gives: "93.1 %" or "< 0.1 %". A softmax gives no class exactly nothing; a 0 was rounded to it. */
export const probability = (share: number, digits = 1): string =>
  100 * share < 0.5 * 10 ** -digits ? least(digits) : percent(share, digits)

/** "93.1 % (2,234 of 2,400)": never a bare number. */
export function shareOf(part: number, whole: number): string {
  return `${percent(part / whole)} (${number(part)} of ${number(whole)})`
}

/** "1 picture", "24,000 pictures". */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${number(value)}${nbsp}${value === 1 ? one : many}`
}

/** Seconds that were measured: "0.4 s", "46 s", "2 min 5 s", "1 h 10 min". Work takes no negative time: a clock was set back meanwhile. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return 'not known'
  if (seconds < 10) return `${seconds.toFixed(1)}${nbsp}s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole}${nbsp}s`
  const minutes = Math.floor(whole / 60)
  if (minutes < 60) return `${minutes}${nbsp}min${whole % 60 === 0 ? '' : ` ${whole % 60}${nbsp}s`}`
  return `${number(Math.floor(minutes / 60))}${nbsp}h${minutes % 60 === 0 ? '' : ` ${minutes % 60}${nbsp}min`}`
}

/** Letters that are written from right to left: Hebrew to Arabic, their presentation forms, and the planes kept for such scripts. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

/**
 * A name given by a user or a file, for any place of the page, titles and labels too: see `shownName`. Where it is written from right to
 * left it is set apart (U+2068 to U+2069), so that the sentence around it keeps its order.
 */
export function isolatedName(name: string): string {
  const shown = shownName(name)
  return rightToLeft.test(shown) ? `\u2068${shown}\u2069` : shown
}
