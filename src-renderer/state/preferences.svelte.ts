// How the user likes the page: kept in the library's settings, put on the root element for the style sheets.
import type { Json } from '../../src-shared/run/event.ts'

export type Theme = 'system' | 'light' | 'dark'
const key = 'preferences'
export const textSizes = [0.9, 1, 1.15, 1.3, 1.5]

interface Storage {
  getSetting(input: { key: string }): Promise<{ value: Json }>
  mergeSetting(input: { key: string; value: Record<string, Json> }): Promise<unknown>
}

class Preferences {
  theme: Theme = $state('system')
  /** Times the usual size of text. */
  textSize = $state(1)
  reduceMotion = $state(false)
  /** Pictures are shown smoothed instead of as square pixels. */
  smooth = $state(false)
  /** Pictures are ranked for a channel by its strongest place, or by its mean over all. */
  measure: 'max' | 'mean' = $state('max')
  /** Shortcuts of one key without Ctrl. */
  singleKeys = $state(true)
  /** "More settings" stays as it was left, by its name. */
  disclosed: Record<string, boolean> = $state({})
  #storage: Storage | null = null

  /** Reads what was kept; values that do not fit are left as they are. */
  async load(storage: Storage): Promise<void> {
    this.#storage = storage
    const { value } = await storage.getSetting({ key })
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return
    if (value['theme'] === 'light' || value['theme'] === 'dark' || value['theme'] === 'system') this.theme = value['theme']
    if (typeof value['textSize'] === 'number' && value['textSize'] >= 0.8 && value['textSize'] <= 2) this.textSize = value['textSize']
    for (const name of ['reduceMotion', 'smooth', 'singleKeys'] as const) if (typeof value[name] === 'boolean') this[name] = value[name]
    if (value['measure'] === 'max' || value['measure'] === 'mean') this.measure = value['measure']
    const disclosed = value['disclosed']
    if (disclosed && typeof disclosed === 'object' && !Array.isArray(disclosed)) {
      this.disclosed = Object.fromEntries(
        Object.entries(disclosed).filter((entry): entry is [string, boolean] => typeof entry[1] === 'boolean'),
      )
    }
  }
  /** Changes some, here at once; what another window has chosen of the rest stays as it was kept. */
  async set(
    patch: Partial<Pick<Preferences, 'theme' | 'textSize' | 'reduceMotion' | 'smooth' | 'measure' | 'singleKeys' | 'disclosed'>>,
  ): Promise<void> {
    Object.assign(this, patch)
    await this.#storage?.mergeSetting({ key, value: $state.snapshot(patch) })
  }
  /** To be called in an effect: the style sheets read these. */
  apply(root: HTMLElement): void {
    if (this.theme === 'system') delete root.dataset['theme']
    else root.dataset['theme'] = this.theme
    if (this.reduceMotion) root.dataset['motion'] = 'reduce'
    else delete root.dataset['motion']
    root.style.setProperty('--text-scale', String(this.textSize))
  }
}
export const preferences = new Preferences()
