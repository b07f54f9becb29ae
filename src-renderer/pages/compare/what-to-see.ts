// Which pictures can be asked for of several networks at once: the layers that all have, and the units of one. Pure.
import { className } from '../../../src-shared/domains/shapes/classes.ts'
import type { ObjectiveSpec } from '../../../src-shared/recipe/objective.ts'
import { figure10Objectives } from '../../../src-shared/recipe/reproduction-presets.ts'
import { classIn, type LayerInfo } from '../../visualization/units.ts'

/** A class that all networks were taught: its name, and its number in each of them. */
export interface SharedClass {
  name: string
  numbers: readonly number[]
}
export interface SharedLayer {
  /** The classes are called as in the first network, where they are told. */
  name: string
  /** Of the network that has fewest. */
  units: number
  kind: LayerInfo['kind']
  /** Of the classes those that all were taught, in the order of the first; none of other layers. */
  classes: readonly SharedClass[]
}
/** Units that are shown unless others are asked for. */
const defaultCount = 8
/** What one run makes at most: as many as its recipe takes. */
export const mostUnits = 512

/** Layers that all networks have by name, in the order of the first, and the classes that all were taught. */
export function sharedLayers(networks: readonly (readonly LayerInfo[])[]): SharedLayer[] {
  const [first = [], ...rest] = networks
  return first.flatMap((layer): SharedLayer[] => {
    const same = rest.map((others) => others.find(({ name, kind }) => (layer.kind === 'logits' ? kind === 'logits' : name === layer.name)))
    const all = [layer, ...same].filter((one) => one?.kind === layer.kind) as LayerInfo[]
    if (all.length < networks.length) return []
    const units = Math.min(...all.map((one) => one.units))
    if (layer.kind !== 'logits') return [{ name: layer.name, units, kind: layer.kind, classes: [] }]
    const classes = sharedClasses(all)
    return classes.length === 0 ? [] : [{ name: layer.name, units, kind: layer.kind, classes }]
  })
}

/** By name; classes without one are the same where the networks have as many. */
function sharedClasses(logits: readonly LayerInfo[]): SharedClass[] {
  const alike = logits.every(({ units }) => units === logits[0]!.units)
  const numbers = logits.map(
    (layer) =>
      new Map(
        layer.taught.flatMap((unit) => (alike || layer.names?.[unit] !== String(unit) ? [[classIn(layer, unit), unit] as const] : [])),
      ),
  )
  return [...(numbers[0]?.keys() ?? [])].flatMap((name) => {
    const found = numbers.map((one) => one.get(name))
    return found.every((one) => one !== undefined) ? [{ name, numbers: found }] : []
  })
}
/** Whether the classes are the lab's own, which have pictures. */
export const areShapes = ({ classes }: SharedLayer): boolean =>
  classes.every(({ name, numbers }) => numbers.every((one) => one === numbers[0]) && name === className(numbers[0]!))

/**
 * The units shown at first, by their numbers in the first network: of the lab's classes the paper's four (Fig. 10), if all networks were
 * taught one of them; of others the first.
 */
export function defaultUnits(layer: SharedLayer): number[] {
  if (layer.kind !== 'logits') return Array.from({ length: Math.min(layer.units, defaultCount) }, (_, unit) => unit)
  const taught = allUnits(layer)
  const paper = areShapes(layer)
    ? figure10Objectives.flatMap((one) => (one.kind === 'logit' && taught.includes(one.class) ? [one.class] : []))
    : []
  return paper.length > 0 ? paper : taught.slice(0, figure10Objectives.length)
}
export const allUnits = ({ kind, units, classes }: SharedLayer): number[] =>
  kind === 'logits' ? classes.map(({ numbers }) => numbers[0]!) : Array.from({ length: Math.min(units, mostUnits) }, (_, unit) => unit)
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

/** The objectives of some units, by their numbers in the first network, for the network at a place among them. */
export function objectivesOf({ kind, name, classes }: SharedLayer, units: readonly number[], place = 0): ObjectiveSpec[] {
  if (kind !== 'logits') return units.map((unit) => ({ kind: 'channel', layer: name, channel: unit }))
  return units.map((unit) => ({ kind: 'logit', class: classes.find(({ numbers }) => numbers[0] === unit)?.numbers[place] ?? unit }))
}

/** "4 classes", "conv3, 8 channels", "dense1, 1 unit". */
export function unitsWords({ kind, name }: Pick<SharedLayer, 'kind' | 'name'>, count: number): string {
  const [one, many] = kind === 'logits' ? ['class', 'classes'] : kind === 'conv' ? ['channel', 'channels'] : ['unit', 'units']
  return `${kind === 'logits' ? '' : `${name}, `}${count} ${count === 1 ? one : many}`
}
