// Says in words which pictures of an ascent stand still, since when, and why.
import { causeRemedy, causeWords, type GradientCause } from '../../../src-shared/run/dead-gradient.ts'
import type { AscentCheckpoint } from './ascent-film.ts'
import type { JobContext } from './job.ts'

type Outcome = AscentCheckpoint['outcomes'][number]

const countOf = (all: number): string => `${all} ${all === 1 ? 'picture' : 'pictures'}`

/** One notice for all pictures that no step moves any more, or whose gradient is so faint that only steps of a fixed length do. */
export function tellDead(outcomes: readonly Outcome[], context: JobContext): void {
  const dead = outcomes.filter((one) => one.dead)
  const faint = outcomes.filter((one) => !one.dead && one.cause)
  if (dead.length + faint.length === 0) return
  const words: string[] = []
  if (dead.length > 0) {
    const later = dead.filter((one) => (one.deadFrom ?? 0) > 0)
    const first = `only later, the first after step ${Math.min(...later.map((one) => one.deadFrom!))}`
    const since =
      later.length === 0
        ? 'from the start'
        : later.length === dead.length
          ? first
          : `${dead.length - later.length} from the start, ${later.length} ${first}`
    words.push(`${dead.length} of ${countOf(outcomes.length)} cannot be changed by any step: ${since}.`)
  }
  if (faint.length > 0)
    words.push(
      `At ${countOf(faint.length)} of ${outcomes.length} the gradient at the last step was shorter than a millionth of a millionth, ` +
        `and steps of a fixed length still followed it.`,
    )
  const causes = new Map<GradientCause, Outcome[]>()
  for (const one of [...dead, ...faint]) if (one.cause) causes.set(one.cause, [...(causes.get(one.cause) ?? []), one])
  for (const [cause, those] of causes) {
    // Several layers can be to blame; one is named only where it is the same for all.
    const places = new Set(those.map((one) => one.at))
    const who = causes.size === 1 ? '' : `${countOf(those.length)}: `
    const afterRelu = those.some((one) => one.key.includes('.relu'))
    words.push(`${who}${causeWords(cause, places.size === 1 ? (those[0]!.at ?? null) : null)} ${causeRemedy(cause, afterRelu)}`)
  }
  words.push('The pictures are kept.')
  context.notice('warning', 'dead-gradient', words.join(' '))
}
