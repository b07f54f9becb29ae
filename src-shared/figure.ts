// A figure of the paper, made anew from our own run: pictures, numbers, and the paper's claim beside ours.
import { z } from 'zod'
import { hash } from './recipe.ts'

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

/** "agrees", "differs", or "open" when the run cannot tell. */
export const verdict = z.enum(['agrees', 'differs', 'open'])
export type Verdict = z.output<typeof verdict>
export const claim = z.object({ paper: z.string(), ours: z.string(), verdict })
export type Claim = z.output<typeof claim>

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
  /** Runs whose recipes made it. */
  runs: z.array(z.object({ id: z.string(), name: z.string() })),
})
export type Figure = z.output<typeof figure>
