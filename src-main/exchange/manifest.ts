// What a file of runs says of them: one schema, by which it is written and read. Whatever passes it the lab can keep, list, send and show.
import { z } from 'zod'
import { json } from '../../src-shared/run/event.ts'
import { artifactMedia } from '../../src-shared/run/media.ts'
import { hash } from '../../src-shared/recipe/recipe.ts'
import { run, type Run, runId } from '../../src-shared/run/run.ts'
import { faultCode, faultOfSentence } from '../../src-shared/run/run-fault.ts'
import { troubleOf } from '../../src-shared/rpc/stored-json.ts'

export const manifestFormat = 'phosphene-run'
/** Raised when an older lab could not read what is written. */
export const manifestVersion = 1

/** The most that one file holds. A file is read in one piece of the library's time, so these keep that to seconds. */
export const fileLimits = {
  runs: 1000,
  artifacts: 50_000,
  curves: 5000,
  points: 1_000_000,
  /** Characters of all records together, without curves: a run is sent with its parts in one message, which may have 64 MiB. */
  text: 16 * 2 ** 20,
  /** Bytes of the manifest. */
  manifest: 64 * 2 ** 20,
  /** Bytes of one result. */
  artifact: 512 * 2 ** 20,
  /** Bytes of all there is, unpacked. */
  total: 2 ** 31,
}

const kept = (what: string) =>
  z.record(z.string().max(200), json).superRefine((value, context) => {
    const trouble = troubleOf(value)
    if (trouble !== null) context.addIssue({ code: 'custom', message: `${what} ${trouble}` })
  })
const text = (most: number) => z.string().max(most)

/**
 * Where a run was made is not for its file to say; what older versions wrote did not say by which version of the science. Its fault is the
 * sentence, as in every version, and its code beside it, which versions up to 0.1.0 leave out and pass over.
 */
const packedRun = run.omit({ origin: true }).extend({
  science: run.shape.science.default(1),
  name: text(500),
  environment: run.shape.environment.refine(
    (value) => troubleOf(value, { values: 2000, text: 10_000 }) === null,
    'what it was made on is too long',
  ),
  appVersion: text(64),
  seconds: z.number().min(-1e12).max(1e12),
  summary: kept('the summary'),
  notices: z.array(run.shape.notices.element.extend({ code: text(100), message: text(4000) })).max(200),
  fault: text(20_000).nullable(),
  faultCode: text(40).optional(),
  note: text(20_000),
  tags: z
    .array(text(40))
    .max(40)
    .refine((tags) => new Set(tags).size === tags.length, 'a tag is listed twice'),
})
const packedArtifact = z.object({
  name: z.string().min(1).max(4000),
  hash,
  media: z.enum(artifactMedia),
  meta: kept('what is said of a result'),
})

/** By hand: a schema takes several seconds for a million points. */
const points = z.custom<[number, number][]>(
  (value) =>
    Array.isArray(value) &&
    value.every((one: unknown) => Array.isArray(one) && one.length === 2 && Number.isFinite(one[0]) && Number.isFinite(one[1])),
  'a curve is a list of [step, value], both finite numbers',
)
const curves = z.record(z.string().min(1).max(4000), points)

const entry = z.object({ run: packedRun, artifacts: z.array(packedArtifact).max(fileLimits.artifacts), metrics: curves })
export type Entry = z.output<typeof entry>

/** A run as its file has it, and back. */
export const toPacked = ({ origin: _here, fault, ...said }: Run): Entry['run'] => ({
  ...said,
  fault: fault?.message ?? null,
  ...(fault === null ? {} : { faultCode: fault.code }),
})
export const fromPacked = ({ fault, faultCode: code, ...said }: Entry['run']): Omit<Run, 'origin'> => ({
  ...said,
  fault: fault === null ? null : code === undefined ? faultOfSentence(fault) : { code: faultCode(code), message: fault },
})

const sum = (values: number[]): number => values.reduce((all, one) => all + one, 0)

export const manifest = z
  .object({
    format: z.literal(manifestFormat),
    version: z.literal(manifestVersion),
    /** The version of the lab that wrote it. */
    madeBy: text(64).optional(),
    root: runId,
    runs: z.array(entry).min(1).max(fileLimits.runs),
  })
  .superRefine(({ runs }, context) => {
    const refuse = (message: string): void => context.addIssue({ code: 'custom', message })
    const series = runs.map((one) => Object.values(one.metrics))
    if (sum(runs.map((one) => one.artifacts.length)) > fileLimits.artifacts) refuse(`it has more than ${fileLimits.artifacts} results`)
    if (sum(series.map((one) => one.length)) > fileLimits.curves) refuse(`it has more than ${fileLimits.curves} curves`)
    if (sum(series.flat().map((one) => one.length)) > fileLimits.points) refuse(`its curves have more than ${fileLimits.points} points`)
    if (sum(runs.map(({ metrics: _left, ...rest }) => JSON.stringify(rest).length)) > fileLimits.text)
      refuse(`its records have more than ${fileLimits.text} characters`)
    const ids = new Set<string>()
    for (const { run: one, artifacts } of runs) {
      if (ids.has(one.id)) refuse(`the run ${one.id} is listed twice`)
      // Whoever sends a file must not be able to put a part under a run that is here already.
      if (one.parent !== null && !ids.has(one.parent))
        refuse(`the run ${one.id} is a part of ${one.parent}, which does not come before it in the file`)
      ids.add(one.id)
      if (new Set(artifacts.map(({ name }) => name)).size !== artifacts.length) refuse(`a result of the run ${one.id} is listed twice`)
    }
  })
export type Manifest = z.output<typeof manifest>
