// What can be done with one run, as the items of its menu.
import ArchiveIcon from '@lucide/svelte/icons/archive'
import ArrowUpToLine from '@lucide/svelte/icons/arrow-up-to-line'
import Download from '@lucide/svelte/icons/download'
import FileText from '@lucide/svelte/icons/file-text'
import Pause from '@lucide/svelte/icons/pause'
import Pencil from '@lucide/svelte/icons/pencil'
import Play from '@lucide/svelte/icons/play'
import RotateCcw from '@lucide/svelte/icons/rotate-ccw'
import Square from '@lucide/svelte/icons/square'
import Star from '@lucide/svelte/icons/star'
import Tag from '@lucide/svelte/icons/tag'
import Trash2 from '@lucide/svelte/icons/trash-2'
import Undo2 from '@lucide/svelte/icons/undo-2'
import type { Run } from '../../../src-shared/run.ts'
import type { Icon } from '../../parts/icon.ts'
import { archive, restore, star, trash } from './changes.ts'
import { atWork, canResume, exportRuns, hasten, pause, replay, report, resume, stop } from './work.ts'

export interface RunMenuItem { label: string; icon: Icon; run: () => void; disabled?: boolean; danger?: boolean; hint?: string }
interface Hooks { rename?: () => void; edit?: () => void; purge: () => void; trashed?: () => void }

export function runMenu(run: Run, hooks: Hooks): RunMenuItem[] {
  if (run.trashed !== null) {
    return [
      { label: 'Restore', icon: Undo2, run: () => restore([run]) },
      { label: 'Export', icon: Download, run: () => { void exportRuns([run]) } },
      { label: 'Delete for good', icon: Trash2, danger: true, run: hooks.purge },
    ]
  }
  const top = run.parent === null
  return [
    ...(top && canResume(run.state) ? [{ label: 'Resume', icon: Play, run: () => { void resume(run) } }] : []),
    ...(run.state === 'queued' && top ? [{ label: 'Run next', icon: ArrowUpToLine, run: () => { void hasten(run) } }] : []),
    // Not a stop: that would throw away the checkpoint of a run that was resumed.
    ...(run.state === 'queued' && top ? [{ label: 'Take out of the queue', icon: Pause, run: () => { void pause(run) } }] : []),
    ...(run.state === 'running' ? [{ label: 'Pause', icon: Pause, run: () => { void pause(run) } }, { label: 'Stop', icon: Square, run: () => { void stop(run) } }] : []),
    ...(hooks.rename ? [{ label: 'Rename', icon: Pencil, run: hooks.rename, hint: 'F2' }] : []),
    ...(hooks.edit ? [{ label: 'Tags and note', icon: Tag, run: hooks.edit, hint: 'T' }] : []),
    { label: run.starred ? 'Take the star off' : 'Star', icon: Star, run: () => star([run]), hint: 'F' },
    ...(top ? [{ label: 'Replay', icon: RotateCcw, run: () => { void replay(run) } }] : []),
    { label: 'HTML report', icon: FileText, run: () => { void report([run]) } },
    { label: 'Export', icon: Download, run: () => { void exportRuns([run]) } },
    ...(top ? [
      { label: run.archived ? 'Take out of the archive' : 'Archive', icon: ArchiveIcon, run: () => archive([run]) },
      { label: 'Move to Trash', icon: Trash2, danger: true, disabled: atWork(run.state), hint: 'Del', run: () => { void trash([run]).then((done) => { if (done) hooks.trashed?.() }) } },
    ] : []),
  ]
}
