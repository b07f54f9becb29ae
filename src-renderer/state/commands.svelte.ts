// Everything that can be done from the keyboard: one registry for the palette, the shortcut sheet, the menu and the keys.
import { SvelteMap } from 'svelte/reactivity'
import { writing } from '../components/writing.svelte.ts'
import { preferences } from './preferences.svelte.ts'
import { toasts } from './toasts.svelte.ts'

export interface Command {
  /** Unique, such as "page.data" or "run.star". */
  id: string
  title: string
  /** Heading in the palette and the shortcut sheet, such as "Go to". */
  group: string
  /** Other words one may search for. */
  keywords?: string
  /** Such as "Ctrl+K", "Ctrl+Shift+Z", "Space", "J", "Delete"; Ctrl is Cmd on a Mac. */
  shortcut?: string
  /** Another key that does the same. */
  also?: string
  run: () => void
  /** Whether it can be done now; without it, always. */
  when?: () => boolean
  /** It starts or changes something: where nothing can be changed, it says so instead. */
  writes?: boolean
}

class Commands {
  #all = new SvelteMap<string, Command>()

  /** What can be done now. */
  get available(): Command[] {
    return [...this.#all.values()].filter((one) => one.when?.() ?? true)
  }
  get all(): Command[] {
    return [...this.#all.values()]
  }

  /** Adds commands; returns the way to take them out again. */
  register(list: Command[]): () => void {
    for (const one of list) this.#all.set(one.id, one)
    return () => {
      for (const one of list) if (this.#all.get(one.id) === one) this.#all.delete(one.id)
    }
  }
  run(id: string): boolean {
    const found = this.#all.get(id)
    if (!found || !(found.when?.() ?? true)) return false
    carryOut(found)
    return true
  }
  /** Answers a key, unless someone types or the control in focus has a use for it. */
  keydown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return
    const pressed = chordOf(event)
    const single = !/(Ctrl|Alt)\+/.test(pressed)
    if (single && (!preferences.singleKeys || takesKeys(event.target, pressed))) return
    if (document.querySelector('dialog[open]')) return
    for (const one of this.#all.values()) {
      if ((one.shortcut !== pressed && one.also !== pressed) || !(one.when?.() ?? true)) continue
      // Undo inside a text field is the field's own.
      if (pressed.endsWith('+Z') && isText(event.target)) return
      event.preventDefault()
      carryOut(one)
      return
    }
  }
}
export const commands = new Commands()

/** Does it, or says why nothing can be changed. */
export function carryOut({ run, writes }: Command): void {
  if (writes && writing.refused !== null) toasts.show(writing.refused)
  else run()
}

/** Commands that are there as long as the component that calls this. */
export function useCommands(list: () => Command[]): void {
  $effect(() => commands.register(list()))
}

/** A key event in the words of `shortcut`. */
export function chordOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string {
  const key = event.key === ' ' ? 'Space' : event.key.length === 1 ? event.key.toUpperCase() : event.key
  // The shift of "?" is in the character already.
  const shift = event.shiftKey && (event.key.length > 1 || /[a-z]/i.test(event.key))
  return `${event.ctrlKey || event.metaKey ? 'Ctrl+' : ''}${event.altKey ? 'Alt+' : ''}${shift ? 'Shift+' : ''}${key}`
}

function isText(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('textarea, select, input:not([type=checkbox], [type=radio], [type=range], [type=button])'))
  )
}
/** Whether the control in focus has a use for the key itself: a button for Space and Enter, a list or a slider for most. */
function takesKeys(target: EventTarget | null, pressed: string): boolean {
  if (isText(target)) return true
  if (!(target instanceof HTMLElement) || target.hasAttribute('data-lets-keys-through')) return false
  if (target.matches('[role=menuitem], [role=menuitemcheckbox], [role=option], [role=tab]')) return true
  return target.matches('button, a, summary, input') && /(^|\+)(Space|Enter|Arrow\w+|Home|End|Page\w+)$/.test(pressed)
}
