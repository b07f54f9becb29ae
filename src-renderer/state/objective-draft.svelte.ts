// The objective being built: terms with weights, every change of which can be undone, kept as a draft until it is saved.
import { z } from 'zod'
import {
  objectiveKey,
  objectiveName,
  type ObjectiveSpec,
  objectiveSpec,
  type ObjectiveTerm,
  type SumTerm,
  sumTerm,
} from '../../src-shared/recipe/objective.ts'
import type { Json } from '../../src-shared/run/event.ts'
import type { SavedItem } from '../../src-shared/contract.ts'
import { lab } from '../lab/lab.svelte.ts'
import { resource } from '../lab/resource.svelte.ts'
import { toasts } from './toasts.svelte.ts'
import { undo } from './undo.svelte.ts'

const setting = 'objective-draft'
export type Term = SumTerm
const kept = z.array(sumTerm)
/** The most terms that an objective may have. */
export const mostTerms = 16

export class ObjectiveDraft {
  terms: Term[] = $state.raw([])
  /** False until the draft of last time has been read. */
  ready = $state(false)
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor() {
    lab.client.getSetting({ key: setting }).then(
      ({ value }) => {
        const read = kept.safeParse(value)
        if (read.success && this.terms.length === 0) this.terms = read.data
        this.ready = true
      },
      (error: unknown) => {
        this.ready = true
        toasts.fail(error)
      },
    )
  }
  /** The objective as data; null while it asks for nothing. */
  readonly spec: ObjectiveSpec | null = $derived.by(() => {
    const terms = this.terms.filter((one) => one.weight !== 0)
    const [only] = terms
    if (!only) return null
    return terms.length === 1 && only.weight === 1 && !only.standard ? only.of : { kind: 'sum', terms }
  })
  readonly key: string | null = $derived(this.spec && objectiveKey(this.spec))

  #put(terms: Term[]): void {
    this.terms = terms
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      lab.client
        .setSetting({ key: setting, value: JSON.parse(JSON.stringify(terms)) as Json })
        .catch((error: unknown) => toasts.fail(error))
    }, 250)
  }
  /** Shows other weights while a slider moves; `change` makes it count. */
  preview(terms: Term[]): void {
    this.terms = terms
  }
  /** `before` is what undo goes back to, when a slider has moved the terms already. */
  change(label: string, terms: Term[], before: Term[] = this.terms): void {
    void undo.perform({ label, quiet: true, run: () => this.#put(terms), undo: () => this.#put(before) })
  }
  add(of: ObjectiveTerm): void {
    if (this.terms.some((one) => objectiveKey(one.of) === objectiveKey(of)) || this.terms.length >= mostTerms) return
    this.change(`Added ${objectiveName(of)}`, [...this.terms, { weight: 1, of }])
  }
  remove(at: number): void {
    const term = this.terms[at]
    if (term) this.change(`Removed ${objectiveName(term.of)}`, this.terms.toSpliced(at, 1))
  }
  /** Adds a term, or takes it out when it is there. */
  toggle(of: ObjectiveTerm): void {
    const at = this.terms.findIndex((one) => objectiveKey(one.of) === objectiveKey(of))
    if (at < 0) this.add(of)
    else this.remove(at)
  }
  /** The terms of a finished objective in place of these. */
  load(name: string, spec: ObjectiveSpec): void {
    // Of a sum that is standardised as a whole only a constant is left out, which moves no picture.
    const scale = spec.kind === 'sum' ? 1 / (spec.standard?.deviation ?? 1) : 1
    const terms = spec.kind === 'sum' ? spec.terms.map((one) => ({ ...one, weight: scale * one.weight })) : [{ weight: 1, of: spec }]
    this.change(`Opened “${name}”`, terms)
  }
}

/** An objective as it is saved: the body of a saved item of the kind "objective" is the objective itself. */
export const savedKind = 'objective'
export interface SavedObjective {
  item: SavedItem
  spec: ObjectiveSpec
}

/**
 * The objectives kept in the library, as long as the component that calls this is there. What another version wrote and this cannot read is
 * left out.
 */
export function savedObjectives(): { readonly list: SavedObjective[]; reload(): void } {
  const saved = resource(() => lab.client.listSaved({ kind: savedKind }))
  const list = $derived(
    (saved.value ?? []).flatMap((item) => {
      const read = objectiveSpec.safeParse(item.body)
      return read.success ? [{ item, spec: read.data }] : []
    }),
  )
  return {
    get list() {
      return list
    },
    reload: () => saved.reload(),
  }
}
