// How fast a job goes: when to let messages in, when to say how far it is, and how long the rest will take.

/** Work between two looks at the event loop, in milliseconds. A click must not wait longer for its answer. */
export const timeSlice = 25
/** Time between two progress events, in milliseconds: 16 a second. */
export const progressInterval = 62
/** The speed is that of the last steps, over this many milliseconds. */
const window = 8_000
/** Without an answer for the first half second, since the first steps are slower (graphs are optimized) and would frighten. */
const warmUp = 500

/** Gives the event loop one turn, so that messages that have arrived are read. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Runs a generator, yielding between its steps; null when the job was asked to stop, and the generator is then ended. */
export async function untilStopped<T>(
  steps: Generator<number, T>,
  context: { yieldTurn(): Promise<boolean> },
  onStep: (done: number) => void,
): Promise<T | null> {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    onStep(step.value)
    if (!(await context.yieldTurn())) continue
    // Its `finally` gives back what it holds.
    steps.return(undefined as never)
    return null
  }
}

/**
 * Seconds left of a phase by the speed of its last steps: takes the work done, all of it, and the time in milliseconds; answers null until
 * it can be told. A count that starts again, or towards another total, is a new phase.
 */
export function createForecast(): (done: number, total: number, now: number) => number | null {
  let marks: { done: number; at: number }[] = []
  let before = 0
  return (done, total, now) => {
    if (total !== before || done < (marks.at(-1)?.done ?? 0)) marks = []
    before = total
    marks.push({ done, at: now })
    while (marks.length > 2 && now - marks[0]!.at > window) marks.shift()
    const first = marks[0]!
    if (now - first.at < warmUp || done <= first.done) return null
    return ((total - done) * (now - first.at)) / (done - first.done) / 1000
  }
}
