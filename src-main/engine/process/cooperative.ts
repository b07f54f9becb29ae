// How fast a job goes: when to let messages in, and when to say how far it is.

/** Work between two looks at the event loop, in milliseconds. A click must not wait longer for its answer. */
export const timeSlice = 25
/** Time between two progress events, in milliseconds: 16 a second. */
export const progressInterval = 62

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
