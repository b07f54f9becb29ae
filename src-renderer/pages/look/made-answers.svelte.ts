// What the classifier answers the made pictures of a layer, each for its own unit: tiles carry the number by which real pictures are
// ranked.
import { untrack } from 'svelte'
import { SvelteMap } from 'svelte/reactivity'
import type { Measure } from '../../../src-shared/recipe/recipe.ts'
import { lab } from '../../lab/lab.svelte.ts'
import { asAsked } from '../../visualization/asked-pictures.ts'
import { tileOf } from '../../visualization/export.ts'
import type { PictureSize } from '../../visualization/subject.ts'

export interface MadePicture {
  unit: number
  hash: string
  index: number
}
export interface Question {
  model: string
  layer: string
  measure: Measure
  size: PictureSize
  channels: number
  /** Whether they are asked for their logits. */
  classes: boolean
  pictures: readonly MadePicture[]
}

/** Pictures in one question: some tens of milliseconds of work, so that answers for what one does elsewhere come in between. */
const most = 16
const keyOf = ({ model, layer, measure }: Question, { unit, hash, index }: MadePicture): string =>
  [model, layer, measure, unit, hash, index].join(' ')

/** What every unit of the layer answers each picture, [pictures][units]. */
async function answersOf({ model, layer, measure, classes }: Question, pictures: Uint8Array, signal: AbortSignal): Promise<number[][]> {
  if (classes) return (await lab.client.classify({ model, pictures }, signal)).logits
  const { layers } = await lab.client.respond({ model, pictures, measure, layers: [layer] }, signal)
  return layers[0]?.values ?? []
}

/**
 * Asks for what is not known yet, a few pictures at a time, for as long as the component that calls this is there. `of` gives the
 * activation after the activation function by the measure; undefined until it is known.
 */
export function madeAnswers(ask: () => Question | null): { of(picture: MadePicture): number | undefined; readonly error: unknown } {
  const known = new SvelteMap<string, number>()
  let error: unknown = $state.raw(null)
  let wanted: Question | null = null
  let busy = false
  const stop = new AbortController()
  const question = $derived(ask())

  async function work(): Promise<void> {
    busy = true
    try {
      for (;;) {
        const asked = wanted
        const next = asked?.pictures.filter((one) => !known.has(keyOf(asked, one))).slice(0, most) ?? []
        if (asked === null || next.length === 0 || stop.signal.aborted) return
        const tiles = await Promise.all(next.map(({ hash, index }) => tileOf(hash, asked.size, index)))
        const values = await answersOf(asked, asAsked(tiles, asked.channels), stop.signal)
        for (const [at, one] of next.entries()) known.set(keyOf(asked, one), values[at]?.[one.unit] ?? Number.NaN)
        error = null
      }
    } catch (reason) {
      // Asked again as soon as something changes, and not before: what failed would fail again.
      if (!stop.signal.aborted) error = reason
    } finally {
      busy = false
    }
  }
  $effect(() => {
    wanted = question
    untrack(() => {
      if (!busy) void work()
    })
  })
  $effect(() => () => stop.abort())
  return {
    of(picture) {
      return question === null ? undefined : known.get(keyOf(question, picture))
    },
    get error() {
      return error
    },
  }
}
