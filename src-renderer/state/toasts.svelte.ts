// Short messages at the foot of the window, with an action such as "Undo".

export interface Toast {
  id: number
  message: string
  tone: 'plain' | 'bad'
  action: { label: string; run: () => void } | null
}

class Toasts {
  list: Toast[] = $state.raw([])
  #last = 0
  /**
   * Shows a message for some seconds; an error, and one with an action, stays longer, and with `stays` until it is dismissed. Returns its
   * id.
   */
  show(
    message: string,
    { tone = 'plain', action = null, stays = false }: { tone?: Toast['tone']; action?: Toast['action']; stays?: boolean } = {},
  ): number {
    const id = ++this.#last
    // The same words twice say no more than once.
    this.list = [...this.list.filter((one) => one.message !== message).slice(-2), { id, message, tone, action }]
    if (!stays) setTimeout(() => this.drop(id), tone === 'bad' || action ? 10_000 : 5_000)
    return id
  }
  /** Shows what went wrong, in the words of the fault. */
  fail(error: unknown): void {
    this.show(error instanceof Error ? error.message : String(error), { tone: 'bad' })
  }
  drop(id: number): void {
    this.list = this.list.filter((one) => one.id !== id)
  }
}
export const toasts = new Toasts()
