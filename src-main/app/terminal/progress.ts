// Progress on a terminal: one line that moves; elsewhere a line now and then.
import type { Progress } from '../../../src-shared/run/event.ts'
import { shownLines } from '../../../src-shared/text/shown-name.ts'

/** Without a terminal, a line this often, in milliseconds. */
const quietInterval = 10_000

export interface ProgressLine {
  show(name: string, progress: Progress): void
  say(words: string): void
  end(): void
}

export function createProgressLine(out: NodeJS.WriteStream): ProgressLine {
  let shown = false
  let last = -Infinity
  let before = ''
  const clear = (): void => {
    if (shown) out.write('\r\x1b[2K')
    shown = false
  }
  return {
    show(name, { phase, done, total, secondsLeft }) {
      const share = total > 0 ? Math.min(1, done / total) : 0
      const left =
        secondsLeft === null ? '' : `  ${secondsLeft < 90 ? `${Math.ceil(secondsLeft)} s` : `${Math.ceil(secondsLeft / 60)} min`} left`
      const title = shownLines(name === '' ? phase : `${name}: ${phase}`)
      if (out.isTTY) {
        const filled = Math.round(share * 24)
        const line = `${'█'.repeat(filled)}${'░'.repeat(24 - filled)} ${String(Math.floor(100 * share)).padStart(3)} %  ${title}${left}`
        out.write(`\r\x1b[2K${line.slice(0, (out.columns ?? 100) - 1)}`)
        shown = true
        return
      }
      const now = performance.now()
      // Another total is another part of the work, such as training after drawing.
      const part = `${name} ${total}`
      if (part === before && now - last < quietInterval) return
      before = part
      last = now
      out.write(`${title}  ${Math.floor(100 * share)} %${left}\n`)
    },
    say(words) {
      clear()
      out.write(`${shownLines(words)}\n`)
    },
    end: clear,
  }
}
