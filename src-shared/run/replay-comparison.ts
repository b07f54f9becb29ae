// Two runs of one recipe beside each other: whether their results are the same, why they may not be, and how far apart they are.
import { z } from 'zod'
import { listed } from '../text/phrase.ts'
import { hash } from '../recipe/recipe.ts'
import { shownName } from '../text/shown-name.ts'

/** A number that both results have, by its path in the JSON, such as "scores.4", where the two are farthest apart. */
const farthest = z.object({ path: z.string(), here: z.number(), there: z.number() })

/** How far two results are apart, measured by what they are. */
export const difference = z.discriminatedUnion('of', [
  /**
   * Weights of a network, or packed numbers. `relative` is the RMS of the differences over the RMS of the other run's numbers; null where
   * those are all zero.
   */
  z.object({ of: z.literal('numbers'), count: z.int(), largest: z.number(), rms: z.number(), relative: z.number().nullable() }),
  /** Channel values of pictures, 0 to 255. */
  z.object({ of: z.literal('pixels'), largest: z.number(), mean: z.number() }),
  /** `otherwise` counts the places where the two are not both numbers and not the same. */
  z.object({ of: z.literal('table'), farthest: farthest.nullable(), otherwise: z.int() }),
  /** Not of the same size, or not readable: there is nothing to subtract. */
  z.object({ of: z.literal('form') }),
])
export type Difference = z.output<typeof difference>

const row = z.object({
  name: z.string(),
  here: hash.nullable(),
  there: hash.nullable(),
  /** The same bytes, and the same numbers kept beside them. */
  same: z.boolean(),
  /** Null where the bytes are the same or one of the two is missing. */
  difference: difference.nullable(),
  /** Of the numbers kept beside a result, such as its score, the one that is farthest apart; null where all are the same. */
  beside: farthest.nullable(),
})
export type ComparisonRow = z.output<typeof row>

export const comparison = z.object({
  same: z.boolean(),
  rows: z.array(row),
  /** What the two records name differently of all that decides the bytes: recipe, science, processor, threads, ... */
  reasons: z.array(z.object({ label: z.string(), here: z.string(), there: z.string() })),
  /** Whether both records say what they were made on; those of older versions do not. */
  recorded: z.boolean(),
})
export type Comparison = z.output<typeof comparison>

/** "same"; else whether the records explain it: "explained", "silent" where one does not say what it was made on, or "unexplained". */
export function outcomeOf({ same, reasons, recorded }: Comparison): 'same' | 'explained' | 'silent' | 'unexplained' {
  if (same) return 'same'
  if (reasons.length > 0) return 'explained'
  return recorded ? 'unexplained' : 'silent'
}

/** How a caller writes a number of unknown size. */
type Write = (value: number) => string

/** How far one result is apart, as a few words; "here" and "there" are the first and the second of the two runs. */
export function rowWords({ here, there, difference: one, beside }: ComparisonRow, write: Write): string {
  const words: string[] = []
  if (here === null) words.push('missing here')
  else if (there === null) words.push('missing there')
  else if (one?.of === 'numbers')
    words.push(
      `up to ${write(one.largest)}, RMS ${write(one.rms)}` +
        `${one.relative === null ? '' : ` (${write(one.relative)} of the numbers’ own RMS)`}`,
    )
  else if (one?.of === 'pixels') words.push(`up to ${write(one.largest)} of 255, ${write(one.mean)} on average`)
  else if (one?.of === 'table') {
    if (one.farthest) words.push(pair(one.farthest, write))
    if (one.otherwise > 0) words.push(`${one.otherwise} ${one.otherwise === 1 ? 'entry differs' : 'entries differ'}`)
    if (words.length === 0) words.push('the same entries, written differently')
  } else if (one) words.push('cannot be compared: not of the same size')
  if (beside) words.push(pair(beside, write))
  return words.join('; ')
}
const pair = ({ path, here, there }: z.output<typeof farthest>, write: Write): string =>
  `${shownName(path)} ${write(here)} here, ${write(there)} there`

/** Why two runs may differ, in a sentence or two; empty when they are the same. */
export function reasonWords(one: Comparison): string {
  const named = one.reasons.map(
    ({ label, here, there }) => `${/^[A-Z][a-z ]+$/.test(label) ? label.toLowerCase() : label} (${here} here, ${there} there)`,
  )
  switch (outcomeOf(one)) {
    case 'same':
      return ''
    case 'explained':
      return (
        `The two were not made under the same conditions: they differ in ` +
        `${listed(named)}. ` +
        (one.reasons.some(({ label }) => label === recipeLabel)
          ? 'Another recipe gives other results.'
          : 'Sums are then rounded differently, and over a long calculation a difference in the last digit can grow.')
      )
    case 'silent':
      return (
        'One of the two records comes from a version that did not record what a run was made on, so whether another processor or ' +
        'setting is the reason is not known.'
      )
    case 'unexplained':
      return (
        'Both records name the same processor, threads, TensorFlow and settings, so the results should be the same and are not: ' +
        'please report this as a bug in the lab.'
      )
  }
}
export const recipeLabel = 'Recipe'

/**
 * How far apart the results are, by what they are: one sentence with the widest of each kind, and where it is. Empty where nothing could be
 * measured.
 */
export function sizeWords({ rows }: Comparison, write: Write): string {
  const widest = <T>(of: (row: ComparisonRow) => T | null, size: (one: T) => number): { name: string; one: T } | null =>
    rows.reduce<{ name: string; one: T } | null>((best, each) => {
      const one = of(each)
      return one !== null && (best === null || size(one) > size(best.one)) ? { name: shownName(each.name), one } : best
    }, null)
  const kind =
    <K extends Difference['of']>(of: K) =>
    (each: ComparisonRow): Extract<Difference, { of: K }> | null =>
      each.difference?.of === of ? (each.difference as Extract<Difference, { of: K }>) : null
  const numbers = widest(kind('numbers'), (one) => one.relative ?? one.rms)
  const pixels = widest(kind('pixels'), (one) => one.largest)
  const besides = widest(
    (each) => each.beside,
    (one) => Math.abs(one.here - one.there),
  )
  const parts = [
    ...(numbers
      ? [
          `weights and other packed numbers by up to ${write(numbers.one.largest)}, in RMS ` +
            `${write(numbers.one.relative ?? numbers.one.rms)}${numbers.one.relative === null ? '' : ' of their size'} (${numbers.name})`,
        ]
      : []),
    ...(pixels ? [`pictures by up to ${write(pixels.one.largest)} of 255 (${pixels.name})`] : []),
    ...(besides
      ? [
          `${besides.one.path === 'score' ? 'scores' : 'numbers kept beside the results'} by up to ` +
            `${write(Math.abs(besides.one.here - besides.one.there))} ` +
            `(${besides.one.path === 'score' ? '' : `${besides.one.path} of `}${besides.name})`,
        ]
      : []),
  ]
  return parts.length === 0 ? '' : `Widest differences: ${listed(parts)}.`
}
