// What the map of the dataset shows: along which directions the pictures lie, how they are coloured, and which groups are hidden.
import { labelOf, splitsOf } from '../../dataset/draw.ts'
import { classNameOf, isShapes, pictureNameOf } from '../../../src-shared/domains/dataset.ts'
import { untrack } from 'svelte'
import { scatterSvg } from '../../../src-shared/charts/scatter-svg.ts'
import { indicesOf } from '../../../src-shared/domains/shapes/dataset.ts'
import { type Resource, resource } from '../../lab/resource.svelte.ts'
import { number } from '../../text/format.ts'
import { type Axis, axisOptions, cloudOf, placeOf } from './axes.ts'
import { glyphs } from './glyphs.ts'
import { byAnswer, byClass, byFactor, type Colouring, formOf, type Group, type Grouping, type Mistakes, readMistakes } from './groups.ts'
import { fileColour } from '../../components/charts/scheme.svelte.ts'
import type { Cloud } from './stamps.ts'
import type { Studio } from './studio.ts'

const colouringWords: Record<Colouring, string> = { shape: 'shape', style: 'line style', colour: 'colour', answer: 'right or wrong' }

/** To be made while a component is made; `studio` is read again whenever it changes. */
export class MapView {
  colouring: Colouring = $state('shape')
  across: Axis = $state('p0')
  up: Axis = $state('p1')
  #hidden: Record<string, boolean> = $state({})
  readonly #studio: () => Studio
  /** What the classifier got wrong: undefined until it is known, null where it was trained on other pictures. */
  readonly mistakes: Resource<Mistakes | null>

  constructor(studio: () => Studio) {
    this.#studio = studio
    this.mistakes = resource((signal) => {
      void this.#model
      return this.colouring === 'answer' ? readMistakes(untrack(studio), () => indicesOf(this.split, 'test'), signal) : null
    })
  }
  readonly space = $derived.by(() => this.#studio().space)
  readonly settings = $derived.by(() => this.space.header.dataset)
  /** The encoded dataset; null until it is there. */
  readonly data = $derived.by(() => this.#studio().encoding.data)
  readonly #model = $derived.by(() => this.#studio().classifier?.entry.hash ?? null)
  /** Of each picture: 0 training, 1 validation, 2 test. */
  readonly split = $derived.by(() => splitsOf(this.settings))

  readonly grouping: Grouping | null = $derived.by(() => {
    const { settings, colouring } = this
    if (colouring !== 'answer') return isShapes(settings) ? byFactor(settings, colouring) : byClass(settings, (at) => labelOf(settings, at))
    return this.mistakes.value ? byAnswer(this.settings, this.mistakes.value) : null
  })
  readonly groups: readonly Group[] = $derived.by(
    () => this.grouping?.groups ?? [{ label: '', colour: 'var(--edge)', edge: 'var(--edge)' }],
  )
  /** Which groups are drawn. */
  readonly shown = $derived.by(() => (this.grouping?.groups ?? []).map((one) => !this.#hidden[`${this.colouring} ${one.label}`]))
  readonly options = $derived.by(() => (this.data ? axisOptions(this.data) : []))
  // Other colours leave the places as they are.
  readonly #places = $derived.by(() => (this.data ? cloudOf(this.data, this.across, this.up) : null))
  readonly cloud: Cloud | null = $derived.by(() => {
    if (!this.data || !this.#places) return null
    const { xs, ys } = this.#places
    const { of, order } = this.grouping ?? { of: new Uint8Array(this.data.count), order: null }
    return { xs, ys, groups: of, order }
  })
  /** Both directions are of one kind, so that distances mean something. */
  readonly even = $derived.by(() => this.across.startsWith('p') === this.up.startsWith('p'))
  /** Where the sliders are. */
  readonly marks = $derived.by(() =>
    this.data
      ? [{ ...placeOf(this.data, this.space, this.space.z, this.across, this.up), label: 'The sliders', kind: 'dials' as const }]
      : [],
  )
  /** Share of the variance that the first two principal axes explain; null where others are shown. */
  readonly explained = $derived.by(() =>
    this.data && this.across === 'p0' && this.up === 'p1' ? this.data.explained.slice(0, 2).reduce((sum, one) => sum + one, 0) : null,
  )
  readonly #by = $derived.by(() => (this.colouring === 'answer' || isShapes(this.settings) ? colouringWords[this.colouring] : 'class'))
  readonly title = $derived.by(() => (this.data ? `${number(this.data.count)} pictures in the latent space, by ${this.#by}` : ''))

  /** Hides a group that is shown, or shows it again. */
  toggle(group: Group, shown: boolean): void {
    this.#hidden[`${this.colouring} ${group.label}`] = shown
  }
  /** What a picture is, and what the classifier takes it for where that is the colouring. */
  describe(index: number): string {
    const said = this.mistakes.value?.said.get(index)
    const taken = this.colouring === 'answer' && said !== undefined ? `, taken for ${classNameOf(this.settings, said)}` : ''
    return `${pictureNameOf(this.settings, labelOf(this.settings, index), index)}${taken}`
  }
  #nameOf(axis: Axis): string {
    const found = this.options.find((one) => one.value === axis)
    return found === undefined ? axis : `${found.group === 'Principal axes' ? 'principal ' : 'latent number '}${found.label}`
  }
  /** The whole map as SVG, without what is hidden; null until it is there. */
  drawing(): string | null {
    if (!this.cloud) return null
    return scatterSvg(
      this.title,
      this.cloud,
      this.groups.map((group, at) => ({
        label: group.label || 'pictures',
        fill: fileColour(group.colour),
        edge: fileColour(group.edge),
        path: glyphs[formOf(group, at)].path,
        size: group.size ?? 1,
      })),
      this.shown,
      { x: this.#nameOf(this.across), y: this.#nameOf(this.up), even: this.even, one: 'picture' },
    )
  }
}
