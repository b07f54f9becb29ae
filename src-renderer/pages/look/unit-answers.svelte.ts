// What the classifier says of all that is on a unit's page: the made pictures (or their films' frames), the strongest real ones, and noise.
import { splitsOf } from '../../dataset/draw.ts'
import { indicesOf } from '../../../src-shared/domains/shapes/dataset.ts'
import { objectiveKey } from '../../../src-shared/recipe/objective.ts'
import { drawRgb } from '../../dataset/draw.ts'
import type { Resource } from '../../lab/resource.svelte.ts'
import { madeMethods, type Method, methodName } from '../../visualization/methods.ts'
import { classIn, unitWord } from '../../visualization/units.ts'
import type { Judged } from '../../visualization/judged.ts'
import type { Evidence } from './evidence.ts'
import { type Measured, measured, noisePictures, type Source } from './measured.svelte.ts'
import { likeReal, type Patched, withOthers } from './patches.ts'
import type { UnitView } from './unit-view.svelte.ts'

/** Pictures of noise, of which the mean is the yardstick. */
const noises = 4

/** To be made while a component is made. */
export class UnitAnswers {
  readonly #view: UnitView
  readonly #asked: Resource<{ key: string; list: (Measured | null)[] }>

  constructor(view: UnitView) {
    this.#view = view
    this.#asked = measured(() => ({
      model: view.gallery.model,
      layer: view.layer,
      unit: view.unit,
      measure: view.measure,
      at: view.reading.place,
      key: this.#question,
      subject: view.subject,
      sources: [...this.#sources, ...this.noise, ...this.#real],
    }))
  }
  readonly noise = $derived.by(() => noisePictures(this.#view.subject, noises))
  /** The real pictures of these numbers; none where the lab does not have them. */
  #rgbOf(indices: readonly number[]): Uint8Array[] {
    const { dataset } = this.#view.subject
    return dataset ? indices.map((one) => drawRgb(dataset, one)) : []
  }
  readonly #real = $derived.by(() => this.#rgbOf((this.#view.example?.top ?? []).map((one) => one.index)).map((rgb): Source => ({ rgb })))
  readonly #sources = $derived.by(() => {
    const asked = this.#view.step
    return this.#view.shown.map((one): Source | null => {
      if (!one) return null
      if (asked === null || !one.film) return { hash: one.picture.hash, index: one.picture.index }
      return {
        hash: one.film.hash,
        index: Math.max(
          0,
          one.film.steps.findLastIndex((at) => at <= asked),
        ),
      }
    })
  })
  readonly #question = $derived.by(() =>
    [
      this.#view.gallery.model,
      objectiveKey(this.#view.judgedSpec),
      this.#view.measure,
      ...this.#view.shown.map((one) => (one ? `${one.picture.hash} ${one.picture.index}` : '')),
    ].join(' '),
  )
  /** In the order: made pictures, noise, real pictures. */
  readonly #list = $derived.by(() => (this.#asked.value?.key === this.#question ? this.#asked.value.list : []))
  readonly #firstReal = $derived.by(() => this.#sources.length + this.noise.length)
  readonly #noiseValue = $derived.by(() => {
    const values = this.#list.slice(this.#sources.length, this.#firstReal).flatMap((one) => (one ? [one.value] : []))
    return values.length === 0 ? null : values.reduce((sum, one) => sum + one, 0) / values.length
  })

  /** The answer to the picture on a method's card; null until it is known. */
  of(method: Method): Measured | null {
    return this.#list[method === 'examples' ? this.#firstReal : madeMethods.indexOf(method)] ?? null
  }
  #shareOf(one: Measured | null | undefined): number | null {
    return this.#view.layer.kind === 'logits' ? (one?.shares[this.#view.unit] ?? null) : null
  }
  judgedOf(method: Method): Judged {
    const { layer, measure, reading, what, fieldOf } = this.#view
    const answer = this.of(method)
    const place = layer.kind === 'conv' && (measure === 'max' || reading.place) ? answer?.place : null
    return {
      value: answer?.value ?? null,
      share: this.#shareOf(answer),
      spot: place ? fieldOf(place.x, place.y) : null,
      noise: this.#noiseValue,
      what,
      failed: this.#asked.error != null,
    }
  }
  #patchOf(one: Measured): Patched {
    const { subject, layer } = this.#view
    return { rgb: one.rgb, field: subject.fieldOf(layer, one.place?.x ?? 0, one.place?.y ?? 0).whole }
  }
  /** Pictures of the split taken evenly, none of them among the strongest. */
  #othersOf(most: number): number[] {
    const { dataset } = this.#view.subject
    if (!dataset) return []
    const strongest = new Set(this.#view.example?.top.map((one) => one.index))
    const all = indicesOf(splitsOf(dataset), this.#view.source.split).filter((one) => !strongest.has(one))
    return Array.from({ length: Math.min(most, all.length) }, (_, at) => all[Math.floor(((at + 0.5) * all.length) / most)]!)
  }

  /** What the four pictures say together, for the sentence under them; null while a film is played or something is missing. */
  readonly evidence: Evidence | null = $derived.by(() => {
    const { example, step, layer, unit, subject, reading, measure, splitWords, shown } = this.#view
    if (!example || this.#list.length === 0 || step !== null) return null
    const reals = this.#list.slice(this.#firstReal).filter((one) => one !== null)
    const patches = reals.filter((one) => one.value > 0).map((one) => this.#patchOf(one))
    const unrelated = layer.kind === 'logits' ? [] : withOthers(patches, this.#rgbOf(this.#othersOf(patches.length)))
    return {
      kind: layer.kind,
      word: unitWord(layer),
      className: layer.kind === 'logits' ? classIn(layer, unit) : null,
      raised: layer.kind !== 'conv' || reading.place !== null || measure === 'mean',
      best: example.best,
      bestShare: this.#shareOf(reals[0]),
      noise: this.#noiseValue,
      from: splitWords,
      made: shown.flatMap((one, at) => {
        const answer = this.#list[at]
        return one && answer
          ? [
              {
                name: methodName(one.method, one.by).toLowerCase(),
                value: answer.value,
                share: this.#shareOf(answer),
                alike: layer.kind === 'logits' ? null : likeReal(this.#patchOf(answer), patches, subject),
                unrelated: layer.kind === 'logits' ? null : likeReal(this.#patchOf(answer), unrelated, subject),
              },
            ]
          : []
      }),
    }
  })
  /** Where the pictures land in the histogram of the real ones. */
  readonly markers = $derived.by(() => {
    const { example, shown } = this.#view
    return [
      ...(example ? [{ value: example.best, label: 'Best example', slot: 4 }] : []),
      ...shown.flatMap((one, at) =>
        one && this.#list[at] ? [{ value: this.#list[at].value, label: methodName(one.method, one.by), slot: at }] : [],
      ),
    ]
  })
  /** A made picture lies beyond the best real one. */
  readonly beyond = $derived.by(() => {
    const { example, shown } = this.#view
    return example !== undefined && shown.some((one, at) => one && (this.#list[at]?.value ?? 0) > example.best)
  })
}
