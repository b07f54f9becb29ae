// Scores of pictures: the weighted readings of their objectives, and the functions of activations that are no weighted sums. What a picture
// is asked for is a row of numbers, so that many pictures, and many ascents after each other, share one graph.
import type { ObjectiveSpec } from '../../../src-shared/recipe/objective.ts'
import type { CompiledObjective } from '../../../src-shared/recipe/readout.ts'
import type { Measure } from '../../../src-shared/recipe/recipe.ts'
import type { NetworkInfo } from '../../../src-shared/network/network-info.ts'
import { tf } from '../../tensorflow/tf.ts'
import type { Taps } from '../networks/network.ts'
import { askedOf } from '../../../src-shared/recipe/objectives/asked.ts'
import { functionalIn } from './functionals/index.ts'
import { type Functional, type Given, nothingGiven } from './functionals/kind.ts'
import { compiledOf, readoutsOf } from './objective.ts'

export interface Scoring {
  /** Two with the same key take the same parameters and compute the same. */
  readonly key: string
  /** Numbers of one row. */
  readonly width: number
  /** How many of them are not weights of readings. */
  readonly others: number
  /** [specs, width], row by row: what each objective asks for. They must be among those that this was made for, or be parts of them. */
  parameters(specs: readonly ObjectiveSpec[]): Float32Array
  /**
   * [batch]: each picture's score by its own row of [batch, width], or all by one row, [1, width]. Differentiable in the activations;
   * usable inside a compiled step.
   */
  each(T: Taps, rows: tf.Tensor2D): tf.Tensor1D
  /** [batch, specs]: every objective of every picture. */
  all(T: Taps, specs: readonly ObjectiveSpec[]): tf.Tensor2D
}

/** A function that stands at some places of a row, each a weight and its parameters: as many as the objective that has most of them. */
interface Slots {
  readonly functional: Functional
  readonly places: readonly number[]
  /** What stands where an objective has no such term, with the weight 0: numbers that the function is made for. */
  readonly unused: () => Float32Array
}

export interface ScoringOptions {
  /** How channels are read over space. */
  readonly measure?: Measure
  /** What the network answers to the pictures that the objectives are about; needed for parameters, not for keys and widths. */
  readonly given?: Given | undefined
}

/** How the activations of a network are scored by these objectives. Throws like `compileObjective`. */
export function scoringOf(specs: readonly ObjectiveSpec[], info: NetworkInfo, options: ScoringOptions = {}): Scoring {
  const { measure = 'mean', given = nothingGiven } = options
  const asked = askedOf(info)
  const compile = (spec: ObjectiveSpec): CompiledObjective => compiledOf(spec, info)
  const compiled = specs.map(compile)
  const readouts = readoutsOf(specs, info, measure)
  const constants = compiled.some(({ constant }) => constant !== 0)
  // The constant of each objective is the first number after the weights of its readings.
  const constantAt = readouts.width
  let width = constantAt + (constants ? 1 : 0)
  const slots = new Map<string, Slots>()
  for (const functionals of compiled.map((one) => one.functionals.map((term) => functionalIn(term, asked)))) {
    const counts = new Map<string, number>()
    for (const functional of functionals) {
      const { key } = functional
      counts.set(key, (counts.get(key) ?? 0) + 1)
      const known = slots.get(key)
      if (known && known.places.length >= counts.get(key)!) continue
      slots.set(key, {
        functional: known?.functional ?? functional,
        places: [...(known?.places ?? []), width],
        unused: known?.unused ?? (() => functional.parameters(given)),
      })
      width += 1 + functional.width
    }
  }

  const parameters = (list: readonly ObjectiveSpec[]): Float32Array => {
    const linear = readouts.weights(list)
    if (width === readouts.width) return linear
    const out = new Float32Array(list.length * width)
    list.forEach((spec, row) => {
      const own = out.subarray(row * width, (row + 1) * width)
      own.set(linear.subarray(row * readouts.width, (row + 1) * readouts.width))
      const { constant, functionals } = compile(spec)
      if (constants) own[constantAt] = constant
      const terms = functionals.map((term) => ({ weight: term.weight, functional: functionalIn(term, asked) }))
      for (const [key, { places, unused }] of slots) {
        const mine = terms.filter(({ functional }) => functional.key === key)
        places.forEach((place, at) => {
          own[place] = mine[at]?.weight ?? 0
          own.set(mine[at]?.functional.parameters(given) ?? unused(), place + 1)
        })
      }
    })
    return out
  }
  const each = (T: Taps, rows: tf.Tensor2D): tf.Tensor1D => {
    const parts: tf.Tensor1D[] = []
    if (readouts.width > 0) {
      const weights = width === readouts.width ? rows : rows.slice([0, 0], [-1, readouts.width])
      parts.push(readouts.read(T).mul(weights).sum(1))
    }
    if (constants) parts.push(rows.slice([0, constantAt], [-1, 1]).squeeze([1]))
    for (const { functional, places } of slots.values())
      for (const place of places) {
        const weight = rows.slice([0, place], [-1, 1]).squeeze<tf.Tensor1D>([1])
        parts.push(functional.score(T, rows.slice([0, place + 1], [-1, functional.width])).mul(weight))
      }
    return parts.reduce((sum, one) => sum.add(one))
  }
  const functionalsOf = (T: Taps, spec: ObjectiveSpec): tf.Tensor1D => {
    const { constant, functionals } = compile(spec)
    const parts = functionals.map((term) => {
      const functional = functionalIn(term, asked)
      return functional.score(T, tf.tensor2d(functional.parameters(given), [1, functional.width])).mul<tf.Tensor1D>(term.weight)
    })
    return parts.reduce((sum, one) => sum.add(one), tf.fill([Object.values(T)[0]!.shape[0]!], constant) as tf.Tensor1D)
  }
  const all = (T: Taps, list: readonly ObjectiveSpec[]): tf.Tensor2D => {
    const linear =
      readouts.width > 0
        ? tf.matMul<tf.Tensor2D>(readouts.read(T), tf.tensor2d(readouts.weights(list), [list.length, readouts.width]), false, true)
        : null
    if (width === readouts.width) return linear!
    const others = tf.stack(
      list.map((spec) => functionalsOf(T, spec)),
      1,
    ) as tf.Tensor2D
    return linear ? linear.add<tf.Tensor2D>(others) : others
  }
  const sizes = [...slots].map(([key, { places }]) => `${key} x ${places.length}`)
  return {
    key: [readouts.key, constants ? 'constant' : '', ...sizes].filter((one) => one !== '').join(' | '),
    width,
    others: width - readouts.width,
    parameters,
    each,
    all,
  }
}

/** All objectives of every picture: (T) => [batch, objectives]. The activations of `tapsRead` are enough. */
export function scoresOf(specs: readonly ObjectiveSpec[], info: NetworkInfo, given?: Given): (T: Taps) => tf.Tensor2D {
  const scoring = scoringOf(specs, info, { given })
  return (T) => scoring.all(T, specs)
}

/** One score for each picture of the batch the activations belong to. */
export type Objective = (T: Taps) => tf.Tensor1D
/** Objective i of picture i alone: (T) => [batch], for a batch of as many pictures as objectives. */
export function perPicture(specs: readonly ObjectiveSpec[], info: NetworkInfo, given?: Given): Objective {
  const scoring = scoringOf(specs, info, { given })
  const rows = scoring.parameters(specs)
  return (T) => scoring.each(T, tf.tensor2d(rows, [specs.length, scoring.width]))
}
