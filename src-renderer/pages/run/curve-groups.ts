// A run's series, put together into charts: "train/loss" and "validation/loss" in one, all of "score/…" in another.
import { objectiveKey, objectiveName } from '../../../src-shared/objective.ts'
import type { Recipe } from '../../../src-shared/recipe.ts'
import { compact, percent } from '../../format.ts'

export interface CurveGroup { key: string; title: string; members: { series: string; label: string; dash: boolean }[]; format: (value: number) => string }

const splits = new Set(['train', 'validation', 'test'])
const titles = new Map(Object.entries({
  loss: 'Loss', accuracy: 'Accuracy', score: 'Score', gradient: 'Length of the gradient', 'gradient-norm': 'Length of the gradient', distance: 'Distance from the start',
  best: 'Best score so far', 'learning-rate': 'Learning rate',
}))
const order = ['accuracy', 'loss', 'score', 'best', 'distance', 'gradient-norm', 'gradient', 'learning-rate']
const place = (key: string): number => (order.includes(key) ? order.indexOf(key) : order.length)

/** Names of a recipe's objectives by their key. */
export function objectiveNames(recipe: Recipe): Map<string, string> {
  return new Map('objectives' in recipe ? recipe.objectives.map((spec) => [objectiveKey(spec), objectiveName(spec)]) : [])
}
/** The title of a series by itself, such as "Score, conv3 channel 5". */
export function seriesTitle(series: string, names: ReadonlyMap<string, string>): string {
  const [head = '', ...rest] = series.split('/')
  const tail = rest.join('/')
  if (splits.has(head)) return `${titles.get(tail) ?? tail}, ${head}`
  return tail === '' ? titles.get(head) ?? head : `${titles.get(head) ?? head}, ${names.get(tail) ?? tail}`
}
export const seriesFormat = (series: string): ((value: number) => string) => (series.endsWith('accuracy') ? (value) => percent(value) : compact)

export function curveGroups(series: readonly string[], recipe: Recipe): CurveGroup[] {
  const names = objectiveNames(recipe)
  const groups = new Map<string, CurveGroup>()
  for (const one of series) {
    const [head = '', ...rest] = one.split('/')
    const tail = rest.join('/')
    const split = splits.has(head)
    const key = split ? tail : head
    const group = groups.get(key) ?? { key, title: titles.get(key) ?? key, members: [], format: seriesFormat(one) }
    group.members.push({ series: one, label: split ? head : tail === '' ? titles.get(head) ?? head : names.get(tail) ?? tail, dash: head === 'validation' })
    groups.set(key, group)
  }
  return [...groups.values()].sort((a, b) => place(a.key) - place(b.key))
}
