// How fast a job goes: when to let messages in, when to say how far it is, and how long the rest will take.

/** Work between two looks at the event loop, in milliseconds. A click must not wait longer for its answer. */
export const breath = 25
/** Time between two progress events, in milliseconds: 16 a second. */
export const progressInterval = 62

/** Gives the event loop one turn, so that messages that have arrived are read. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/**
 * Seconds left of a phase by the speed of its last steps. `note(done, now)` takes the work done so far and the time in milliseconds;
 * the answer is null for the first half second, since the first steps are slower (graphs are optimized) and would frighten.
 */
export function createForecast(window = 8_000): { note(done: number, total: number, now: number): number | null; reset(): void } {
  let marks: { done: number; at: number }[] = []
  return {
    note(done, total, now) {
      if (marks.length > 0 && done < marks.at(-1)!.done) marks = []
      marks.push({ done, at: now })
      while (marks.length > 2 && now - marks[0]!.at > window) marks.shift()
      const first = marks[0]!
      if (now - first.at < 500 || done <= first.done) return null
      return ((total - done) * (now - first.at)) / (done - first.done) / 1000
    },
    reset() { marks = [] },
  }
}
