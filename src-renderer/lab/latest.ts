// Questions that come faster than answers: one is on its way, the newest of the others waits, the rest are never asked.

export interface Latest<Q> {
  ask(question: Q): void
  /** What is still on its way will not be heard. */
  close(): void
}

/**
 * Asks one question at a time. An answer is told even when a newer question waits, so that what is shown keeps moving; it is never older
 * than what was told before it.
 */
export function latest<Q, A>(
  ask: (question: Q) => Promise<A>,
  answered: (answer: A, question: Q) => void,
  failed: (error: unknown) => void,
): Latest<Q> {
  let waiting: { question: Q } | null = null
  let busy = false
  let closed = false
  async function go(): Promise<void> {
    busy = true
    while (waiting && !closed) {
      const { question } = waiting
      waiting = null
      try {
        const answer = await ask(question)
        if (!closed) answered(answer, question)
      } catch (error) {
        if (!closed) failed(error)
      }
    }
    busy = false
  }
  return {
    ask(question) {
      waiting = { question }
      if (!busy && !closed) void go()
    },
    close() {
      closed = true
    },
  }
}
