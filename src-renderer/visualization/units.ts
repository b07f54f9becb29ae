// The units of a classifier, by layer: what can be looked at, and the objective that asks for it.
import { classesOf } from '../../src-shared/domains/dataset.ts'
import { className } from '../../src-shared/domains/shapes/classes.ts'
import type { ClassifierHeader } from '../../src-shared/network/model-file.ts'
import { objectiveKey, type ObjectiveSpec, type ObjectiveTerm } from '../../src-shared/recipe/objective.ts'

export interface LayerInfo {
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
}

/** Which activation of a unit is asked for. */
export interface Reading {
  /** After the activation function instead of before it. */
  after: boolean
  /** One place instead of the mean over all; only for convolutions. */
  place: { x: number; y: number } | null
}
export const defaultReading: Reading = { after: false, place: null }

/** Convolutions and dense layers in the order of the network; the last one gives the logits. */
export function layersOf({ architecture, dataset }: ClassifierHeader): LayerInfo[] {
  let [height = 1, width = 1] = architecture.input
  const layers: LayerInfo[] = []
  for (const layer of architecture.layers) {
    if (layer.kind === 'pool') {
      height = Math.floor(height / 2)
      width = Math.floor(width / 2)
    }
    if (layer.kind !== 'conv' && layer.kind !== 'dense') continue
    const after = layer.activation === 'linear' ? null : `${layer.name}.${layer.activation}`
    const kind = layer.kind === 'conv' ? 'conv' : layer.name === 'logits' ? 'logits' : 'dense'
    const units = layer.kind === 'conv' ? layer.filters : layer.units
    const taught = kind === 'logits' ? classesOf(dataset).filter((one) => one < units) : Array.from({ length: units }, (_, unit) => unit)
    layers.push({ name: layer.name, units, taught, ...(kind === 'conv' ? { height, width } : { height: 1, width: 1 }), kind, after })
  }
  return layers
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

/** "conv3, channel 5", "logit of rainbow double square". */
export function unitTitle(layer: LayerInfo, unit: number): string {
  return layer.kind === 'logits' ? `Logit of ${className(unit)}` : `${layer.name}, ${unitWord(layer)} ${unit}`
}
/** For under a tile. */
export function unitLabel(layer: LayerInfo, unit: number): string {
  return layer.kind === 'logits' ? className(unit) : String(unit)
}

/** "60 classes", "12 of 60 classes", "8 channels": what a layer has, and of the logits what the network was taught. */
export function sizeWords(layer: LayerInfo): string {
  if (layer.kind !== 'logits') return `${layer.units.toLocaleString('en-US')} ${unitWord(layer)}s`
  return layer.taught.length < layer.units ? `${layer.taught.length} of ${layer.units} classes` : `${layer.units} classes`
}
/** "48 classes it was never taught"; null where it was taught all. */
export function untaughtWords({ units, taught }: LayerInfo): string | null {
  const rest = units - taught.length
  return rest === 0 ? null : `${rest} ${rest === 1 ? 'class' : 'classes'} it was never taught`
}
/** Why a class outside the network's dataset is no evidence, for its own page. */
export function untaughtWarning(layer: LayerInfo, unit: number): string {
  return (
    `This network was never taught ${className(unit)}: its dataset has ` +
    `${layer.taught.length} of the ${layer.units} classes. Training only pushed this logit down, whatever the picture, so what raises it ` +
    `says nothing about the class.`
  )
}
