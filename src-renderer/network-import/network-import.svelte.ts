// Bringing a network, step by step: its files are sent, read, tried on pictures, and kept.
import type { FoundNetwork } from '../../src-shared/network/found-network.ts'
import type { Preprocessing } from '../../src-shared/network/preprocessing.ts'
import { FaultError } from '../../src-shared/rpc/fault.ts'
import { lab } from '../lab/lab.svelte.ts'
import { sendNetworkFile } from '../lab/transfers.svelte.ts'
import { router } from '../state/router.svelte.ts'
import { toasts } from '../state/toasts.svelte.ts'
import { nameFrom } from './network-files.ts'
import type { Given } from './network-files.ts'
import { backgroundOf, preprocessingOf, proposedReading, type ReadingName } from './usual-readings.ts'

/** Where the conversation is: nothing chosen yet; bytes on their way; the lab reads; it is known what it is; the network is being kept. */
export type Step = 'choose' | 'sending' | 'reading' | 'found' | 'keeping'

class NetworkImport {
  open = $state(false)
  step: Step = $state('choose')
  /** Bytes that have been sent, and all. */
  sent: { done: number; total: number } = $state.raw({ done: 0, total: 0 })
  found: FoundNetwork | null = $state.raw(null)
  error: unknown = $state.raw(null)
  name = $state('')
  reading: ReadingName = $state('zero-to-one')
  classNames: string[] | null = $state.raw(null)
  /** Why the network is not read at the side that was asked for last. */
  refusedSide: string | null = $state(null)
  #stage: string | null = $state(null)
  #leave = new AbortController()

  /** Opens the conversation; with files it starts at once. */
  begin(files?: readonly Given[]): void {
    if (!this.open) this.#reset()
    this.open = true
    if (files) void this.take(files)
  }
  get stage(): string | null {
    return this.#stage
  }
  get preprocessing(): Preprocessing | null {
    return this.found && preprocessingOf(this.reading, this.found.input.channels)
  }

  async take(files: readonly Given[]): Promise<void> {
    await this.#forget()
    this.#reset()
    const leave = this.#leave
    const stage = crypto.randomUUID()
    this.#stage = stage
    this.step = 'sending'
    this.name = nameFrom(files.map((one) => one.name))
    const total = files.reduce((sum, { file }) => sum + file.size, 0)
    try {
      let before = 0
      for (const { name, file } of files) {
        await sendNetworkFile({ stage, name, file }, leave.signal, (done) => {
          this.sent = { done: before + done, total }
        })
        before += file.size
      }
      await this.#read(stage, leave.signal)
    } catch (error) {
      this.#failed(error, leave)
    }
  }
  /** Reads the files once more, with pictures of another size; what was chosen stays, and where it cannot be, all stays as it was. */
  async readAgain(side: number): Promise<void> {
    const stage = this.#stage
    const leave = this.#leave
    if (stage === null || this.step !== 'found') return
    const [reading, classNames] = [this.reading, this.classNames]
    this.refusedSide = null
    try {
      await this.#read(stage, leave.signal, side)
      if (leave.signal.aborted) return
      this.reading = reading
      if (classNames?.length === this.found?.classes) this.classNames = classNames
    } catch (error) {
      if (leave.signal.aborted || leave !== this.#leave) return
      this.step = 'found'
      this.refusedSide = `It stays at ${this.found?.input.height} pixels. ${(error as Error).message}`
    }
  }
  async #read(stage: string, signal: AbortSignal, side?: number): Promise<void> {
    this.step = 'reading'
    const found = await lab.client.readNetwork({ stage, ...(side === undefined ? {} : { side }) }, signal)
    if (signal.aborted) return
    this.found = found
    this.classNames = found.classNames
    this.reading = proposedReading(found)
    this.step = 'found'
  }
  #failed(error: unknown, leave: AbortController): void {
    if (leave.signal.aborted || leave !== this.#leave) return
    this.error = error
    this.step = 'choose'
    void this.#forget()
  }

  async keep(): Promise<void> {
    const { found, preprocessing } = this
    const stage = this.#stage
    if (!found || !preprocessing || stage === null || this.step !== 'found') return
    this.step = 'keeping'
    this.error = null
    try {
      const kept = await lab.client.keepNetwork({
        stage,
        name: this.name.trim().slice(0, 200),
        preprocessing,
        background: backgroundOf(preprocessing),
        classNames: this.classNames,
      })
      this.#stage = null
      await lab.refreshModels()
      lab.choose(kept.model)
      this.open = false
      router.go({ page: 'look', layer: null, unit: null })
      toasts.show(`“${this.name}” is in the library. What its layers look for is a click away.`)
    } catch (error) {
      this.error = error
      this.step = 'found'
      if (error instanceof FaultError && error.fault.code === 'missing') void this.#forget()
    }
  }
  /** Leaves the conversation: nothing of it is kept. */
  leave(): void {
    this.#leave.abort()
    void this.#forget()
    this.#reset()
  }
  #reset(): void {
    this.#leave = new AbortController()
    this.step = 'choose'
    this.sent = { done: 0, total: 0 }
    this.found = null
    this.error = null
    this.classNames = null
    this.refusedSide = null
    this.name = ''
  }
  async #forget(): Promise<void> {
    const stage = this.#stage
    this.#stage = null
    if (stage !== null) await lab.client.dropNetwork({ stage }).catch(() => {})
  }
}
export const networkImport = new NetworkImport()
