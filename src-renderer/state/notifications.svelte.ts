// A word from the system when long work ends while nobody looks. In the desktop window the shell says it; here the browser may, if it is
// allowed to.
import type { Run } from '../../src-shared/run/run.ts'
import { lab } from '../lab/lab.svelte.ts'
import { hrefOf } from './router.svelte.ts'
import { outcomeOf, placeOf } from '../text/run-text.ts'

/** As the desktop shell has it: shorter work ends in silence. Milliseconds. */
const long = 30_000
/** The library's setting that both hosts read: false turns them off. */
const key = 'notifications'

/** Whether the browser can show notifications, and whether it has been asked. */
function permission(): NotificationPermission | 'missing' {
  return 'Notification' in window ? Notification.permission : 'missing'
}
type Permission = ReturnType<typeof permission>
/** As it was told last; null before it was asked for. */
let told: Permission | null = null
export const lastPermission = (): Permission | null => ('Notification' in window ? told : 'missing')
/** The same as `permission`, without holding up the page: the property waits for the browser's own process. */
export async function readPermission(): Promise<Permission> {
  if (!('Notification' in window)) return 'missing'
  try {
    const { state } = await navigator.permissions.query({ name: 'notifications' })
    told = state === 'prompt' ? 'default' : state
  } catch {
    told = permission()
  }
  return told
}
/** Asks the browser for leave; to be called from a press of the user, or browsers refuse unseen. */
export async function askPermission(): Promise<Permission> {
  told = permission() === 'default' ? await Notification.requestPermission() : permission()
  return told
}

/** Watches for the end of long work, for as long as the component that calls this is there. */
export function followEnds(): void {
  const since = new Map<string, number>()
  $effect(() => {
    const now = new Set(lab.jobs.running.map((run) => run.id))
    for (const { id, started, parent } of lab.jobs.running) if (parent === null && !since.has(id)) since.set(id, started ?? Date.now())
    for (const [id, start] of since) {
      if (now.has(id)) continue
      since.delete(id)
      if (Date.now() - start >= long && document.hidden && lab.about?.host === 'browser' && permission() === 'granted') void tell(id)
    }
  })
}

async function tell(id: string): Promise<void> {
  try {
    const [{ value }, { run }] = await Promise.all([lab.client.getSetting({ key }), lab.client.getRun({ id })])
    if (value === false || run.state === 'paused') return
    const body = outcomeOf(run) || 'Its results are in your library.'
    const note = new Notification(`“${run.name}” ${ended(run)}`, { body, tag: id })
    note.addEventListener('click', () => {
      window.focus()
      location.hash = hrefOf(placeOf(run))
      note.close()
    })
  } catch {
    /* The run itself says what became of it; a notification is only the second way to know. */
  }
}
function ended({ state }: Run): string {
  if (state === 'failed') return 'has failed'
  return state === 'finished' ? 'has finished' : 'has stopped'
}
