// What leaves a unit's page: its picture as a PNG, a link to it, and a citation.
import { valueWord } from '../../../src-shared/recipe/objective.ts'
import type { ModelEntry } from '../../../src-shared/contract.ts'
import { copy } from '../../components/clipboard.ts'
import { drawRgb } from '../../dataset/draw.ts'
import { lab } from '../../lab/lab.svelte.ts'
import { hrefOf } from '../../state/router.svelte.ts'
import { toasts } from '../../state/toasts.svelte.ts'
import { compact } from '../../text/format.ts'
import { citation, savePng, tileOf } from '../../visualization/export.ts'
import { type Method, methodName, methodWords } from '../../visualization/methods.ts'
import type { UnitView } from './unit-view.svelte.ts'

interface Choices {
  model: ModelEntry
  method: Method
  seed: number
  query: Record<string, string>
}

export class UnitExport {
  readonly #view: UnitView
  readonly #choices: () => Choices

  constructor(view: UnitView, choices: () => Choices) {
    this.#view = view
    this.#choices = choices
  }
  /** The made picture of the method that is chosen. */
  readonly #chosen = $derived.by(() => {
    const { method } = this.#choices()
    return method === 'examples' ? null : this.#view.gallery.shown(method, this.#view.key)
  })
  readonly #cited = $derived.by(() => {
    const { method, model } = this.#choices()
    const chosen = this.#chosen
    return citation({
      title: this.#view.title,
      method: methodName(method, chosen?.by),
      model,
      version: lab.about?.version ?? '',
      now: Date.now(),
      made: chosen && {
        words: chosen.words,
        seed: chosen.seed,
        value: valueWord(chosen.objective),
        score: compact(chosen.score),
        run: chosen.run.id,
      },
    })
  })

  copyLink(): void {
    const { model, method, seed, query } = this.#choices()
    const { layer, unit } = this.#view
    const link =
      location.href.split('#')[0] +
      hrefOf({ page: 'look', layer: layer.name, unit }, { ...query, model: model.hash, method, seed: String(this.#chosen?.seed ?? seed) })
    void copied(link, 'link')
  }
  copyCitation(): void {
    void copied(this.#cited, 'citation')
  }
  /** The picture as a PNG, `times` as large, with what it is in its text. */
  async save(times: number): Promise<void> {
    const { method } = this.#choices()
    const { title, example, subject } = this.#view
    const chosen = this.#chosen
    try {
      const best = example?.top[0]
      const rgb = chosen
        ? await tileOf(chosen.picture.hash, subject, chosen.picture.index)
        : method === 'examples' && best && subject.dataset
          ? drawRgb(subject.dataset, best.index)
          : null
      if (!rgb) {
        toasts.show(`There is no ${methodWords[method].label.toLowerCase()} picture to export yet.`)
        return
      }
      const name = `${title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}-${method}`
      savePng(name, rgb, subject, times, {
        Software: `Phosphene ${lab.about?.version ?? ''}`,
        Description: this.#cited,
        ...(chosen ? { Run: chosen.run.id, Seed: String(chosen.seed) } : {}),
      })
    } catch (error) {
      toasts.fail(error)
    }
  }
}

async function copied(text: string, what: string): Promise<void> {
  toasts.show((await copy(text)) ? `Copied the ${what}.` : `The ${what} could not be copied: this window cannot write to the clipboard.`)
}
