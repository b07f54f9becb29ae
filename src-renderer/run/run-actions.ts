// What can be done with a run's work: go on, stop, go first, again; and what can be taken away from it as a file.
import type { Run, RunState } from '../../src-shared/run/run.ts'
import { mostReported } from '../../src-shared/run/transfer.ts'
import { isolatedName } from '../text/format.ts'
import { lab } from '../lab/lab.svelte.ts'
import { hrefOf, router } from '../state/router.svelte.ts'
import { ranAway } from '../text/run-text.ts'
import { toasts } from '../state/toasts.svelte.ts'
import { transfers } from '../lab/transfers.svelte.ts'

/** A training whose loss ran away would do so again: that one is not gone on with, but started anew with other settings. */
export const canResume = (run: Pick<Run, 'state' | 'fault'>): boolean =>
  run.state === 'paused' || run.state === 'interrupted' || (run.state === 'failed' && !ranAway(run))
export const atWork = (state: RunState): boolean => state === 'running' || state === 'queued'

async function attempt(work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    toasts.fail(error)
  }
}
type Named = { id: string; name: string; recipe?: Run['recipe'] }

export const resume = ({ id }: Named): Promise<void> => attempt(() => lab.client.resumeRun({ id }))
/** Of a paused or interrupted training: ends it where it stands. */
export const conclude = ({ id }: Named): Promise<void> => attempt(() => lab.client.concludeRun({ id }))
export const pause = ({ id }: Named): Promise<void> => attempt(() => lab.client.pauseRun({ id }))
export const stop = ({ id }: Named): Promise<void> => attempt(() => lab.client.cancelRun({ id }))
export const hasten = ({ id }: Named): Promise<void> => attempt(() => lab.client.hastenRun({ id }))

/** Carries the same recipe out again, and shows the new run. */
export const replay = ({ id }: Named): Promise<void> =>
  attempt(async () => {
    const { id: made } = await lab.client.replayRun({ id })
    router.go({ page: 'runs', run: made })
  })
const trainings: readonly (string | undefined)[] = ['classifier', 'autoencoder', 'reproduce']
/** What has been saved, and what such a file does not hold. */
export const exportedWords = ({ name, recipe }: Named, file: string): string =>
  `Exported “${isolatedName(name)}” as “${file}”. Import opens it in any ` +
  `library.${
    trainings.includes(recipe?.kind)
      ? ' It holds networks without the state of their training, so elsewhere a longer training starts from the beginning.'
      : ''
  }`
/** One file a run, with its parts and what it builds on. */
export async function exportRuns(runs: readonly Named[]): Promise<void> {
  for (const run of runs) {
    let stopped = false
    await attempt(async () => {
      const file = await transfers.export(run)
      stopped = file === null
      if (file !== null) toasts.show(exportedWords(run, file), { stays: true })
    })
    // Who stops one of several does not want the others.
    if (stopped) return
  }
}
/** A page of one to six runs that needs nothing else. */
export const report = (runs: readonly Named[]): Promise<void> =>
  attempt(async () => {
    const name = await transfers.report(runs.map((one) => one.id))
    if (name !== null) toasts.show(`Saved the report “${name}”.`)
  })

export const mostCompared = mostReported
export const compareHref = (runs: readonly { id: string }[]): string =>
  hrefOf({ page: 'compare', ids: runs.slice(0, mostCompared).map((one) => one.id) })
