// Files between the page and the lab: each by a URL of its own, relative to the page, so that no message need hold one.
import { z } from 'zod'
import { runId } from './run.ts'

/** GET gives the run as a zip, in pieces. */
export const exportPath = (run: string): string => `export/${encodeURIComponent(run)}`
/** Runs of one report. */
export const mostReported = 6
/** GET gives the report of some runs as one HTML file. */
export const reportPath = (runs: readonly string[]): string => `report/${runs.map(encodeURIComponent).join(',')}`
/** POST takes a file that an export gave; the answer is `imported`, or the fault that refuses it. */
export const importPath = 'import'
/** POST takes one file of a network that is brought; the answer is {}, or the fault that refuses it. */
export const networkPath = (stage: string, name: string): string => `network/${stage}/${encodeURIComponent(name)}`
/** A header of what is sent in pieces: about how many bytes there will be. */
export const sizeHeader = 'x-phosphene-size'

/** The most bytes that an import may have. */
export const importLimit = 2 ** 31
export const imported = z.object({ id: runId, already: z.boolean() })
export type Imported = z.output<typeof imported>
