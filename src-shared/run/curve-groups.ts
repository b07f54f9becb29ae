// A run's series, put together into charts: "train/loss" and "validation/loss" in one, all of "score/…" in another.
import { objectiveKey, type ObjectiveSpec, objectiveTitle, valueWordOf } from '../recipe/objective.ts'
import type { Recipe } from '../recipe/recipe.ts'
import { capital } from '../text/phrase.ts'
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
    error: 'Error of the redrawn pictures (mean squared error)',
    kl: 'KL divergence from the prior (nats)',
    active: 'Latent numbers that depend on the picture',
    accuracy: 'Accuracy',
    gradient: 'Length of the gradient',
    'gradient-norm': 'Length of the gradient',
    distance: 'Distance from the start',
    'learning-rate': 'Learning rate',
  }),
)
const order = ['accuracy', 'loss', 'error', 'kl', 'active', 'score', 'best', 'distance', 'gradient-norm', 'gradient', 'learning-rate']
/**
 * What the points of an ascent's curve are, where they are not the number of the one picture that is shown: they are means over the
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

type ClassNamer = (index: number) => string

/** A recipe's objectives by their key. */
export function objectivesByKey(recipe: Recipe): Map<string, ObjectiveSpec> {
  return new Map('objectives' in recipe ? recipe.objectives.map((spec) => [objectiveKey(spec), spec]) : [])
}
/** What a series is called before its split or objective; `specs` are the objectives whose numbers it has. */
function titleOf(head: string, specs: readonly ObjectiveSpec[]): string {
  if (head === 'score') return capital(valueWordOf(specs))
  return head === 'best' ? `Best ${valueWordOf(specs)} so far` : (titles.get(head) ?? head)
}
/** The title of a series by itself, such as "Activation, conv3 channel 5". */
export function seriesTitle(series: string, objectives: ReadonlyMap<string, ObjectiveSpec>, classOf?: ClassNamer): string {
  const [head = '', ...rest] = series.split('/')
  const tail = rest.join('/')
  if (splits.has(head)) return `${titles.get(tail) ?? tail}, ${splits.get(head)}`
  const spec = objectives.get(tail)
  const title = titleOf(head, spec ? [spec] : [])
  return tail === '' ? title : `${title}, ${spec ? objectiveTitle(spec, classOf) : tail}`
}
/** The title of all of an ascent's or a search's curves together. */
export function objectiveCurves(head: 'score' | 'best', recipe: Recipe): string {
  return titleOf(head, 'objectives' in recipe ? recipe.objectives : []) + (head === 'score' ? scoreNote(recipe) : '')
}
export const seriesFormat = (series: string): ((value: number) => string) =>
  series.endsWith('accuracy') ? (value) => percent(value) : compact

const labelOf = (head: string, tail: string, spec: ObjectiveSpec | undefined, classOf?: ClassNamer): string =>
  spec ? objectiveTitle(spec, classOf) : tail === '' ? titleOf(head, []) : tail

/** `classOf` names the classes of the network; without it they are the lab's own. */
export function curveGroups(series: readonly string[], recipe: Recipe, classOf?: ClassNamer): CurveGroup[] {
  const objectives = objectivesByKey(recipe)
  const groups = new Map<string, CurveGroup>()
  for (const one of series) {
    const [head = '', ...rest] = one.split('/')
    const tail = rest.join('/')
    const split = splits.get(head)
    const key = split ? tail : head
    const group = groups.get(key) ?? {
      key,
      title:
        key === 'score' || key === 'best'
          ? objectiveCurves(key, recipe)
          : `${titles.get(key) ?? key}${key === 'loss' && recipe.kind === 'autoencoder' && !recipe.method ? ' (mean squared error)' : ''}`,
      members: [],
      format: seriesFormat(one),
    }
    group.members.push({
      series: one,
      label: split ?? labelOf(head, tail, objectives.get(tail), classOf),
      dash: head === 'validation',
    })
    groups.set(key, group)
  }
  return [...groups.values()].sort((a, b) => place(a.key) - place(b.key))
}
