// Changes to runs that can be taken back: name, note, tags, star, archive, Trash.
import { isolatedName } from '../text/format.ts'
import type { RunPatch } from '../../src-shared/contract.ts'
import type { Run } from '../../src-shared/run/run.ts'
import { lab } from '../lab/lab.svelte.ts'
import { toasts } from '../state/toasts.svelte.ts'
import { undo } from '../state/undo.svelte.ts'
import { dependentWords } from './dependents.ts'
import { runList } from './run-list.svelte.ts'

const quoted = (runs: readonly Run[]): string => (runs.length === 1 ? `“${isolatedName(runs[0]!.name)}”` : `${runs.length} runs`)

/** What a patch changes, as it was. */
function before(run: Run, patch: RunPatch): RunPatch {
  const all: Required<RunPatch> = {
    name: run.name,
    note: run.note,
    tags: run.tags,
    starred: run.starred,
    archived: run.archived,
    trashed: run.trashed !== null,
  }
  return Object.fromEntries(Object.keys(patch).map((key) => [key, all[key as keyof RunPatch]])) as RunPatch
}

async function apply(list: readonly { id: string; patch: RunPatch }[]): Promise<void> {
  // One after the other: where it fails, the rest is untouched, and the list shows what was done.
  for (const { id, patch } of list) runList.put(await lab.client.updateRun({ id, patch }))
}

/** Changes each run by what `patchOf` says; undone as a whole, which `undone` puts in words. */
export function change(
  runs: readonly Run[],
  label: string,
  patchOf: (run: Run) => RunPatch,
  { quiet = false, undone }: { quiet?: boolean; undone?: string } = {},
): Promise<boolean> {
  const there = runs.map((run) => ({ id: run.id, patch: patchOf(run), was: before(run, patchOf(run)) }))
  return undo.perform({
    label,
    quiet,
    undone,
    of: there.map(({ id }) => id),
    run: () => apply(there),
    undo: () => apply(there.map(({ id, was }) => ({ id, patch: was }))),
  })
}

export function rename(run: Run, name: string): void {
  const next = name.trim().slice(0, 200)
  if (next !== '' && next !== run.name)
    void change([run], `Renamed “${isolatedName(run.name)}” to “${isolatedName(next)}”`, () => ({ name: next }), {
      quiet: true,
      undone: `Renamed back to “${isolatedName(run.name)}”`,
    })
}
export function note(run: Run, text: string): void {
  if (text !== run.note)
    void change([run], `Changed the note of “${isolatedName(run.name)}”`, () => ({ note: text.slice(0, 20_000) }), { quiet: true })
}
export function star(runs: readonly Run[]): void {
  const starred = !runs.every((one) => one.starred)
  const words = (on: boolean): string => `${on ? 'Starred' : 'Removed the star from'} ${quoted(runs)}`
  if (runs.length > 0) void change(runs, words(starred), () => ({ starred }), { quiet: runs.length === 1, undone: words(!starred) })
}
export function addTag(runs: readonly Run[], tag: string): void {
  const word = tag.trim().replace(/^#/, '').slice(0, 40)
  const without = runs.filter((one) => !one.tags.includes(word))
  if (word !== '' && without.length > 0)
    void change(without, `Tagged ${quoted(without)} “${isolatedName(word)}”`, (run) => ({ tags: [...run.tags, word] }), {
      quiet: without.length === 1,
    })
}
export function dropTag(runs: readonly Run[], tag: string): void {
  const having = runs.filter((one) => one.tags.includes(tag))
  if (having.length > 0)
    void change(
      having,
      `Removed the tag “${isolatedName(tag)}” from ${quoted(having)}`,
      (run) => ({ tags: run.tags.filter((one) => one !== tag) }),
      { quiet: having.length === 1 },
    )
}
export function archive(runs: readonly Run[]): void {
  const archived = !runs.every((one) => one.archived)
  const words = (on: boolean): string => `${on ? 'Archived' : 'Unarchived'} ${quoted(runs)}`
  if (runs.length > 0) void change(runs, words(archived), () => ({ archived }), { undone: words(!archived) })
}
/** Puts runs into the Trash; what is at work has to be stopped first, and is left. */
export async function trash(runs: readonly Run[]): Promise<boolean> {
  const idle = runs.filter((one) => one.state !== 'running' && one.state !== 'queued')
  if (idle.length < runs.length) {
    const busy = runs.length - idle.length
    toasts.show(
      `${busy === 1 ? 'A run that is still working was not moved' : `${busy} runs that are still working were not moved`}: stop ` +
        `${busy === 1 ? 'it' : 'them'} first.`,
    )
  }
  if (idle.length === 0) return false
  // What is built on them is told after the deed: it comes back with them, and nothing of it is lost meanwhile.
  const built = await lab.client.dependents({ ids: idle.map((one) => one.id) }).catch(() => null)
  return change(idle, `Moved ${quoted(idle)} to Trash${dependentWords(idle.length, built)}`, () => ({ trashed: true }), {
    undone: `Restored ${quoted(idle)}`,
  })
}
export function restore(runs: readonly Run[]): void {
  if (runs.length > 0)
    void change(runs, `Restored ${quoted(runs)}`, () => ({ trashed: false }), { undone: `Moved ${quoted(runs)} back to Trash` })
}
