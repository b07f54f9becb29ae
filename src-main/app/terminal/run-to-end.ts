// A run that a terminal waits for: how it goes is shown, and Ctrl-C cancels it and keeps what it has.
import { faultOf } from '../../../src-shared/rpc/fault.ts'
import type { Run } from '../../../src-shared/run/run.ts'
import { shownName } from '../../../src-shared/text/shown-name.ts'
import type { OpenLab } from '../../lab.ts'
import { createProgressLine, type ProgressLine } from './progress.ts'
import { onStop } from '../stop-signals.ts'

/** The code of a program that was ended by Ctrl-C, or by another signal: 128 + 2, as shells have it. */
export const stoppedCode = 130

/**
 * Starts a run, or goes on with one, and returns it when it has ended. Told to stop, it cancels the run; told once more, it leaves at once.
 */
export async function carryOut(lab: OpenLab, start: () => Promise<{ id: string }>): Promise<Run> {
  const progressLine = createProgressLine(process.stderr)
  const leave = new AbortController()
  const showing = show(lab, progressLine, leave.signal)
  let id: string | null = null
  let stopped = false
  const cancel = (): void => {
    if (stopped && id !== null)
      void lab.client.cancelRun({ id }).catch(() => {
        /* it has ended meanwhile */
      })
  }
  // Before the run is there: whoever stops it in its first moment stops it all the same. The second one does not wait, for the library is
  // sound at every moment, and the run can be resumed.
  const deaf = onStop(
    () => {
      stopped = true
      progressLine.say('Stopping. What is done is kept; press Ctrl-C again to end at once.')
      cancel()
    },
    () => process.exit(stoppedCode),
  )
  try {
    id = (await start()).id
    cancel()
    const run = await lab.ended(id)
    // What was complete before the stop was heard is a success like any other.
    if (stopped && run.state !== 'finished') process.exitCode = stoppedCode
    return run
  } finally {
    deaf()
    leave.abort()
    await showing
    progressLine.end()
  }
}

async function show(lab: OpenLab, progressLine: ProgressLine, signal: AbortSignal): Promise<void> {
  const names = new Map<string, string>()
  try {
    for await (const event of lab.client.watch({}, signal)) {
      if (event.type === 'notice') progressLine.say(event.notice.message)
      if (event.type !== 'progress') continue
      if (!names.has(event.run)) {
        const { run } = await lab.client.getRun({ id: event.run })
        names.set(run.id, run.parent === null ? '' : shownName(run.name))
      }
      progressLine.show(names.get(event.run)!, event.progress)
    }
  } catch (error) {
    if (!signal.aborted) progressLine.say(faultOf(error).message)
  }
}
