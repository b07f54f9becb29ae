// Which runs of a list are out of sight, and in which order and groups the rest stand.
import type { ModelEntry } from '../../src-shared/contract.ts'
import type { Run } from '../../src-shared/run/run.ts'
import { subjectsOf } from '../lab/models.ts'

/** Failures of the last day are news; older ones are clutter. Milliseconds. */
const freshFor = 24 * 3600 * 1000

/** What someone starred, noted or tagged is never put out of sight; the starter's own tag is nobody's. */
const caredFor = ({ starred, note, tags, origin }: Run): boolean =>
  starred || note !== '' || tags.some((one) => origin !== 'starter' || one !== 'starter')

/** A run that failed or was stopped more than a day before `now`, without a star or a note. */
export function isOldFailure(run: Run, now: number): boolean {
  return (run.state === 'failed' || run.state === 'cancelled') && !run.starred && run.note === '' && now - run.created > freshFor
}
/**
 * A finished answer that a page asked for by itself: examples to rank, a map to draw, a nearest picture. It has no result of its own to
 * look at.
 */
export function isLookup(run: Run): boolean {
  return run.state === 'finished' && ['examples', 'encoding', 'nearest'].includes(run.recipe.kind) && !caredFor(run)
}

export interface Group {
  /** Of the network that its runs are about; null for those that are about none. */
  key: string | null
  /** Its name now; null when its training is not in the library. */
  name: string | null
  /** The run that made it. */
  maker: string | null
  runs: Run[]
}

/** Runs by the network they are about, each group where its first run stands, its training first; runs about no network last. */
export function grouped(runs: readonly Run[], models: readonly ModelEntry[]): Group[] {
  const groups = new Map<string | null, Group>()
  for (const run of runs) {
    const [subject] = subjectsOf(run, models)
    const key = subject?.hash ?? null
    const group = groups.get(key) ?? { key, name: subject?.name ?? null, maker: subject?.run ?? null, runs: [] }
    groups.set(key, group)
    if (run.id === group.maker) group.runs.unshift(run)
    else group.runs.push(run)
  }
  const all = [...groups.values()]
  return [...all.filter((one) => one.key !== null), ...all.filter((one) => one.key === null)]
}

/**
 * The runs for a short list: first what is starred, trained or reproduced, then the rest, each newest first. `kept` places are left for the
 * rest, as far as it has so many, so that what was just made is always there.
 */
export function foremost(runs: readonly Run[], most: number, kept: number): Run[] {
  const own = runs.filter((one) => !isLookup(one)).toSorted((a, b) => b.created - a.created)
  const matters = (one: Run): boolean => one.starred || ['classifier', 'autoencoder', 'reproduce', 'sweep'].includes(one.recipe.kind)
  const rest = own.filter((one) => !matters(one))
  const first = own
    .filter(matters)
    .toSorted((a, b) => Number(b.starred) - Number(a.starred))
    .slice(0, most - Math.min(kept, rest.length))
  return [...first, ...rest.slice(0, most - first.length)]
}
