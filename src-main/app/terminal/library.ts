// The library that a command works on, and the runs in it.
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { RunFilter } from '../../../src-shared/contract.ts'
import { invalid, missing } from '../../../src-shared/rpc/fault.ts'
import type { Run } from '../../../src-shared/run/run.ts'
import { libraryFolder } from '../library-folder.ts'
import { type OpenLab, openLab } from '../../lab.ts'
import { warn } from './output.ts'
import type { Common } from './command.ts'

/** Opens the library for some work. One that is only to be read is not made: a mistyped name must not leave an empty library. */
export async function withLab<T>(options: Common, work: (lab: OpenLab) => Promise<T>, { existing = false } = {}): Promise<T> {
  const folder = libraryFolder(options.library)
  if (existing && !existsSync(join(folder, 'library.sqlite')) && !statSync(folder, { throwIfNoEntry: false })?.isFile())
    throw missing(`There is no library in ${folder}. Nothing was created; name another folder with --library.`)
  const lab = await openLab({ folder, starter: false })
  try {
    for (const notice of lab.store.notices) warn(notice.message)
    return await work(lab)
  } finally {
    await lab.close()
  }
}
/** For commands that only read. */
export const existing = { existing: true }

/** Every page of a list. */
export async function allRuns(lab: OpenLab, filter: RunFilter): Promise<Run[]> {
  const found: Run[] = []
  for (let before: string | null | undefined; before !== null; ) {
    const { runs, next } = await lab.client.listRuns({ ...filter, limit: 1000, ...(before === undefined ? {} : { before }) })
    found.push(...runs)
    before = next
  }
  return found
}

/** A run by its id or the beginning of it, also one in the Trash. */
export async function find(lab: OpenLab, given: string): Promise<Run> {
  const exact = lab.store.runs.get(given)
  if (exact) return exact
  if (given.length < shortestId)
    throw invalid(
      `"${given}" does not name a run: give its id, or at least the first ${shortestId} characters of it. "lab runs" lists them.`,
    )
  const fitting = [...(await allRuns(lab, { archived: 'all' })), ...(await allRuns(lab, { trashed: true }))].filter((run) =>
    run.id.startsWith(given),
  )
  if (fitting.length === 1) return fitting[0]!
  throw invalid(
    fitting.length === 0
      ? `There is no run ${given}. "lab runs" lists them.`
      : `${given} is the beginning of ${fitting.length} runs; give more of it.`,
  )
}
/** Characters of an id that are enough to look for. */
const shortestId = 4
