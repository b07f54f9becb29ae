// A name that a user or a file has given, as text that can be shown: on one line, in its own order, and never invisible.

/**
 * What cannot be seen or moves what stands beside it: control characters (line breaks, escape sequences of a terminal), format characters
 * (directions such as U+202E, zero-width spaces), separators of lines, halves of characters, and what Unicode has not assigned. The joiners
 * U+200C and U+200D and the tags are left: Persian words, families and flags are written with them.
 */
const unseen = /(?!\u200c|\u200d|[\u{e0020}-\u{e007f}])[\p{Cc}\p{Cf}\p{Cs}\p{Cn}\p{Zl}\p{Zp}]/gu
/** What has no ink: spaces, joiners and tags, marks without a letter, and the letters that are drawn as nothing. */
const inkless = /[\p{Z}\p{Cf}\p{M}\u115f\u1160\u2800\u3164\uffa0]/gu
const short: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** Longest name shown, in code points: enough for every name that can be typed, twelve lines of a page. */
const limit = 400

function escape(character: string): string {
  const code = character.codePointAt(0)!
  return short[character] ?? (code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`)
}

/**
 * A name for a page, a terminal or a report. What cannot be seen is written as in a program, "x\ny" or "\u{202e}"; a name without anything
 * to see becomes "(no name)" or "(only spaces)"; beyond 400 characters it is cut, with "…". Other names, of any script, stay as they are.
 */
export function shownName(name: string): string {
  if (name === '') return '(no name)'
  // A code point is at most two units: what lies beyond is cut before it costs time.
  const points = [...name.slice(0, 2 * limit + 2)]
  const cut = points.length > limit
  const shown = (cut ? points.slice(0, limit).join('') : name).replace(unseen, escape)
  if (shown.replace(inkless, '') === '') return '(only spaces)'
  return cut ? `${shown}…` : shown
}

/**
 * Lines of text for a terminal: line breaks stay, and whatever else cannot be seen, such as an escape sequence, is shown and not carried
 * out.
 */
export function shownLines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(unseen, escape))
    .join('\n')
}
