// What the system is told of a running job: do not sleep, this far along, and at the end a word if nobody was looking.
import type { ElectronModules, Window } from './electron-api.ts'
import type { Lab, RunningJob } from '../lab-api.ts'

/** A job shorter than this many milliseconds ends without a notification. */
export const longJob = 30_000

/** In the library's settings: false turns notifications off. */
export const notificationSetting = 'notifications'

export interface SignalOptions {
  lab: Pick<Lab, 'jobs' | 'settings'>
  electron: Pick<ElectronModules, 'powerSaveBlocker' | 'Notification'>
  window(): Window | undefined
  show(): void
  /** Called when the last job has ended. */
  idle(): void
}

/** Follows the lab's jobs until the returned function is called. */
export function signalJobs({ lab, electron, window, show, idle }: SignalOptions): () => void {
  let job: (RunningJob & { since: number }) | undefined
  let awake: number | undefined
  // Jobs announce their start and end; how far they are is asked for, once a second.
  let clock: ReturnType<typeof setInterval> | undefined

  function follow(): void {
    const now = lab.jobs.running() ?? undefined
    const before = job
    job = now && { ...now, since: before?.run === now.run ? before.since : Date.now() }
    if (job) awake ??= electron.powerSaveBlocker.start('prevent-app-suspension')
    else rest()
    clock ??= job && setInterval(follow, 1000)
    bar(job ? Math.min(1, Math.max(0, job.fraction)) : -1)
    if (before && before.run !== job?.run) ended(before)
    if (before && !job) idle()
  }

  function rest(): void {
    clearInterval(clock)
    clock = undefined
    if (awake !== undefined) electron.powerSaveBlocker.stop(awake)
    awake = undefined
  }

  function bar(fraction: number): void {
    const shown = window()
    if (shown && !shown.isDestroyed()) shown.setProgressBar(fraction)
  }

  function ended(last: { title: string; since: number }): void {
    if (Date.now() - last.since < longJob || window()?.isFocused() || lab.settings.get(notificationSetting) === false) return
    if (!electron.Notification.isSupported()) return
    const note = new electron.Notification({ title: 'Phosphene', body: `“${last.title}” has ended. Its results are in your library.` })
    note.on('click', show)
    note.show()
  }

  const leave = lab.jobs.subscribe(follow)
  follow()
  return () => {
    leave()
    rest()
  }
}
