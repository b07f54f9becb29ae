// What each kind of run leaves: its summary and its results. A kind of recipe without a line here does not compile.
import type { z } from 'zod'
import type { RecipeKind } from '../../recipe/recipe.ts'
import type { Artifact, Run } from '../run.ts'
import { atlasResults, eigendistortionsResults, gridResults, metamersResults } from './analyses.ts'
import { ascendResults } from './ascend.ts'
import { datasetResults } from './dataset.ts'
import { encodingResults } from './encoding.ts'
import { examplesResults } from './examples.ts'
import { fits, placeOf, type ResultForm } from './form.ts'
import { matchResults } from './match.ts'
import { networkResults } from './network.ts'
import { nearestResults } from './nearest.ts'
import { ownPicturesResults } from './own-pictures.ts'
import { reconstructionsResults } from './reconstructions.ts'
import { reproduceResults } from './reproduce.ts'
import { searchResults } from './search.ts'
import { sweepResults } from './sweep.ts'
import { autoencoderResults, classifierResults } from './training.ts'

interface RunResults {
  /** Every field may be missing: of a run that was stopped early, or of an older version. */
  summary: z.ZodObject
  artifacts: Record<string, ResultForm>
}

export const results = {
  dataset: datasetResults,
  classifier: classifierResults,
  autoencoder: autoencoderResults,
  ascend: ascendResults,
  examples: examplesResults,
  search: searchResults,
  reconstructions: reconstructionsResults,
  nearest: nearestResults,
  encoding: encodingResults,
  match: matchResults,
  grid: gridResults,
  atlas: atlasResults,
  metamers: metamersResults,
  eigendistortions: eigendistortionsResults,
  network: networkResults,
  reproduce: reproduceResults,
  sweep: sweepResults,
  pictures: ownPicturesResults,
} satisfies Record<RecipeKind, RunResults>

/** What a run of a kind says at its end. */
export type Summary<K extends RecipeKind> = z.output<(typeof results)[K]['summary']>

/** The same as it is recorded. */
export const recorded = <K extends RecipeKind>(summary: Summary<K>): Run['summary'] => summary as Run['summary']

export type Summarized = Pick<Run, 'recipe' | 'summary'>

/** The summary of a run, if it is of this kind; of another kind there is nothing. A field that does not fit is left out. */
export function summaryOf<K extends RecipeKind>(kind: K, { recipe, summary }: Summarized): Summary<K> {
  if (recipe.kind !== kind) return {} as Summary<K>
  const { shape } = results[kind].summary as z.ZodObject
  const fields = Object.entries(shape).flatMap(([name, field]) => {
    const read = (field as z.ZodType).safeParse(Object.hasOwn(summary, name) ? summary[name] : undefined)
    return read.success && read.data !== undefined ? [[name, read.data] as const] : []
  })
  return Object.fromEntries(fields) as Summary<K>
}

type All<U> = (U extends unknown ? (one: U) => void : never) extends (one: infer I) => void ? I : never
/** What the summary of any kind of run may say; a field that several kinds have means the same in each. */
export type AnySummary = All<{ [K in RecipeKind]: Summary<K> }[RecipeKind]>
export const anySummaryOf = (run: Summarized): AnySummary => summaryOf(run.recipe.kind, run) as AnySummary

/** Names of what does not fit the form of its kind, "summary" among them: of another version, or damaged. */
export function unreadableResults({ recipe, summary }: Summarized, artifacts: readonly Pick<Artifact, 'name' | 'meta'>[]): string[] {
  const { summary: form, artifacts: forms }: RunResults = results[recipe.kind]
  const unread = artifacts.filter(({ name, meta }) => {
    const of = Object.values(forms).find((one) => placeOf(one, name) !== null)
    return of !== undefined && !fits(of, meta)
  })
  return [...(form.safeParse(summary).success ? [] : ['summary']), ...unread.map(({ name }) => name)]
}
