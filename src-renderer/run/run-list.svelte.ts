// The list of runs as it is looked at: what is asked for, what has come, what is picked. It outlives the page, so that coming back finds it
// as it was.
import { SvelteSet } from 'svelte/reactivity'
import { anySummaryOf } from '../../src-shared/run/results/index.ts'
import type { RunFilter } from '../../src-shared/contract.ts'
import type { RecipeKind } from '../../src-shared/recipe/recipe.ts'
import type { Run, RunState } from '../../src-shared/run/run.ts'
import type { UnreadableRun } from '../../src-shared/run/unreadable-run.ts'
import { lab } from '../lab/lab.svelte.ts'
import { type Group, grouped, isLookup, isOldFailure } from './shelving.ts'

export type Shelf = 'shown' | 'archive' | 'trash'
export type Sort = 'newest' | 'oldest' | 'name' | 'longest' | 'accuracy'
export interface Counts {
  shown: number
  starred: number
  archived: number
  trashed: number
}

/** Runs asked for at first, and with each further page. */
const firstPage = 40
const furtherPage = 1000
/** Milliseconds in which several changes are answered by one reading. */
const gather = 150

class RunList {
  search = $state('')
  kinds: RecipeKind[] = $state([])
  states: RunState[] = $state([])
  starred = $state(false)
  shelf: Shelf = $state('shown')
  /** Also the runs that are parts of reproductions. */
  parts = $state(false)
  hideFailures = $state(true)
  /** Without finished answers that pages asked for by themselves. */
  hideLookups = $state(true)
  /** Under the networks they are about. */
  byNetwork = $state(false)
  sort: Sort = $state('newest')
  /** Everything that has come, newest first. */
  items: Run[] = $state.raw([])
  /** Among them, runs whose record this version cannot read. */
  unreadable: UnreadableRun[] = $state.raw([])
  counts: Counts | null = $state.raw(null)
  error: unknown = $state.raw(null)
  loading = $state(false)
  /** True when `items` is all there is. */
  complete = $state(false)
  /** The filter that `items` answer. */
  #answered = $state('')
  /** False while `items` are still what an earlier search found. */
  readonly fresh = $derived(this.#answered === JSON.stringify(this.#filter))
  readonly picked = new SvelteSet<string>()
  /** The row in hand: the one that keys without a pick go to. */
  current: string | null = $state(null)
  #next: string | null = null
  #stop: AbortController | null = null
  #asked = ''
  #askedShelf: Shelf | null = null
  #timer: ReturnType<typeof setTimeout> | undefined

  /** Whether the list is narrowed by anything but its shelf. */
  readonly narrowed = $derived(this.search.trim() !== '' || this.kinds.length > 0 || this.states.length > 0 || this.starred)
  /** How many of each sort are out of sight. */
  readonly hiddenFailures = $derived(this.items.filter((one) => this.#isHiddenFailure(one)).length)
  readonly hiddenLookups = $derived(this.items.filter((one) => this.#isHiddenLookup(one)).length)
  readonly #ordered: Run[] = $derived(
    sorted(
      this.items.filter((one) => !this.#isHiddenFailure(one) && !this.#isHiddenLookup(one)),
      this.sort,
    ),
  )
  /** Null while they stand in one list. */
  readonly groups: Group[] | null = $derived(this.byNetwork ? grouped(this.#ordered, lab.models) : null)
  /** What is in sight, in order. */
  readonly runs: Run[] = $derived(this.groups ? this.groups.flatMap((one) => one.runs) : this.#ordered)
  readonly pickedRuns: Run[] = $derived(this.items.filter((one) => this.picked.has(one.id)))
  readonly currentRun: Run | null = $derived(this.runs.find((one) => one.id === this.current) ?? null)

  #isHiddenFailure(one: Run): boolean {
    return this.hideFailures && this.shelf === 'shown' && this.states.length === 0 && isOldFailure(one, Date.now())
  }
  // Who asks for a kind, or by name, wants to see it.
  #isHiddenLookup(one: Run): boolean {
    return this.hideLookups && this.shelf === 'shown' && this.kinds.length === 0 && this.search.trim() === '' && isLookup(one)
  }
  get #filter(): RunFilter {
    return {
      ...(this.search.trim() === '' ? {} : { search: this.search.trim() }),
      ...(this.kinds.length > 0 ? { kinds: [...this.kinds] } : {}),
      ...(this.states.length > 0 ? { states: [...this.states] } : {}),
      ...(this.starred ? { starred: true } : {}),
      ...(this.parts ? {} : { parent: null }),
      archived: this.shelf === 'archive' ? 'only' : this.shelf === 'trash' ? 'all' : 'hide',
      trashed: this.shelf === 'trash',
    }
  }
  clear(): void {
    this.search = ''
    this.kinds = []
    this.states = []
    this.starred = false
  }

  get #whole(): boolean {
    return this.sort !== 'newest' || this.byNetwork
  }
  /** Asks for the first page when what is asked for has changed, else leaves the list as it is. To be called in an effect. */
  ask(): void {
    const filter = this.#filter
    // Any other order than the library's own needs all runs.
    const whole = this.#whole
    const key = JSON.stringify({ filter, session: lab.session })
    if (key === this.#asked && (!whole || this.complete || this.loading)) return
    // Nothing that lies on one shelf is in sight, or in hand, on another.
    if (this.shelf !== this.#askedShelf) [this.items, this.unreadable] = [[], []]
    this.#askedShelf = this.shelf
    const again = key === this.#asked
    this.#asked = key
    void this.#read(whole ? Infinity : again ? this.items.length + this.unreadable.length : firstPage)
  }
  /** Reads as many runs again as are here; changes that come close together are answered once. */
  refreshSoon(): void {
    if (this.#asked === '') return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      void this.#read(this.#whole ? Infinity : Math.max(firstPage, this.items.length + this.unreadable.length))
    }, gather)
  }
  refresh(): void {
    void this.#read(Math.max(firstPage, this.items.length + this.unreadable.length))
  }
  /** The next page, when the end comes into sight. */
  async more(): Promise<void> {
    if (this.loading || this.complete || this.#next === null) return
    await this.#read(furtherPage, this.#next)
  }
  /** Puts a changed record in place at once; the list is read again soon after. */
  put(run: Run): void {
    this.items = this.items.map((one) => (one.id === run.id ? run : one))
  }

  async #read(wanted: number, from: string | null = null): Promise<void> {
    const filter = this.#filter
    this.#stop?.abort()
    const stop = new AbortController()
    this.#stop = stop
    this.loading = true
    try {
      const found: Run[] = []
      const lost: UnreadableRun[] = []
      let next: string | null = from
      do {
        const limit = Math.min(furtherPage, Math.max(1, wanted - found.length - lost.length))
        const page = await lab.client.listRuns({ ...filter, limit, ...(next === null ? {} : { before: next }) }, stop.signal)
        if (stop.signal.aborted) return
        found.push(...page.runs)
        lost.push(...page.unreadable)
        next = page.next
        this.counts = page.counts
      } while (next !== null && found.length + lost.length < wanted)
      this.items = from === null ? found : [...this.items, ...found]
      this.unreadable = from === null ? lost : [...this.unreadable, ...lost]
      this.#next = next
      this.complete = next === null
      this.#answered = JSON.stringify(filter)
      this.error = null
      this.#forget()
    } catch (error) {
      if (!stop.signal.aborted) this.error = error
    } finally {
      if (this.#stop === stop) this.loading = false
    }
  }
  /** What is out of sight cannot be picked: nothing happens to a run that is not seen. */
  #forget(): void {
    const here = new Set(this.items.map((one) => one.id))
    for (const id of this.picked) if (!here.has(id)) this.picked.delete(id)
  }
}

/** One for all comparisons: making it takes longer than hundreds of them. */
const byName = new Intl.Collator('en', { numeric: true })
const accuracyOf = (run: Run): number => anySummaryOf(run).testAccuracy ?? -1

function sorted(runs: Run[], sort: Sort): Run[] {
  switch (sort) {
    case 'newest':
      return runs
    case 'oldest':
      return [...runs].reverse()
    case 'name':
      return [...runs].sort((a, b) => byName.compare(a.name, b.name))
    case 'longest':
      return [...runs].sort((a, b) => b.seconds - a.seconds)
    case 'accuracy':
      return runs
        .map((run) => ({ run, share: accuracyOf(run) }))
        .sort((a, b) => b.share - a.share)
        .map(({ run }) => run)
  }
}

export const runList = new RunList()
