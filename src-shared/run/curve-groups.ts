// A run's series, put together into charts: "train/loss" and "validation/loss" in one, all of "score/…" in another.
import { objectiveKey, objectiveTitle } from '../recipe/objective.ts'
import type { Recipe } from '../recipe/recipe.ts'
import { compact, percent } from '../text/numbers.ts'

export interface CurveGroup {
  key: string
  title: string
  members: { series: string; label: string; dash: boolean }[]
  format: (value: number) => string
}

/** Splits as they stand in legends. */
const splits: ReadonlyMap<string, string> = new Map([
  ['train', 'training'],
  ['validation', 'validation'],
  ['test', 'test'],
])
const titles = new Map(
  Object.entries({
    loss: 'Loss',
    accuracy: 'Accuracy',
    score: 'Activation',
    gradient: 'Length of the gradient',
    'gradient-norm': 'Length of the gradient',
    distance: 'Distance from the start',
    best: 'Best activation so far',
    'learning-rate': 'Learning rate',
  }),
)
const order = ['accuracy', 'loss', 'score', 'best', 'distance', 'gradient-norm', 'gradient', 'learning-rate']
/**
 * What the points of an ascent's curve are, where they are not the activation of the one picture that is shown: they are means over the
 * starts, measured before each step on the picture as the network saw it.
 */
export function scoreNote(recipe: Recipe): string {
  if (recipe.kind !== 'ascend') return ''
  const parts = [
    ...(recipe.starts > 1 ? [`mean over ${recipe.starts} starts`] : []),
    ...(recipe.transforms.length > 0 ? ['of the shaken picture'] : []),
  ]
  return parts.length > 0 ? `, ${parts.join(', ')}` : ''
}
const place = (key: string): number => (order.includes(key) ? order.indexOf(key) : order.length)

/** Names of a recipe's objectives by their key. */
export function objectiveNames(recipe: Recipe): Map<string, string> {
  return new Map('objectives' in recipe ? recipe.objectives.map((spec) => [objectiveKey(spec), objectiveTitle(spec)]) : [])
}
/** The title of a series by itself, such as "Score, conv3 channel 5". */
export function seriesTitle(series: string, names: ReadonlyMap<string, string>): string {
  const [head = '', ...rest] = series.split('/')
  const tail = rest.join('/')
  if (splits.has(head)) return `${titles.get(tail) ?? tail}, ${splits.get(head)}`
  return tail === '' ? (titles.get(head) ?? head) : `${titles.get(head) ?? head}, ${names.get(tail) ?? tail}`
}
export const seriesFormat = (series: string): ((value: number) => string) =>
  series.endsWith('accuracy') ? (value) => percent(value) : compact

export function curveGroups(series: readonly string[], recipe: Recipe): CurveGroup[] {
  const names = objectiveNames(recipe)
  const groups = new Map<string, CurveGroup>()
  for (const one of series) {
    const [head = '', ...rest] = one.split('/')
    const tail = rest.join('/')
    const split = splits.get(head)
    const key = split ? tail : head
    const group = groups.get(key) ?? {
      key,
      title:
        (titles.get(key) ?? key) +
        (key === 'score' ? scoreNote(recipe) : key === 'loss' && recipe.kind === 'autoencoder' ? ' (mean squared error)' : ''),
      members: [],
      format: seriesFormat(one),
    }
    group.members.push({
      series: one,
      label: split ? split : tail === '' ? (titles.get(head) ?? head) : (names.get(tail) ?? tail),
      dash: head === 'validation',
    })
    groups.set(key, group)
  }
  return [...groups.values()].sort((a, b) => place(a.key) - place(b.key))
}
