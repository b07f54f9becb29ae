// One search and what is looked at in it: its best pictures for one objective, how far they lie from the data, and which of them are kept.
import { untrack } from 'svelte'
import { objectiveKey, type ObjectiveSpec, valueWord } from '../../../src-shared/recipe/objective.ts'
import { watchRun } from '../../lab/run-watch.svelte.ts'
import { findBaseline } from './baseline.svelte.ts'
import { openSpread } from './measured-spread.svelte.ts'
import { keepDifferent, searchRecipeOf, type Top, topsOf } from './results.ts'
import { searchReading, whereIs } from './search-reading.ts'
import type { Studio } from './studio.ts'

/** One of the best pictures, and its place among them, from 0. */
export type Found = Top['ranks'][number] & { rank: number }

interface Viewed {
  studio: Studio
  /** The run. */
  id: string
  /** The objective that is looked at first, where the search has it. */
  objective: ObjectiveSpec | null
}

/** To be made while a component is made; `viewed` is read again whenever it changes. */
export class SearchView {
  /** Only pictures that differ by at least this, in standard deviations of the dataset. */
  least = $state(0)
  which: 'all' | 'inside' = $state('all')
  /** The rank that is chosen. */
  selected = $state(0)
  /** Key of the objective that was asked for. */
  #wanted: string | null = $state(null)
  readonly #viewed: () => Viewed
  readonly #watch: ReturnType<typeof watchRun>
  readonly #near: ReturnType<typeof openSpread>
  /** The best real picture for the objective. */
  readonly baseline: ReturnType<typeof findBaseline>

  constructor(viewed: () => Viewed) {
    this.#viewed = viewed
    this.#watch = watchRun(() => this.id)
    this.baseline = findBaseline(() => (this.recipe && this.spec ? { model: this.recipe.model, objective: this.spec } : null))
    this.#near = openSpread(() => (this.own && this.studio.encoding.data ? { space: this.space, data: this.studio.encoding.data } : null))
    $effect(() => {
      const { encoding } = this.studio
      if (this.top && this.own)
        untrack(() => {
          encoding.take().catch(() => {})
        })
    })
  }
  readonly studio = $derived.by(() => this.#viewed().studio)
  readonly id = $derived.by(() => this.#viewed().id)
  readonly #objective = $derived.by(() => this.#viewed().objective)
  readonly space = $derived.by(() => this.studio.space)

  get error(): unknown {
    return this.#watch.current?.error
  }
  readonly run = $derived.by(() => this.#watch.current?.run ?? null)
  readonly recipe = $derived.by(() => searchRecipeOf(this.run))
  readonly busy = $derived.by(() => this.run?.state === 'running' || this.run?.state === 'queued')
  readonly resumable = $derived.by(() => this.run?.state === 'paused' || this.run?.state === 'interrupted')
  readonly progress = $derived.by(() => this.#watch.current?.progress ?? null)
  /** Another generator's latent vectors mean nothing to this one. */
  readonly own = $derived.by(() => this.recipe?.generator === this.space.generator)
  readonly specs = $derived.by(() => this.recipe?.objectives ?? [])
  readonly spec = $derived.by(() => {
    const { specs } = this
    const before = this.#objective
    return (
      specs.find((one) => objectiveKey(one) === this.#wanted) ??
      specs.find((one) => before && objectiveKey(one) === objectiveKey(before)) ??
      specs[0] ??
      null
    )
  })
  readonly key = $derived.by(() => (this.spec === null ? '' : objectiveKey(this.spec)))
  /** What the search left for this objective. */
  readonly top = $derived.by(() => topsOf(this.#watch.current?.artifacts ?? []).find((one) => one.key === this.key) ?? null)
  /** The best pictures so far, while it is at work, best first. */
  readonly live = $derived.by(() =>
    [...(this.#watch.current?.pictures.values() ?? [])]
      .filter((one) => one.name === this.key || one.name.startsWith(`${this.key}#`))
      .sort((a, b) => liveRank(a.name) - liveRank(b.name)),
  )
  /** The best score by the number of samples. */
  readonly points = $derived.by(() => this.#watch.current?.metrics[`best/${this.key}`] ?? { x: [], y: [] })

  readonly ranks: readonly Found[] = $derived.by(() => (this.top?.ranks ?? []).map((one, rank) => ({ ...one, rank })))
  /** The farthest from the best, in standard deviations of the dataset. */
  readonly farthest = $derived.by(() => {
    const { ranks, space } = this
    return this.own && ranks.length > 1 ? Math.max(...ranks.map((one) => space.distance(one.z, ranks[0]!.z))) : 0
  })
  /** How far each of the found lies from the nearest training picture, in standard deviations; null where that is not known. */
  readonly away = $derived.by(() => (this.#near.spread ? this.ranks.map((one) => this.#near.distanceOf(one.z)!) : null))
  /** Those within the data; null where that is not known. */
  readonly inside = $derived.by(() => {
    const { away } = this
    const { spread } = this.#near
    return spread && away ? this.ranks.filter((one) => whereIs(away[one.rank]!, spread) !== 'outside') : null
  })
  readonly listed = $derived.by(() => (this.which === 'inside' && this.inside ? this.inside : this.ranks))
  /** Those that are shown. */
  readonly kept = $derived.by(() =>
    this.least > 0 && this.own ? keepDifferent(this.listed, this.least, (a, b) => this.space.distance(a, b)) : this.listed,
  )
  readonly chosen = $derived.by(() => this.kept.find((one) => one.rank === this.selected) ?? this.kept[0] ?? null)
  /** What its best picture says, held against the real ones. */
  readonly reading = $derived.by(() => {
    const { top, ranks, away } = this
    const { spread } = this.#near
    return top && ranks[0]
      ? searchReading({
          word: valueWord(top.objective),
          samples: top.samples,
          best: ranks[0].kept,
          real: this.baseline.value ?? null,
          away: spread && away ? { ...spread, distance: away[0]! } : null,
        })
      : null
  })

  /** Looks at another of its objectives. */
  want(key: string): void {
    this.#wanted = key
    this.selected = 0
  }
}

/** The place among the best, from 1, that the name of a live picture tells. */
export const liveRank = (name: string): number => Number(name.split('#')[1] ?? 1)
