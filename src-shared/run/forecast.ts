// How long the rest of some work will take.

/** The speed is that of the last steps, over this many milliseconds. */
const window = 8_000
/** Without an answer for the first half second, since the first steps are slower (graphs are optimized) and would frighten. */
const warmUp = 500

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
