// A sweep of the recipe that is edited: which settings are varied, over which values and units.
import { faultsOf } from '../../src-shared/recipe/form/faults.ts'
import { type AscendRecipe, type SweepRecipe, sweepRecipe } from '../../src-shared/recipe/recipe.ts'
import { wholePath } from '../../src-shared/recipe/sweep-axis.ts'
import { cellsOf } from '../../src-shared/recipe/sweep-cells.ts'
import { methodIn } from '../../src-shared/recipe/saved-preset.ts'
import type { Json } from '../../src-shared/run/event.ts'
import type { Beginning } from './beginnings.ts'
import { layerOf, numbersIn, type Variable, variablesOf } from './sweep-plan.ts'

interface Axis {
  path: string
  /** Numbers as they are typed. */
  typed: string
  /** Places of the choices that are taken. */
  taken: readonly number[]
}
export const mostAxes = 2

/** To be made while a component is made; `edited` is null while something is wrong with the recipe. */
export class SweepDraft {
  axes: readonly Axis[] = $state.raw([])
  /** Channels of the layer, as they are typed; null for those of the recipe. */
  units: string | null = $state(null)
  readonly #edited: () => { recipe: AscendRecipe | null; beginnings: readonly Beginning[] }

  constructor(edited: () => { recipe: AscendRecipe | null; beginnings: readonly Beginning[] }) {
    this.#edited = edited
  }
  readonly layer = $derived.by(() => layerOf(this.#edited().recipe?.objectives ?? []))
  readonly unitsShown = $derived.by(
    () =>
      this.units ??
      (this.#edited().recipe?.objectives ?? []).flatMap((one) => (one.kind === 'channel' ? [String(one.channel)] : [])).join(', '),
  )
  readonly variables = $derived.by((): Variable[] => {
    const { recipe, beginnings } = this.#edited()
    if (!recipe) return []
    const ways = beginnings.map((one) => ({ label: one.label, value: plain(methodIn(one.recipe)) }))
    return [
      ...(ways.length > 1 ? [{ path: wholePath, label: 'Presets, whole', own: undefined, choices: ways }] : []),
      ...variablesOf(plain(recipe)),
    ]
  })
  variableOf(axis: Axis): Variable | undefined {
    return this.variables.find((one) => one.path === axis.path)
  }
  /** Varies a setting in the place of another; an empty path varies nothing there. */
  choose(at: number, path: string): void {
    const variable = this.variables.find((one) => one.path === path)
    const next = variable
      ? [{ path, typed: variable.own === undefined ? '' : String(variable.own), taken: variable.choices?.map((_, place) => place) ?? [] }]
      : []
    this.axes = this.axes.toSpliced(at, 1, ...next)
  }
  change(at: number, change: Partial<Axis>): void {
    this.axes = this.axes.map((one, place) => (place === at ? { ...one, ...change } : one))
  }
  readonly #read = $derived.by((): { recipe: SweepRecipe | null; faults: string[] } => {
    const { recipe } = this.#edited()
    if (!recipe) return { recipe: null, faults: ['The settings must be right before they can be varied.'] }
    if (this.axes.length === 0) return { recipe: null, faults: [] }
    const vary = this.axes.map((axis) => {
      const choices = this.variableOf(axis)?.choices
      if (!choices) return { path: axis.path, values: numbersIn(axis.typed) }
      const taken = choices.filter((_, place) => axis.taken.includes(place))
      return { path: axis.path, values: taken.map((one) => one.value), names: taken.map((one) => one.label) }
    })
    const channels = this.layer === null || this.units === null ? null : numbersIn(this.units)
    const objectives = channels ? channels.map((channel) => ({ kind: 'channel', layer: this.layer, channel })) : recipe.objectives
    const read = sweepRecipe.safeParse({ kind: 'sweep', base: { ...recipe, objectives }, vary })
    if (!read.success) return { recipe: null, faults: [...new Set(faultsOf(read.error).map(({ path, words }) => named(path, words)))] }
    const { faults } = cellsOf(read.data)
    return { recipe: faults.length === 0 ? read.data : null, faults }
  })
  get recipe(): SweepRecipe | null {
    return this.#read.recipe
  }
  get faults(): readonly string[] {
    return this.#read.faults
  }
}
const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json
function named(path: readonly (string | number)[], words: string): string {
  if (path[0] === 'base') return `Units: ${words}`
  return path[0] === 'vary' && path[2] === 'values' ? `Values of number ${Number(path[1]) + 1}: ${words}` : words
}
