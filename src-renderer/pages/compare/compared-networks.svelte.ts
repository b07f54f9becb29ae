// What is known of the networks that are compared: their layers, their classes and the pictures they take.
import { isLookedInto } from '../../../src-shared/network/model-file.ts'
import { lab } from '../../lab/lab.svelte.ts'
import { type Resource, resourceOf } from '../../lab/resource.svelte.ts'
import { type Subject, subjectOf } from '../../visualization/subject.ts'

/** A network, by the hash of its file. */
export interface ComparedNetwork {
  readonly model: string
  readonly subject: Subject
}

/** To be made while a component is made; `models` is read again whenever it changes. */
export class ComparedNetworks {
  readonly #read: Resource<Map<string, Subject>>

  constructor(models: () => readonly string[]) {
    this.#read = resourceOf(
      () => [...new Set(models())].sort().join() || null,
      async (key, signal) => {
        const asked = key.split(',').map(async (hash) => {
          const header = await lab.client.modelHeader({ hash }, signal)
          return isLookedInto(header) ? ([hash, subjectOf(header)] as const) : null
        })
        const answers = await Promise.allSettled(asked)
        return new Map(answers.flatMap((one) => (one.status === 'fulfilled' && one.value ? [one.value] : [])))
      },
    )
  }
  /** Null until it is known, and for a network that cannot be read. */
  of(model: string | null): ComparedNetwork | null {
    const subject = model === null ? undefined : this.#read.value?.get(model)
    return subject && model !== null ? { model, subject } : null
  }
}
