// Short messages at the foot of the window, with an action such as "Undo".

export interface Toast { id: number; message: string; tone: 'plain' | 'bad'; action: { label: string; run: () => void } | null }

class Toasts {
  list: Toast[] = $state.raw([])
  #last = 0
  /** Shows a message for some seconds; an error, and one with an action, stays longer. Returns its id. */
  show(message: string, { tone = 'plain', action = null }: { tone?: Toast['tone']; action?: Toast['action'] } = {}): number {
    const id = ++this.#last
    this.list = [...this.list.slice(-2), { id, message, tone, action }]
    setTimeout(() => this.drop(id), tone === 'bad' || action ? 10_000 : 5_000)
    return id
  }
  /** Shows what went wrong, in the words of the fault. */
  fail(error: unknown): void { this.show(error instanceof Error ? error.message : String(error), { tone: 'bad' }) }
  drop(id: number): void { this.list = this.list.filter((one) => one.id !== id) }
}
export const toasts = new Toasts()
