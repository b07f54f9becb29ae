// What can be done on a unit's page from the keyboard.
import type { Command } from '../../state/commands.svelte.ts'
import { router } from '../../state/router.svelte.ts'
import { unitWord } from '../../visualization/units.ts'
import type { FiringMaps } from './firing-maps.svelte.ts'
import type { UnitAscents } from './unit-ascents.svelte.ts'
import type { UnitExport } from './unit-export.svelte.ts'
import type { UnitView } from './unit-view.svelte.ts'

export function unitCommands(
  view: UnitView,
  { ascents, firing, exported, go }: { ascents: UnitAscents; firing: FiringMaps; exported: UnitExport; go: (by: -1 | 1) => void },
): Command[] {
  const group = 'Look inside'
  return [
    {
      id: 'look.visualize',
      writes: true,
      title: `Visualize ${view.title}`,
      group,
      shortcut: 'Ctrl+Enter',
      run: ascents.visualize,
      when: () => !view.busy,
    },
    ...(view.layer.kind === 'conv'
      ? [
          {
            id: 'look.heat',
            title: 'Show where it fires',
            group,
            shortcut: 'O',
            run: () => {
              firing.wanted = !firing.wanted
            },
          },
        ]
      : []),
    {
      id: 'look.previous',
      title: `Previous ${unitWord(view.layer)}`,
      group,
      shortcut: 'K',
      run: () => go(-1),
      when: () => view.beside(-1) !== undefined,
    },
    {
      id: 'look.next',
      title: `Next ${unitWord(view.layer)}`,
      group,
      shortcut: 'J',
      run: () => go(1),
      when: () => view.beside(1) !== undefined,
    },
    {
      id: 'look.export',
      title: 'Export as PNG',
      group,
      shortcut: 'Ctrl+Shift+E',
      run: () => {
        void exported.save(view.subject.width <= 96 ? 8 : 1)
      },
    },
    {
      id: 'look.compare',
      title: 'Compare the runs of these pictures',
      group,
      shortcut: 'C',
      run: () => router.go({ page: 'compare', ids: view.makers }),
      when: () => view.makers.length > 1,
    },
    { id: 'look.link', title: 'Copy link to this unit', group, run: () => exported.copyLink() },
    { id: 'look.cite', title: 'Copy citation', group, run: () => exported.copyCitation() },
  ]
}
