// Which pictures can be asked for of several networks at once: the layers that all have, and the units of one. Pure.
import type { ModelEntry } from '../../../src-shared/contract.ts'
import type { ObjectiveSpec } from '../../../src-shared/recipe/objective.ts'
import { figure10Objectives } from '../../../src-shared/recipe/reproduction-presets.ts'

export interface SharedLayer {
  name: string
  /** Of the network that has fewest. */
  units: number
  kind: 'conv' | 'dense' | 'logits'
}
/** Units that are shown unless others are asked for. */
const defaultCount = 8
/** What one run makes at most: as many as its recipe takes. */
export const mostUnits = 512

/** Layers that all networks have, in the order of the first; before their activation functions, which is what is climbed. */
export function sharedLayers(models: readonly Pick<ModelEntry, 'meta'>[]): SharedLayer[] {
  const [first, ...rest] = models.map(layersOf)
  return [...(first ?? [])].flatMap(([name, units]) => {
    const all = [units, ...rest.map((one) => one.get(name))]
    const known = all.filter((one) => one !== undefined)
    return known.length < all.length
      ? []
      : [
          {
            name,
            units: Math.min(...known),
            kind: name === 'logits' ? ('logits' as const) : name.startsWith('conv') ? ('conv' as const) : ('dense' as const),
          },
        ]
  })
}
/** The layers of a network that was trained here, with their shapes. */
export const layersIn = (model: Pick<ModelEntry, 'meta'> | undefined): { name: string; shape: number[] }[] =>
  (model && 'layers' in model.meta && model.meta.layers) || []

function layersOf(model: Pick<ModelEntry, 'meta'>): Map<string, number> {
  const shown = layersIn(model).filter(({ name, shape }) => /^(conv|dense|logits)\w*$/.test(name) && shape.length > 0)
  return new Map(shown.map(({ name, shape }) => [name, shape.at(-1)!]))
}

/**
 * The units shown at first: of the logits the paper's four classes (Fig. 10), if all networks were taught one of them; of others the first.
 */
export function defaultUnits({ kind, units }: SharedLayer, taught: readonly number[]): number[] {
  if (kind !== 'logits') return Array.from({ length: Math.min(units, defaultCount) }, (_, unit) => unit)
  const paper = figure10Objectives.flatMap((one) => (one.kind === 'logit' && taught.includes(one.class) ? [one.class] : []))
  return paper.length > 0 ? paper : taught.slice(0, figure10Objectives.length)
}
export function allUnits({ kind, units }: SharedLayer, taught: readonly number[]): number[] {
  return kind === 'logits' ? [...taught] : Array.from({ length: Math.min(units, mostUnits) }, (_, unit) => unit)
}

/** Reads "0-3, 7" as units, called by `word`; or says what is wrong. Each unit once, in rising order. */
export function readUnits(text: string, units: number, word: string): { units: number[]; fault: string | null } {
  const found = new Set<number>()
  for (const part of text.split(/[\s,;]+/).filter(Boolean)) {
    const [, from, to = from] = /^(\d{1,6})(?:[-–](\d{1,6}))?$/.exec(part) ?? []
    if (from === undefined)
      return { units: [], fault: `“${part}” is neither a number nor a range. Write numbers and ranges, such as 0-3, 7.` }
    if (Math.max(Number(from), Number(to)) >= units)
      return { units: [], fault: `There are ${word}s 0 to ${units - 1}, and “${part}” asks for others.` }
    if (Number(from) > Number(to)) return { units: [], fault: `“${part}” starts above its end.` }
    for (let unit = Number(from); unit <= Number(to); unit++) found.add(unit)
  }
  if (found.size === 0) return { units: [], fault: 'Name at least one.' }
  if (found.size > mostUnits) return { units: [], fault: `At most ${mostUnits} at a time.` }
  return { units: [...found].sort((a, b) => a - b), fault: null }
}

export const objectivesOf = ({ kind, name }: SharedLayer, units: readonly number[]): ObjectiveSpec[] =>
  units.map((unit) => (kind === 'logits' ? { kind: 'logit', class: unit } : { kind: 'channel', layer: name, channel: unit }))

/** "4 classes", "conv3, 8 channels", "dense1, 1 unit". */
export function unitsWords({ kind, name }: SharedLayer, count: number): string {
  const [one, many] = kind === 'logits' ? ['class', 'classes'] : kind === 'conv' ? ['channel', 'channels'] : ['unit', 'units']
  return `${kind === 'logits' ? '' : `${name}, `}${count} ${count === 1 ? one : many}`
}
