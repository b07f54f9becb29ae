// The units of a network, by layer: what can be looked at, and the objective that asks for it.
import { datasetOf, type LookedInto } from '../../src-shared/network/model-file.ts'
import { modelInfo } from '../../src-shared/network/model-info.ts'
import type { Tap } from '../../src-shared/network/network-info.ts'
import { objectiveKey, type ObjectiveSpec, type ObjectiveTerm } from '../../src-shared/recipe/objective.ts'
import { classesOf, type DatasetSpec } from '../../src-shared/domains/dataset.ts'

export interface LayerInfo {
  /** Also the name of its activation before the activation function. */
  name: string
  units: number
  /** The units that were trained: all, but of the logits only the classes of the network's dataset, in rising order. */
  taught: readonly number[]
  /** Size of its activation; 1 x 1 for a layer without space. */
  height: number
  width: number
  kind: 'conv' | 'dense' | 'logits'
  /** Name of the activation after its activation function, such as "conv3.relu"; null where there is none. */
  after: string | null
  /** What that function is called, such as "ReLU"; null where there is none. */
  activation: string | null
  /** Names of the classes, of the logits alone; null of other layers. */
  names: readonly string[] | null
}

/** Which activation of a unit is asked for. */
export interface Reading {
  /** After the activation function instead of before it. */
  after: boolean
  /** One place instead of the mean over all; only for convolutions. */
  place: { x: number; y: number } | null
}
export const defaultReading: Reading = { after: false, place: null }

/** Activation functions as one writes them; others by the name they have in the network. */
const functionNames: ReadonlyMap<string, string> = new Map([
  ['relu', 'ReLU'],
  ['clip', 'clipping'],
  ['leaky', 'leaky ReLU'],
  ['prelu', 'PReLU'],
  ['elu', 'ELU'],
  ['selu', 'SELU'],
  ['gelu', 'GELU'],
  ['gelu-tanh', 'GELU'],
])

/**
 * The layers with weights in the order of the network, and where it tells its classes. Of a network that was brought every class counts as
 * taught. Throws a RangeError, in words, for one whose parts do not fit.
 */
export function layersOf(header: LookedInto, { taps, classes } = modelInfo(header)): LayerInfo[] {
  const after = new Map(taps.filter((tap) => tap.stage === 'after').map((tap) => [tap.layer, tap]))
  const dataset = datasetOf(header)
  const shown = taps.filter(
    (tap) => tap.stage !== 'after' && (tap.weighted || tap.name === classes?.tap) && (tap.shape.length === 3 || tap.shape.length === 1),
  )
  return shown.map((tap) => {
    const names = tap.name === classes?.tap ? classes.names : null
    const next = names === null ? (after.get(tap.layer) ?? null) : null
    return { ...layerOf(tap, names, dataset), after: next?.name ?? null, activation: next && functionName(header, next) }
  })
}

function functionName(header: LookedInto, { name, activation }: Tap): string {
  const node = header.kind === 'imported' ? header.graph.nodes.find((one) => one.name === name) : undefined
  if (node?.op === 'activation' && node.of.kind === 'clip' && node.of.low === 0 && node.of.high === 6) return 'ReLU6'
  return functionNames.get(activation ?? '') ?? activation ?? 'its activation function'
}

function layerOf(tap: Tap, names: readonly string[] | null, dataset: DatasetSpec | null): Omit<LayerInfo, 'after' | 'activation'> {
  const units = tap.shape.at(-1)!
  const all = Array.from({ length: units }, (_, unit) => unit)
  const [height = 1, width = 1] = tap.shape.length === 3 ? tap.shape : []
  const kind = names !== null ? 'logits' : tap.shape.length === 3 ? 'conv' : 'dense'
  const taught = names !== null && dataset !== null ? classesOf(dataset).filter((one) => one < units) : all
  return { name: tap.name, units, taught, height, width, kind, names }
}

/** The objective of a unit. A place is left out in a layer without space. */
export function objectiveOf(layer: LayerInfo, unit: number, { after, place }: Reading = defaultReading): ObjectiveTerm {
  if (layer.kind === 'logits') return { kind: 'logit', class: unit }
  const tap = after && layer.after !== null ? layer.after : layer.name
  return place !== null && layer.kind === 'conv'
    ? { kind: 'neuron', layer: tap, channel: unit, ...place }
    : { kind: 'channel', layer: tap, channel: unit }
}

/** Every unit that was trained by what it passes on: after its activation function, where it has one. */
export function everyUnit(layers: readonly LayerInfo[]): ObjectiveSpec[] {
  return layers.flatMap((layer) => layer.taught.map((unit) => objectiveOf(layer, unit, { after: true, place: null })))
}

/** Every unit before its activation function, and after it where there is one. */
export function everyObjective(layers: readonly LayerInfo[]): ObjectiveSpec[] {
  return layers.flatMap((layer) =>
    [false, true]
      .filter((after) => !after || layer.after !== null)
      .flatMap((after) => Array.from({ length: layer.units }, (_, unit) => objectiveOf(layer, unit, { after, place: null }))),
  )
}

/**
 * Key of the objective whose picture stands for a unit among many: the one asked for, or, when only the activation after the activation
 * function has a picture, that one (the paper's figures were made so).
 */
export function pictureKey(layer: LayerInfo, unit: number, after: boolean, has: (key: string) => boolean): string {
  const key = objectiveKey(objectiveOf(layer, unit, { after, place: null }))
  if (after || layer.after === null || has(key)) return key
  const other = objectiveKey(objectiveOf(layer, unit, { after: true, place: null }))
  return has(other) ? other : key
}

export const unitWord = (layer: LayerInfo): string => (layer.kind === 'conv' ? 'channel' : layer.kind === 'dense' ? 'unit' : 'class')

/** The name of a class of the logits; one without a name is told by its number. */
export function classIn({ names }: LayerInfo, unit: number): string {
  const name = names?.[unit] ?? String(unit)
  return name === String(unit) ? `class ${unit}` : name
}

/** "conv3, channel 5", "logit of rainbow double square". */
export function unitTitle(layer: LayerInfo, unit: number): string {
  return layer.kind === 'logits' ? `Logit of ${classIn(layer, unit)}` : `${layer.name}, ${unitWord(layer)} ${unit}`
}
/** For under a tile. */
export function unitLabel(layer: LayerInfo, unit: number): string {
  return layer.kind === 'logits' ? classIn(layer, unit) : String(unit)
}

/** "60 classes", "12 of 60 classes", "8 channels": what a layer has, and of the logits what the network was taught. */
export function sizeWords(layer: LayerInfo): string {
  if (layer.kind !== 'logits') return `${layer.units.toLocaleString('en-US')} ${unitWord(layer)}s`
  return layer.taught.length < layer.units
    ? `${layer.taught.length} of ${layer.units} classes`
    : `${layer.units.toLocaleString('en-US')} classes`
}
/** "48 classes it was never taught"; null where it was taught all. */
export function untaughtWords({ units, taught }: LayerInfo): string | null {
  const rest = units - taught.length
  return rest === 0 ? null : `${rest} ${rest === 1 ? 'class' : 'classes'} it was never taught`
}
/** Why a class outside the network's dataset is no evidence, for its own page. */
export function untaughtWarning(layer: LayerInfo, unit: number): string {
  return (
    `This network was never taught ${classIn(layer, unit)}: its dataset has ` +
    `${layer.taught.length} of the ${layer.units} classes. Training only pushed this logit down, whatever the picture, so what raises it ` +
    `says nothing about the class.`
  )
}
