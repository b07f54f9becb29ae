// A figure of the paper, made again from our own run: pictures, numbers, and the paper's claims beside what we find.
import { z } from 'zod'
import { hash } from '../recipe/recipe.ts'

/** One picture of a figure: a PNG artifact of width x height pixels, which may hold several 48-pixel pictures side by side. */
export const panel = z.object({
  hash,
  label: z.string(),
  /** Row and column heading in the figure; panels of one row share it. */
  row: z.string(),
  caption: z.string(),
  /** The picture in words, for those who do not see it. */
  alt: z.string(),
  width: z.int().min(1),
  height: z.int().min(1),
})
export type Panel = z.output<typeof panel>

export const figureNumber = z.object({ label: z.string(), value: z.number(), unit: z.string(), help: z.string() })
export type FigureNumber = z.output<typeof figureNumber>

/** "agrees"; "differs"; "open": this run cannot tell; "too-small": what the claim needs was cut in this run, or did not learn. */
export const verdict = z.enum(['agrees', 'differs', 'open', 'too-small'])
export type Verdict = z.output<typeof verdict>

export const verdictWords: Record<Verdict, { word: string; help: string }> = {
  agrees: { word: 'agrees', help: 'Our run finds what the paper says.' },
  differs: { word: 'differs', help: 'Our run finds something else.' },
  open: { word: 'undecided', help: 'What we find lies between the two sides of the rule, or the difference may be random.' },
  'too-small': { word: 'too small to tell', help: 'What this claim needs was cut in this run, or did not learn.' },
}

export const claim = z.object({
  /** The paper's sentence. */
  paper: z.string(),
  ours: z.string(),
  verdict,
  /** When it would agree and when differ, each the rest of a sentence: "agrees if ...". Figures made by older versions have none. */
  rule: z.object({ agrees: z.string(), differs: z.string() }).optional(),
})
export type Claim = z.output<typeof claim>

/** Beside claims without a rule. */
export const judgedBefore =
  'These verdicts are from an earlier version, which did not state its rules. Run the reproduction again to have the claims judged by ' +
  'the present ones.'

export type VerdictCounts = Record<Verdict, number>
export function countVerdicts(verdicts: readonly Verdict[]): VerdictCounts {
  const counts: VerdictCounts = { agrees: 0, differs: 0, open: 0, 'too-small': 0 }
  for (const one of verdicts) counts[one]++
  return counts
}

/** "7 agree, 2 differ, 1 is undecided, 3 are too small to tell"; what does not occur is left out. */
export function verdictSentence(counts: VerdictCounts): string {
  const said = [
    [counts.agrees, 'agrees', 'agree'],
    [counts.differs, 'differs', 'differ'],
    [counts.open, 'is undecided', 'are undecided'],
    [counts['too-small'], 'is too small to tell', 'are too small to tell'],
  ] as const
  return said
    .filter(([count]) => count > 0)
    .map(([count, one, many]) => `${count} ${count === 1 ? one : many}`)
    .join(', ')
}

/**
 * The counts in the summary of a reproduction; null before there are any, and of another kind of run. Older versions did not count what was
 * too small.
 */
export function countsIn(summary: Partial<Record<'agrees' | 'differs' | 'open' | 'tooSmall', number | undefined>>): VerdictCounts | null {
  const { agrees, differs, open, tooSmall = 0 } = summary
  return agrees === undefined || differs === undefined || open === undefined ? null : { agrees, differs, open, 'too-small': tooSmall }
}

/** A sentence of the paper that says what was done and claims nothing, beside what we did and got. */
export const remark = z.object({ paper: z.string(), ours: z.string() })

export const figure = z.object({
  number: z.int(),
  title: z.string(),
  /** The paper's caption. */
  caption: z.string(),
  /** One sentence that says what one sees, with its number. */
  reading: z.string(),
  panels: z.array(panel),
  numbers: z.array(figureNumber),
  claims: z.array(claim),
  remarks: z.array(remark).default([]),
  /** Runs whose recipes made it. */
  runs: z.array(z.object({ id: z.string(), name: z.string() })),
})
export type Figure = z.output<typeof figure>
