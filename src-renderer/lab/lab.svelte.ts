// The page's view of the lab: the line to it, what runs, which models there are, and what runs say.
import { classifierResults } from '../../src-shared/run/results/training.ts'
import { contract, type Jobs, type LabContract, type ModelEntry } from '../../src-shared/contract.ts'
import type { Notice, Progress, RunEvent } from '../../src-shared/run/event.ts'
import { type Client, connect } from '../../src-shared/rpc/rpc.ts'
import { SvelteMap } from 'svelte/reactivity'
import { canReconnect, openChannel, patience } from './connection.ts'
import { isolatedName } from '../text/format.ts'
import { generatorFor, inOrder, inUse } from './models.ts'
import { writing } from '../components/writing.svelte.ts'
import { preferences } from '../state/preferences.svelte.ts'
import { toasts } from '../state/toasts.svelte.ts'

export type LabClient = Client<LabContract>
export interface About {
  version: string
  host: string
  folder: string
  platform: string
  cores: number
  readOnly: boolean
  notices: Notice[]
}
type Listener = (event: RunEvent) => void

/** Why a control is grey; how to go on is said at the top of every page. */
const lookOnly = 'This library is open read-only: nothing can be started or changed in it.'
const wait = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
  })

class Lab {
  line: 'connecting' | 'open' | 'lost' = $state('connecting')
  /** Rises with every new line; what was asked over an old one has to be asked again. */
  session = $state(0)
  about: About | null = $state.raw(null)
  jobs: Jobs = $state.raw({ running: [], queued: [] })
  /** Progress of what runs, by run; newer than the runs in `jobs`. */
  progress = new SvelteMap<string, Progress>()
  models: ModelEntry[] = $state.raw([])
  #chosen: string | null = $state(null)
  /** The classifier in use when the list of models was last read. */
  #used: string | null = $state(null)
  #client: LabClient | null = null
  #listeners = new Set<Listener>()

  /** The calls of the contract. Throws before the first line is open. */
  get client(): LabClient {
    if (!this.#client) throw new Error('The page is not connected to the lab yet.')
    return this.#client
  }
  readonly classifiers = $derived(inOrder(this.models.filter((one) => one.meta.kind === 'classifier')))
  readonly generators = $derived(inOrder(this.models.filter((one) => one.meta.kind === 'autoencoder')))
  /** What can be looked into: classifiers, and networks that were brought. */
  readonly networks = $derived(inOrder(this.models.filter((one) => one.meta.kind !== 'autoencoder')))
  /**
   * The network that every page looks through: the chosen one, else the one in use until now. A newer one takes its place only when it is
   * chosen.
   */
  readonly model: ModelEntry | null = $derived(inUse(this.networks, [this.#chosen, this.#used]))
  /** The same where it has to know the shapes: a network that was brought does not, and another classifier stands in for it. */
  readonly classifier: ModelEntry | null = $derived(inUse(this.classifiers, [this.#chosen, this.#used]))
  /** The autoencoder that goes with it. */
  readonly generator: ModelEntry | null = $derived(generatorFor(this.generators, this.classifier))

  choose(hash: string): void {
    this.#chosen = hash
    this.client.setSetting({ key: 'model', value: hash }).catch((error: unknown) => toasts.fail(error))
  }
  /** Tells `listener` of every event of every run, over all lines. Returns the way to stop. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }
  async refreshModels(): Promise<void> {
    this.#take(await this.client.listModels({}))
  }
  #take(models: ModelEntry[]): void {
    // The first list brings nothing new, and what comes back from the Trash is none either.
    const added = this.models.length === 0 ? [] : models.filter((one) => one.meta.kind !== 'autoencoder' && !this.#seen.has(one.hash))
    for (const one of models) this.#seen.add(one.hash)
    this.models = models
    this.#used = this.model?.hash ?? null
    for (const one of added) if (one.hash !== this.#used) void this.#offer(one)
  }
  readonly #seen = new Set<string>()
  /** Says that there is another classifier, and how to look through it. Those that a larger run makes for itself are its own affair. */
  async #offer(added: ModelEntry): Promise<void> {
    const made = await this.client.getRun({ id: added.run }).catch(() => null)
    const current = this.model
    if (made?.run.parent !== null || !current || current.hash === added.hash) return
    toasts.show(`“${isolatedName(added.name)}” is ready. The pages still look through “${isolatedName(current.name)}”.`, {
      action: { label: 'Use it', run: () => this.choose(added.hash) },
    })
  }

  /** Connects, and connects again for as long as the page is there. */
  async start(): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      const channel = await openChannel()
      this.#client = connect(contract, channel)
      try {
        await this.#open(this.#client)
        attempt = 0
        await new Promise<void>((resolve) => {
          if (channel.closed.aborted) resolve()
          channel.closed.addEventListener('abort', () => resolve())
        })
      } catch (error) {
        if (!channel.closed.aborted) {
          toasts.fail(error)
          channel.close()
        }
      }
      this.line = 'lost'
      if (!canReconnect) return
      await wait(patience(attempt))
    }
  }
  async #open(client: LabClient): Promise<void> {
    // Each by itself: one answer that cannot be had is told, and costs the page no more than what it would have said.
    const [about, models, chosen, liked] = await Promise.allSettled([
      client.about({}),
      client.listModels({}),
      client.getSetting({ key: 'model' }),
      preferences.load(client),
    ])
    if (client !== this.#client) return
    const failed = [about, models, chosen, liked].find((one) => one.status === 'rejected')
    if (about.status === 'rejected' && models.status === 'rejected' && chosen.status === 'rejected') throw about.reason
    if (failed) toasts.fail(failed.reason)
    if (about.status === 'fulfilled') {
      this.about = about.value
      writing.refused = about.value.readOnly ? lookOnly : null
    }
    if (chosen.status === 'fulfilled') this.#chosen = typeof chosen.value.value === 'string' ? chosen.value.value : null
    if (models.status === 'fulfilled') this.#take(models.value)
    this.progress.clear()
    void this.#follow(
      client,
      () => client.watchJobs({}),
      (jobs) => this.#jobsChanged(jobs),
    )
    void this.#follow(
      client,
      () => client.watch({}),
      (event) => this.#hear(event),
    )
    this.session += 1
    this.line = 'open'
  }
  /** Listens for as long as there is this line. A stream that breaks off is told, and opened again. */
  async #follow<T>(client: LabClient, open: () => AsyncIterable<T>, each: (item: T) => void): Promise<void> {
    for (let attempt = 0; client === this.#client; attempt++) {
      try {
        for await (const item of open()) {
          attempt = 0
          each(item)
        }
        return
      } catch (error) {
        await wait(Math.max(500, patience(attempt)))
        // A closed line is told by `line`; anything else is a mistake worth seeing.
        if (client !== this.#client || this.line !== 'open') return
        if (attempt === 0) toasts.fail(error)
      }
    }
  }
  #jobsChanged(jobs: Jobs): void {
    this.jobs = jobs
    const present = new Set(jobs.running.map((one) => one.id))
    for (const id of this.progress.keys()) if (!present.has(id)) this.progress.delete(id)
  }
  #hear(event: RunEvent): void {
    if (event.type === 'progress' && this.jobs.running.some((one) => one.id === event.run)) this.progress.set(event.run, event.progress)
    if ((event.type === 'artifact' && event.name === classifierResults.artifacts.model.name) || event.type === 'changed')
      this.#modelsMayDiffer()
    for (const listener of this.#listeners) listener(event)
  }
  #timer: ReturnType<typeof setTimeout> | undefined
  #modelsMayDiffer(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.refreshModels().catch(() => {})
    }, 300)
  }
}
export const lab = new Lab()
