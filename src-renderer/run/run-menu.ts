// What can be done with one run, as the items of its menu.
import ArchiveIcon from 'lucide-static/icons/archive.svg?raw'
import ArrowUpToLine from 'lucide-static/icons/arrow-up-to-line.svg?raw'
import Download from 'lucide-static/icons/download.svg?raw'
import FileText from 'lucide-static/icons/file-text.svg?raw'
import Pause from 'lucide-static/icons/pause.svg?raw'
import Pencil from 'lucide-static/icons/pencil.svg?raw'
import Play from 'lucide-static/icons/play.svg?raw'
import RotateCcw from 'lucide-static/icons/rotate-ccw.svg?raw'
import Square from 'lucide-static/icons/square.svg?raw'
import Star from 'lucide-static/icons/star.svg?raw'
import Tag from 'lucide-static/icons/tag.svg?raw'
import Trash2 from 'lucide-static/icons/trash-2.svg?raw'
import Undo2 from 'lucide-static/icons/undo-2.svg?raw'
import { isBrought } from '../../src-shared/recipe/brought.ts'
import type { Run } from '../../src-shared/run/run.ts'
import type { IconSource } from '../components/icon-source.ts'
import { archive, restore, star, trash } from './changes.ts'
import { atWork, canResume, exportRuns, hasten, pause, replay, report, resume, stop } from './run-actions.ts'

export interface RunMenuItem {
  label: string
  icon: IconSource
  run: () => void
  disabled?: boolean
  writes?: boolean
  danger?: boolean
  hint?: string
}
interface Hooks {
  rename?: () => void
  edit?: () => void
  purge: () => void
  trashed?: () => void
}

export function runMenu(run: Run, hooks: Hooks): RunMenuItem[] {
  if (run.trashed !== null) {
    return [
      { writes: true, label: 'Restore', icon: Undo2, run: () => restore([run]) },
      {
        label: 'Export',
        icon: Download,
        run: () => {
          void exportRuns([run])
        },
      },
      { writes: true, label: 'Delete for good', icon: Trash2, danger: true, run: hooks.purge },
    ]
  }
  const top = run.parent === null
  return [
    ...(top && canResume(run)
      ? [
          {
            writes: true,
            label: 'Resume',
            icon: Play,
            run: () => {
              void resume(run)
            },
          },
        ]
      : []),
    ...(run.state === 'queued' && top
      ? [
          {
            writes: true,
            label: 'Run next',
            icon: ArrowUpToLine,
            run: () => {
              void hasten(run)
            },
          },
        ]
      : []),
    // Not a stop: that would throw away the checkpoint of a run that was resumed.
    ...(run.state === 'queued' && top
      ? [
          {
            writes: true,
            label: 'Remove from the queue',
            icon: Pause,
            run: () => {
              void pause(run)
            },
          },
        ]
      : []),
    ...(run.state === 'running'
      ? [
          {
            label: 'Pause',
            icon: Pause,
            run: () => {
              void pause(run)
            },
          },
          {
            label: 'Stop and keep',
            icon: Square,
            run: () => {
              void stop(run)
            },
          },
        ]
      : []),
    ...(hooks.rename ? [{ writes: true, label: 'Rename', icon: Pencil, run: hooks.rename, hint: 'F2' }] : []),
    ...(hooks.edit ? [{ writes: true, label: 'Tags and note', icon: Tag, run: hooks.edit, hint: 'T' }] : []),
    { writes: true, label: run.starred ? 'Remove the star' : 'Star', icon: Star, run: () => star([run]), hint: 'F' },
    // What was brought cannot be computed again; its page says so.
    ...(top && !isBrought(run.recipe)
      ? [
          {
            writes: true,
            label: 'Replay',
            icon: RotateCcw,
            run: () => {
              void replay(run)
            },
          },
        ]
      : []),
    {
      label: 'Save report',
      icon: FileText,
      run: () => {
        void report([run])
      },
    },
    {
      label: 'Export',
      icon: Download,
      run: () => {
        void exportRuns([run])
      },
    },
    ...(top
      ? [
          { writes: true, label: run.archived ? 'Unarchive' : 'Archive', icon: ArchiveIcon, run: () => archive([run]) },
          {
            writes: true,
            label: 'Move to Trash',
            icon: Trash2,
            danger: true,
            disabled: atWork(run.state),
            hint: 'Del',
            run: () => {
              void trash([run]).then((done) => {
                if (done) hooks.trashed?.()
              })
            },
          },
        ]
      : []),
  ]
}
