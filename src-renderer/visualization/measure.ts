// By which number pictures are ranked for a unit, and the words for it. Always what the unit passes on: after its activation function.
import { objectiveKey, valueWord } from '../../src-shared/recipe/objective.ts'
import type { Measure } from '../../src-shared/recipe/recipe.ts'
import { type LayerInfo, objectiveOf, type Reading } from './units.ts'

export const measures = ['max', 'mean'] as const satisfies readonly Measure[]
export const isMeasure = (text: string | undefined): text is Measure => measures.some((one) => one === text)
export const measureOptions = [
  { value: 'max', label: 'Strongest place', hint: 'The largest activation in the picture, and where it is: what it looks for' },
  {
    value: 'mean',
    label: 'Mean over the picture',
    hint: 'The mean activation over all places, as in the paper’s objective: also how much of the picture it fires on',
  },
] as const

/** What the number of a unit of a layer is called. */
export const unitValueWord = (layer: LayerInfo): string => valueWord(objectiveOf(layer, 0))

/** What the number is, as it goes behind "the": "activation at the strongest place, after ReLU". */
export function measureWords(layer: LayerInfo, measure: Measure): string {
  const after = layer.activation
  if (layer.kind === 'logits') return 'logit (the activation before the softmax)'
  const where = layer.kind === 'conv' ? (measure === 'max' ? 'at the strongest place' : 'as a mean over all places') : ''
  const then = after === null ? '' : `after ${after}`
  return `activation ${[where, then].filter(Boolean).join(', ')}`.trim()
}

/** The number that a climb raises, in short: "mean, before ReLU". */
export function climbWords(layer: LayerInfo, { after, place }: Reading): string {
  if (layer.kind === 'logits') return 'logit'
  const name = layer.activation
  return (
    [
      layer.kind === 'conv' ? (place ? `at (${place.x}, ${place.y})` : 'mean over the picture') : '',
      name === null ? '' : `${after ? 'after' : 'before'} ${name}`,
    ]
      .filter(Boolean)
      .join(', ') || 'activation'
  )
}

/** Key of a unit's row in a table of dataset examples that ranks by measures. */
export function rowKey(layer: LayerInfo, unit: number, measure: Measure): string {
  const key = objectiveKey(objectiveOf(layer, unit, { after: true, place: null }))
  return layer.kind === 'conv' ? `${key} ${measure}` : key
}

/** The row of a unit: by the measure asked for, or, in an older table, by the mean. */
export function rowOf<T>(rows: ReadonlyMap<string, T> | null, layer: LayerInfo, unit: number, measure: Measure): T | undefined {
  return rows?.get(rowKey(layer, unit, measure)) ?? rows?.get(objectiveKey(objectiveOf(layer, unit, { after: true, place: null })))
}
