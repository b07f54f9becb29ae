// The unit that is looked at: the objectives that ask for it, its row in the table of real pictures, and its made pictures.
import type { Field } from '../../../src-shared/network/receptive-field.ts'
import { objectiveKey } from '../../../src-shared/recipe/objective.ts'
import type { PicturesDataset } from '../../../src-shared/domains/pictures/settings.ts'
import type { ShownPictures } from '../../../src-shared/domains/splits.ts'
import type { Measure } from '../../../src-shared/recipe/recipe.ts'
import { shownWords } from '../../text/shown-pictures.ts'
import { type Examples, findExamples } from '../../results/dataset-examples.svelte.ts'
import type { Gallery } from '../../results/gallery.svelte.ts'
import { measures, measureWords, rowOf } from '../../visualization/measure.ts'
import { madeMethods } from '../../visualization/methods.ts'
import { type LayerInfo, objectiveOf, type Reading, unitTitle } from '../../visualization/units.ts'
import { disagreement } from './profiles.ts'
import type { Subject } from '../../visualization/subject.ts'

export interface Viewed {
  gallery: Gallery
  subject: Subject
  layer: LayerInfo
  unit: number
  /** The table of all units of the model. */
  examples: Examples
  measure: Measure
  reading: Reading
  split: ShownPictures
  /** Pictures that were brought, which a network that was brought is shown. */
  among: PicturesDataset | null
}

/** To be made while a component is made; `viewed` is read again whenever it changes. */
export class UnitView {
  readonly #viewed: () => Viewed
  /** The step at which the films of its pictures stand; null at their ends. */
  step: number | null = $state(null)

  constructor(viewed: () => Viewed) {
    this.#viewed = viewed
    this.#alone = findExamples(() => {
      const { split, among, subject } = viewed()
      if (!this.apart || !subject.dataset) return null
      const asked = { model: this.gallery.model, objectives: [this.judgedSpec], split, measures: [...measures] }
      return among ? { ...asked, among } : asked
    })
    $effect(() => {
      void this.key
      this.step = null
    })
  }
  readonly gallery = $derived.by(() => this.#viewed().gallery)
  readonly subject = $derived.by(() => this.#viewed().subject)
  readonly layer = $derived.by(() => this.#viewed().layer)
  readonly unit = $derived.by(() => this.#viewed().unit)
  readonly measure = $derived.by(() => this.#viewed().measure)
  readonly reading = $derived.by(() => this.#viewed().reading)
  /** The table of all units of the model. */
  readonly examples = $derived.by(() => this.#viewed().examples)

  readonly spec = $derived.by(() => objectiveOf(this.layer, this.unit, this.reading))
  readonly key = $derived.by(() => objectiveKey(this.spec))
  /** The note belongs to the unit, whichever of its activations is looked at. */
  readonly noteKey = $derived.by(() => objectiveKey(objectiveOf(this.layer, this.unit)))
  readonly title = $derived.by(() => unitTitle(this.layer, this.unit))
  /** Real pictures are ranked by what it passes on, whatever is climbed. */
  readonly judgedSpec = $derived.by(() => objectiveOf(this.layer, this.unit, { after: true, place: this.reading.place }))
  readonly untaught = $derived.by(() => !this.layer.taught.includes(this.unit))
  /** The table of the whole model has means only, and leaves out the classes that were never taught: these are looked up by themselves. */
  readonly apart = $derived.by(() => this.judgedSpec.kind === 'neuron' || this.untaught)
  readonly #alone: Examples
  readonly source = $derived.by(() => (this.apart ? this.#alone : this.examples))
  /** Its row in the table of real pictures. */
  readonly example = $derived.by(() =>
    this.apart
      ? this.#alone.entries?.get(objectiveKey(this.judgedSpec))
      : rowOf(this.examples.entries, this.layer, this.unit, this.measure),
  )
  /** The number by which pictures are judged, as it goes behind "the". */
  readonly what = $derived.by(() => {
    const { spec, layer } = this
    return spec.kind === 'neuron'
      ? `activation of the neuron at (${spec.x ?? 0}, ${spec.y ?? 0})${layer.after === null ? '' : `, after ${layer.activation}`}`
      : measureWords(layer, this.examples.older ? 'mean' : this.measure)
  })
  /** "the test split", "all pictures" */
  readonly splitWords = $derived.by(() => shownWords(this.source.split))
  readonly from = $derived.by(() => shownWords(this.source.split, this.source.count))
  readonly dead = $derived.by(
    () => this.layer.after !== null && rowOf(this.examples.entries, this.layer, this.unit, this.measure)?.best === 0,
  )
  /** How the classes differ between the two measures, as a sentence; null where they hardly do or it is not known. */
  readonly differ = $derived.by(() => {
    const { spec, layer, unit, examples } = this
    return spec.kind === 'neuron' || layer.kind !== 'conv' || !examples.classes
      ? null
      : disagreement(
          examples.classes,
          rowOf(examples.entries, layer, unit, 'max')?.classes,
          rowOf(examples.entries, layer, unit, 'mean')?.classes,
          this.subject.pictureClassOf,
        )
  })

  /** Its picture by each of the methods that make one; null where there is none. */
  readonly shown = $derived.by(() => madeMethods.map((one) => this.gallery.shown(one, this.key)))
  /** The runs that made them, each once. */
  readonly makers = $derived.by(() => [...new Set(this.shown.flatMap((one) => (one ? [one.run.id] : [])))])
  readonly filmSteps = $derived.by(() => [...new Set(this.shown.flatMap((one) => one?.film?.steps ?? []))].sort((a, b) => a - b))
  /** There are pictures after the activation function and none before it. */
  readonly others = $derived.by(
    () =>
      !this.reading.after &&
      this.layer.after !== null &&
      !this.shown[0] &&
      !this.shown[1] &&
      madeMethods.some(
        (one) => this.gallery.shown(one, objectiveKey(objectiveOf(this.layer, this.unit, { after: true, place: null }))) !== null,
      ),
  )
  readonly busy = $derived.by(() => madeMethods.some((one) => this.gallery.work(one, this.key) !== null))
  /** Whether naive and robust began from the same noise; null while one of them is missing. */
  readonly same = $derived.by((): { good: boolean; words: string } | null => {
    const [naive, robust] = this.shown
    if (!naive || !robust) return null
    if (naive.seed !== robust.seed)
      return {
        good: false,
        words: `Not the same start: naive has seed ${naive.seed}, robust seed ${robust.seed}. Visualize again to compare them.`,
      }
    if (naive.wide !== robust.wide)
      return { good: false, words: 'Same seed, but robust was made on a larger canvas, so its noise is laid out differently.' }
    return { good: true, words: `Same start: naive and robust began from the same noise, seed ${naive.seed}.` }
  })

  /** The pixels that a place of its layer sees. */
  fieldOf = (x: number, y: number): Field => this.subject.fieldOf(this.layer, x, y).seen
  /** The unit before or after, among those that were taught. */
  beside(by: -1 | 1): number | undefined {
    const { taught } = this.layer
    return by === 1 ? taught.find((one) => one > this.unit) : taught.findLast((one) => one < this.unit)
  }
}
