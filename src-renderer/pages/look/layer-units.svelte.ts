// The units of one layer: which are shown and in which order, which are chosen, and what is known and said of each.
import { untrack } from 'svelte'
import { SvelteSet } from 'svelte/reactivity'
import { objectiveKey } from '../../../src-shared/recipe/objective.ts'
import type { Measure } from '../../../src-shared/recipe/recipe.ts'
import type { ExampleEntry, Examples } from '../../results/dataset-examples.svelte.ts'
import type { Gallery } from '../../results/gallery.svelte.ts'
import { compact } from '../../text/format.ts'
import { rowOf, unitValueWord } from '../../visualization/measure.ts'
import type { Visualization } from '../../../src-shared/run/visualization.ts'
import { type Method, methodWords } from '../../visualization/methods.ts'
import {
  type LayerInfo,
  objectiveOf,
  pictureKey,
  type Reading,
  unitLabel,
  unitTitle,
  unitWord,
  untaughtWords,
} from '../../visualization/units.ts'
import { madeAnswers } from './made-answers.svelte.ts'
import type { UnitNotes } from './notes.svelte.ts'
import { likeness } from './profiles.ts'
import { tileValue } from './tile-words.ts'
import type { Subject } from '../../visualization/subject.ts'

export type Order = 'number' | 'strongest' | 'alike'
/** Of a layer with more units than this, only a few are made at once unless they are chosen. */
const mostAtOnce = 64
const fewAtOnce = 16

interface Viewed {
  gallery: Gallery
  subject: Subject
  layer: LayerInfo
  examples: Examples
  notes: UnitNotes
  method: Method
  measure: Measure
  reading: Reading
}

/** To be made while a component is made; `viewed` is read again whenever it changes. */
export class LayerUnits {
  order: Order = $state('number')
  hideDead = $state(false)
  /** Also classes that the network was never taught. */
  showUntaught = $state(false)
  /** The unit that the keyboard is at. */
  current = $state(0)
  /** The unit to which "most alike" refers: it stays the same while others are looked at. */
  like = $state(0)
  readonly chosen = new SvelteSet<number>()
  readonly #viewed: () => Viewed
  readonly #answers: ReturnType<typeof madeAnswers>

  constructor(viewed: () => Viewed) {
    this.#viewed = viewed
    this.#answers = madeAnswers(() =>
      this.#onTiles.length === 0
        ? null
        : {
            model: this.gallery.model,
            layer: this.layer.name,
            measure: this.measure,
            size: this.subject,
            classes: this.layer.kind === 'logits',
            channels: this.subject.channels,
            pictures: this.#onTiles,
          },
    )
    $effect(() => {
      void this.layer.name
      untrack(() => {
        this.chosen.clear()
        this.current = 0
        this.like = 0
      })
    })
  }
  readonly gallery = $derived.by(() => this.#viewed().gallery)
  readonly subject = $derived.by(() => this.#viewed().subject)
  readonly layer = $derived.by(() => this.#viewed().layer)
  readonly examples = $derived.by(() => this.#viewed().examples)
  readonly notes = $derived.by(() => this.#viewed().notes)
  readonly method = $derived.by(() => this.#viewed().method)
  readonly measure = $derived.by(() => this.#viewed().measure)
  readonly #reading = $derived.by(() => this.#viewed().reading)
  /** Which activation of each is asked for: never that of one place. */
  readonly whole: Reading = $derived.by(() => ({ ...this.#reading, place: null }))

  readonly taught = $derived.by(() => new Set(this.layer.taught))
  readonly untaught = $derived.by(() => untaughtWords(this.layer))
  readonly #every = $derived.by(() => Array.from({ length: this.layer.units }, (_, unit) => unit))
  readonly all: readonly number[] = $derived.by(() => (this.showUntaught && this.untaught !== null ? this.#every : this.layer.taught))
  readonly dead = $derived.by(() => this.all.filter((unit) => this.isDead(unit)).length)
  /** How alike each unit is to `like`, a correlation; null in another order. */
  readonly alike = $derived.by(() =>
    this.order === 'alike' && this.examples.classes
      ? likeness(
          this.#every.map((unit) => this.entryOf(unit)?.classes),
          this.like,
        )
      : null,
  )
  /** Those that are shown, in order. */
  readonly units: readonly number[] = $derived.by(() => {
    const { alike, like } = this
    const shown = this.hideDead ? this.all.filter((unit) => !this.isDead(unit)) : this.all
    if (this.order === 'strongest')
      return shown.toSorted((a, b) => (this.entryOf(b)?.best ?? -Infinity) - (this.entryOf(a)?.best ?? -Infinity))
    return alike ? shown.toSorted((a, b) => (b === like ? 2 : alike[b]!) - (a === like ? 2 : alike[a]!)) : shown
  })
  /** The unit that "most alike" would be about. */
  readonly inHand = $derived.by(() => (this.all.includes(this.current) ? this.current : (this.all[0] ?? 0)))
  /**
   * Without a choice: what was taught, also while the rest is shown; of a layer too large for one run, the next few that have no picture,
   * or the first few where all have one.
   */
  readonly picked: readonly number[] = $derived.by(() => {
    if (this.chosen.size > 0) return this.units.filter((unit) => this.chosen.has(unit))
    const taught = this.units.filter((unit) => this.taught.has(unit))
    if (taught.length <= mostAtOnce) return taught
    const open = taught.filter((unit) => !this.gallery.has(this.method === 'examples' ? 'robust' : this.method, this.keyOf(unit)))
    return (open.length > 0 ? open : taught).slice(0, fewAtOnce)
  })
  /** The pictures on the tiles, asked of the classifier, so that their numbers are those by which real pictures are ranked. */
  readonly #onTiles = $derived.by(() =>
    this.all.flatMap((unit) => {
      const made = this.madeOf(unit)
      return made ? [{ unit, hash: made.picture.hash, index: made.picture.index }] : []
    }),
  )
  /** Why numbers of pictures are missing. */
  get error(): unknown {
    return this.#answers.error
  }

  keyOf(unit: number): string {
    return objectiveKey(objectiveOf(this.layer, unit, this.whole))
  }
  /** What its tile shows: pictures made after the activation function stand in where there are no others. */
  shownKey(unit: number): string {
    return pictureKey(this.layer, unit, this.whole.after, (key) => this.method === 'examples' || this.gallery.has(this.method, key))
  }
  entryOf(unit: number): ExampleEntry | undefined {
    return rowOf(this.examples.entries, this.layer, unit, this.measure)
  }
  /** The made picture on its tile; null for dataset examples, or where there is none. */
  madeOf(unit: number): Visualization | null {
    return this.method === 'examples' ? null : this.gallery.shown(this.method, this.shownKey(unit))
  }
  /** A channel that never gets above zero after its activation function is dead on these pictures. */
  isDead(unit: number): boolean {
    return this.layer.after !== null && this.entryOf(unit)?.best === 0
  }
  /** "channel 0", "green single line". */
  nameOf(unit: number): string {
    return this.layer.kind === 'logits' ? unitLabel(this.layer, unit) : `${unitWord(this.layer)} ${unit}`
  }
  /** The classes of its three strongest pictures, each once. */
  topClasses(unit: number): string {
    const top = this.entryOf(unit)?.top ?? []
    return [...new Set(top.slice(0, 3).map((one) => this.subject.pictureClassOf(one.label)))].join(' or ')
  }
  isForming(unit: number): boolean {
    return this.method !== 'examples' && this.gallery.forming(this.method, this.shownKey(unit)) !== null
  }
  /** The activation of its made picture, by the measure; undefined until it is known. */
  #answered(unit: number): number | undefined {
    const made = this.madeOf(unit)
    return made ? this.#answers.of({ unit, hash: made.picture.hash, index: made.picture.index }) : undefined
  }
  /** All that its tile says, in words. */
  described(unit: number): string {
    const { layer, method } = this
    const example = this.entryOf(unit)
    const value = this.#answered(unit)
    const picture = this.isForming(unit)
      ? 'picture forming'
      : this.madeOf(unit)
        ? `${methodWords[method].label.toLowerCase()} picture${value === undefined ? '' : `, ${unitValueWord(layer)} ${compact(value)}`}`
        : method === 'examples'
          ? ''
          : 'no picture yet'
    return [
      unitTitle(layer, unit),
      this.isDead(unit) ? 'dead' : '',
      this.taught.has(unit) ? '' : 'never taught',
      picture,
      example ? `best dataset example ${compact(example.best)}, ${this.topClasses(unit)}` : '',
      this.notes.of(this.keyOf(unit)).note,
    ]
      .filter(Boolean)
      .join(', ')
  }
  /** What stands under its tile: a correlation in the order of likeness, else its activation. */
  under(unit: number): string {
    const { alike, method } = this
    if (alike) return unit === this.like ? 'this one' : `r ${Math.abs(alike[unit]!) < 0.005 ? '0.00' : alike[unit]!.toFixed(2)}`
    if (this.isDead(unit)) return 'dead'
    if (!this.taught.has(unit)) return 'never taught'
    return tileValue(
      method === 'examples'
        ? { settled: this.entryOf(unit)?.best, climbed: undefined }
        : {
            settled: this.#answered(unit),
            climbed: this.isForming(unit) ? this.gallery.score(method, this.shownKey(unit))?.value : undefined,
          },
    )
  }
}
