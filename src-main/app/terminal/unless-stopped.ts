// Work of a command that is not a run.
import { onStop } from '../stop-signals.ts'
import { warn } from './output.ts'
import { stoppedCode } from './run-to-end.ts'

/** Work that Ctrl-C ends between two steps; then `words` say what is left. */
export async function unlessStopped(words: string, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const stop = new AbortController()
  const deaf = onStop(
    () => stop.abort(),
    () => process.exit(stoppedCode),
  )
  try {
    await work(stop.signal)
  } catch (error) {
    if (!stop.signal.aborted) throw error
    warn(`Stopped. ${words}`)
    process.exitCode = stoppedCode
  } finally {
    deaf()
  }
}
