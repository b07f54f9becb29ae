// What can be done in the list of runs from the keyboard.
import { star } from '../../run/changes.ts'
import { runList } from '../../run/run-list.svelte.ts'
import type { Run } from '../../../src-shared/run/run.ts'
import type { Command } from '../../state/commands.svelte.ts'

interface ListActions {
  /** Puts the focus into the search. */
  search: () => void
  /** Goes on by so many runs. */
  move: (by: -1 | 1) => void
  pick: (run: Run) => void
  /** What it acts on: the picked runs, else the one in hand. */
  inHand: () => Run[]
  /** Tags and notes. */
  edit: (runs: readonly Run[]) => void
  compare: () => void
  trash: () => void
  importRuns: () => void
}

export function listCommands({ search, move, pick, inHand, edit, compare, trash, importRuns }: ListActions): Command[] {
  const some = (): boolean => inHand().length > 0
  const group = 'Runs'
  return [
    { id: 'runs.search', title: 'Search the runs', group, shortcut: '/', run: search },
    { id: 'runs.next', title: 'Next run', group, shortcut: 'J', run: () => move(1) },
    { id: 'runs.previous', title: 'Previous run', group, shortcut: 'K', run: () => move(-1) },
    {
      id: 'runs.pick',
      title: 'Pick the run',
      group,
      shortcut: 'X',
      run: () => {
        if (runList.currentRun) pick(runList.currentRun)
      },
      when: () => runList.currentRun !== null,
    },
    { id: 'runs.star', writes: true, title: 'Star', group, shortcut: 'F', run: () => star(inHand()), when: some },
    { id: 'runs.tags', writes: true, title: 'Tags and note', group, shortcut: 'T', run: () => edit(inHand()), when: some },
    {
      id: 'runs.compare',
      title: 'Add to the comparison; compare when two are picked',
      group,
      shortcut: 'C',
      run: compare,
      when: some,
    },
    { id: 'runs.trash', writes: true, title: 'Move to Trash', group, shortcut: 'Delete', run: trash, when: some },
    {
      id: 'runs.import',
      writes: true,
      title: 'Import runs from files',
      group,
      keywords: 'open zip bundle',
      run: importRuns,
    },
  ]
}
