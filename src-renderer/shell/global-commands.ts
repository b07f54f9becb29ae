// Commands that work on every page; the application menu speaks the same ids as menu-action.ts.
import type { Command } from '../state/commands.svelte.ts'
import { lab } from '../lab/lab.svelte.ts'
import { pages } from '../pages/index.ts'
import { hrefOf, parseHash, router } from '../state/router.svelte.ts'
import { toasts } from '../state/toasts.svelte.ts'
import { importFile } from '../lab/transfers.svelte.ts'
import { undo } from '../state/undo.svelte.ts'
import { preferences } from '../state/preferences.svelte.ts'

export function globalCommands(open: { palette: () => void; shortcuts: () => void }): Command[] {
  const visit = (page: string): void => {
    const found = parseHash(`#/${page}`)
    if (found) location.hash = hrefOf(found.route)
  }
  const theme = (to: 'light' | 'dark' | 'system') => (): void => {
    preferences.set({ theme: to }).catch((error: unknown) => toasts.fail(error))
  }
  return [
    ...pages
      .filter((page) => page.place !== 'none')
      .map(
        (page): Command => ({
          id: page.route,
          title: page.title,
          group: 'Go to',
          run: () => visit(page.route),
          ...(page.keys ? { shortcut: page.keys } : {}),
        }),
      ),
    {
      id: 'new-run',
      title: 'New training',
      group: 'Everywhere',
      shortcut: 'Ctrl+N',
      keywords: 'new run train',
      run: () => router.go({ page: 'train', run: null }),
    },
    { id: 'back', title: 'Back', group: 'Go to', shortcut: 'Alt+ArrowLeft', run: () => router.back() },
    { id: 'search', title: 'Search and commands', group: 'Everywhere', shortcut: 'Ctrl+K', run: open.palette },
    {
      id: 'shortcuts',
      title: 'Keyboard shortcuts',
      group: 'Everywhere',
      shortcut: 'Ctrl+/',
      also: '?',
      keywords: 'keys help',
      run: open.shortcuts,
    },
    {
      id: 'undo',
      title: 'Undo',
      group: 'Everywhere',
      shortcut: 'Ctrl+Z',
      run: () => {
        void undo.undo()
      },
      when: () => undo.nextUndo !== null,
    },
    {
      id: 'redo',
      title: 'Redo',
      group: 'Everywhere',
      shortcut: 'Ctrl+Shift+Z',
      run: () => {
        void undo.redo()
      },
      when: () => undo.nextRedo !== null,
    },
    { id: 'import', writes: true, title: 'Import a run from a file', group: 'Everywhere', keywords: 'open zip bundle', run: chooseRunFile },
    { id: 'theme.light', title: 'Light theme', group: 'Appearance', run: theme('light') },
    { id: 'theme.dark', title: 'Dark theme', group: 'Appearance', run: theme('dark') },
    { id: 'theme.system', title: 'Theme of the system', group: 'Appearance', run: theme('system') },
  ]
}

/** Asks for a file that "Export" wrote, and puts it into the library. */
export function chooseRunFile(): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.addEventListener('change', () => {
    const file = input.files?.[0]
    if (file) void importRunFile(file)
  })
  input.click()
}

export async function importRunFile(file: File): Promise<void> {
  try {
    const { id, already } = await importFile(file, new AbortController().signal, () => {})
    const { run } = await lab.client.getRun({ id })
    toasts.show(already ? `“${run.name}” is in this library already.` : `Imported “${run.name}”.`)
    router.go({ page: run.recipe.kind === 'reproduce' ? 'reproduce' : 'runs', run: id })
  } catch (error) {
    toasts.fail(error)
  }
}
