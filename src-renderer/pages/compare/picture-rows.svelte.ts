// The pictures of compared runs, an objective a row: which are beside each other, from which start and at which step.
import type { ObjectiveSpec } from '../../../src-shared/recipe/objective.ts'
import type { AscendRecipe } from '../../../src-shared/recipe/recipe.ts'
import type { Compared } from '../../../src-shared/run/compared-runs.ts'
import { altOf, resultPictures, type ResultPicture, tileAt } from '../../../src-shared/run/result-pictures.ts'
import { number } from '../../text/format.ts'
import type { Pairs } from '../../../src-shared/run/results/match.ts'

/** The closest channel of a later run to a channel of the first, as matched. */
interface Partner {
  key: string
  /** The layer that it is of; null for one of the same name. */
  layer: string | null
  unit: number
  correlation: number
}
export interface Cell {
  picture: ResultPicture | undefined
  close: Partner | null
}
export interface Row {
  key: string
  title: string
  /** One for each run. */
  cells: Cell[]
}
/** A picture as a tile shows it. */
export interface Side {
  source: string
  tiles: number
  tile: number
  alt: string
}
/** A later run whose closest channels have no picture yet, and the run that would make them. */
export interface Lacking {
  one: Compared
  recipe: AscendRecipe
}
interface Given {
  list: readonly Compared[]
  /** For each later run: channels of the first one's layers matched to its own. */
  pairs: ReadonlyMap<string, readonly Pairs[]>
}

/** `given` is read again whenever it changes. */
export class PictureRows {
  /** The start, or the rank of a search, from 0. */
  start = $state(0)
  /** The closest channels are beside each other instead of those of the same number. */
  matched = $state(true)
  /** Place among the steps; null is the last. */
  #at: number | null = $state(null)
  readonly #given: () => Given

  constructor(given: () => Given) {
    this.#given = given
  }
  readonly list = $derived.by(() => this.#given().list)
  readonly #pairs = $derived.by(() => this.#given().pairs)
  readonly #all = $derived.by(() => this.list.map(({ artifacts }) => resultPictures(artifacts)))
  /** The steps of all films, rising. */
  readonly steps = $derived.by(() => [...new Set(this.#all.flat().flatMap((one) => one.steps))].sort((a, b) => a - b))
  /** The place of the step that is shown among them. */
  readonly at = $derived.by(() => this.#at ?? this.steps.length - 1)
  readonly step = $derived.by(() => this.steps[this.at] ?? 0)
  readonly starts = $derived.by(() => [...new Set(this.#all.flat().map((one) => one.start))].sort((a, b) => a - b))
  /** They are ranks of searches, without films. */
  readonly ranked = $derived.by(() => this.steps.length === 0)
  readonly #keys = $derived.by(() => [...new Set(this.#all[0]?.map((one) => one.key) ?? [])])
  readonly anyMatched = $derived.by(() => this.list.some(({ run }) => this.#pairsOf(run.id).length > 0))
  readonly rows: readonly Row[] = $derived.by(() =>
    this.#keys
      .map((key) => this.#rowOf(key))
      .filter(({ cells }) => cells.filter(({ picture }) => picture).length > 1 || cells.some(({ close }) => close)),
  )
  /** How many objectives of the first are in none of the others. */
  readonly alone = $derived.by(() => this.#keys.length - this.rows.length)
  readonly channels = $derived.by(() => this.rows.some(({ cells }) => cells[0]?.picture?.objective?.kind === 'channel'))
  readonly lacking: readonly Lacking[] = $derived.by(() => {
    if (!this.matched) return []
    return this.list.slice(1).flatMap((one) => {
      const place = this.list.indexOf(one)
      const { recipe } = one.run
      if (recipe.kind !== 'ascend' || !this.rows.some(({ cells }) => cells[place]?.close && !cells[place]?.picture)) return []
      const objectives = this.rows.flatMap(({ cells }): ObjectiveSpec[] => {
        const objective = cells[0]?.picture?.objective
        const close = cells[place]?.close
        return objective
          ? [
              close && objective.kind === 'channel'
                ? { ...objective, layer: close.layer ?? objective.layer, channel: close.unit }
                : objective,
            ]
          : []
      })
      return [{ one, recipe: { ...recipe, objectives } }]
    })
  })

  #pairsOf(id: string): readonly Pairs[] {
    return this.#pairs.get(id) ?? []
  }
  #partner(picture: ResultPicture | undefined, id: string): Partner | null {
    const objective = picture?.objective
    if (objective?.kind !== 'channel') return null
    const made = this.#pairsOf(id).find((one) => one.layer === objective.layer)
    const found = made?.pairs.find((one) => one.unit === objective.channel)
    if (!made || !found) return null
    const layer = made.otherLayer ?? null
    return { key: `${layer ?? objective.layer}:${found.other}`, layer, unit: found.other, correlation: found.correlation }
  }
  #rowOf(key: string): Row {
    const own = this.#all[0]?.filter((one) => one.key === key)
    const first = own?.find((one) => one.start === this.start) ?? own?.[0]
    const cells = this.list.map(({ run }, place) => {
      const close = place === 0 ? null : this.#partner(first, run.id)
      const wanted = this.matched && close ? close.key : key
      return { picture: this.#all[place]?.find((one) => one.key === wanted && one.start === this.start), close }
    })
    return { key, title: first?.title ?? key, cells }
  }
  /** Shows the step at a place among the steps; the nearest end beyond them. */
  show(at: number): void {
    this.#at = Math.max(0, Math.min(this.steps.length - 1, at))
  }
  sideOf(picture: ResultPicture, name: string): Side {
    return { source: picture.source, tiles: picture.tiles, tile: tileAt(picture, this.step), alt: altOf(picture, this.step, name) }
  }
  /** The step of a picture, where its film has no frame at the step that is shown. */
  otherStep(picture: ResultPicture): string {
    const own = picture.steps[tileAt(picture, this.step)]
    return own === undefined || own === this.step ? '' : `, step ${number(own)}`
  }
}
