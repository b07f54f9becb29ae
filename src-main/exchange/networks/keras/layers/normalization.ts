// Normalizations of Keras, by numbers that were learnt and by what is there; and pictures brought into range.
import { z } from 'zod'
import { normalizationSteps } from '../../as-listed.ts'
import type { LazyWeights } from '../../builder.ts'
import type { Site } from '../site.ts'

const epsilon = z.number().positive().max(1)
const axes = z.union([z.int().transform((one) => [one]), z.array(z.int()).min(1).max(6)])

/** Which sides are meant, the batch not counted. */
const sidesOf = (site: Site, axis: readonly number[]): number[] =>
  axis.map((one) => (one < 0 ? site.shape.length + one : one - 1)).sort((a, b) => a - b)

const onlyLast = (site: Site, axis: readonly number[]): boolean => sidesOf(site, axis).join() === String(site.shape.length - 1)

/** Numbers that are made of other numbers, once they are read. */
function derived(shape: readonly number[], make: (at: number) => number): LazyWeights {
  const count = shape.reduce((product, side) => product * side, 1)
  return { shape, read: () => Float32Array.from({ length: count }, (_, at) => make(at)) }
}
/** Reads only once, however often it is asked. */
function once({ read }: LazyWeights): () => Float32Array {
  let values: Float32Array | undefined
  return () => (values ??= read())
}

export function batchNormalization(site: Site): string {
  const settings = site.settings(
    z.looseObject({
      axis: axes.default([-1]),
      epsilon: epsilon.default(1e-3),
      center: z.boolean().default(true),
      scale: z.boolean().default(true),
    }),
  )
  if (!onlyLast(site, settings.axis)) throw site.refused('normalizes along another side than the channels, which is not read')
  const shape = [site.shape.at(-1) ?? 0]
  const { center, scale } = settings
  const found = site.weights([
    ...(scale ? [['gamma', shape] as const] : []),
    ...(center ? [['beta', shape] as const] : []),
    ['moving_mean', shape],
    ['moving_variance', shape],
  ])
  const all = found.map(once)
  const gamma = scale ? all[0] : undefined
  const beta = center ? all[scale ? 1 : 0] : undefined
  const [mean, variance] = all.slice(-2) as [() => Float32Array, () => Float32Array]
  const factor = (at: number): number => (gamma?.()[at] ?? 1) / Math.sqrt(variance()[at]! + settings.epsilon)
  site.builder.notes.add('Batch normalizations were joined into a factor and an offset for each channel.')
  const made = site.add({
    op: 'scale',
    inputs: [site.inputs[0]!],
    factor: site.weigh(
      'factor',
      derived(shape, (at) => factor(at)),
    ),
    offset: site.weigh(
      'offset',
      derived(shape, (at) => (beta?.()[at] ?? 0) - mean()[at]! * factor(at)),
    ),
  })
  const own = (role: string, make: (at: number) => number): string => site.weigh(role, derived(shape, make))
  const steps = normalizationSteps({
    mean: own('moving_mean', (at) => mean()[at]!),
    deviation: own('deviation', (at) => Math.sqrt(variance()[at]! + settings.epsilon)),
    ...(gamma && { factor: own('gamma', (at) => gamma()[at]!) }),
    ...(beta && { offset: own('beta', (at) => beta()[at]!) }),
  })
  site.builder.spell(made, { steps })
  return made
}

const learnt = { epsilon: epsilon.default(1e-3), center: z.boolean().default(true), scale: z.boolean().default(true) }

export function layerNormalization(site: Site): string {
  const settings = site.settings(z.looseObject({ ...learnt, axis: axes.default([-1]), rms_scaling: z.boolean().default(false) }))
  if (settings.rms_scaling) throw site.refused('normalizes without a mean (rms_scaling), which is not read')
  const sides = sidesOf(site, settings.axis)
  const { center, scale } = settings
  const inputs: [string] = [site.inputs[0]!]
  const shape = sides.map((side) => site.shape[side] ?? 0)
  const found = site.weights([...(scale ? [['gamma', shape] as const] : []), ...(center ? [['beta', shape] as const] : [])])
  const gamma = scale ? site.weigh('gamma', found[0]!) : undefined
  const beta = center ? site.weigh('beta', found.at(-1)!) : undefined
  if (onlyLast(site, settings.axis))
    return site.add({
      op: 'group-norm',
      inputs,
      over: 'last',
      epsilon: settings.epsilon,
      ...(gamma && { factor: gamma }),
      ...(beta && { offset: beta }),
    })
  if (site.shape.length !== 3 || sides.join() !== '0,1,2') throw site.refused('normalizes along sides that are not read together')
  const whole = { op: 'group-norm', inputs, over: 1, epsilon: settings.epsilon } as const
  if (!gamma && !beta) return site.add(whole)
  const normal = site.add(whole, 'normal')
  const by = (value: string, how: 'multiply' | 'add', constant: string, suffix?: string): string =>
    site.add({ op: 'constant', inputs: [value], by: how, constant, first: false }, suffix)
  if (!gamma) return by(normal, 'add', beta!)
  return beta ? by(by(normal, 'multiply', gamma, 'scaled'), 'add', beta) : by(normal, 'multiply', gamma)
}

export function groupNormalization(site: Site): string {
  const settings = site.settings(z.looseObject({ ...learnt, axis: axes.default([-1]), groups: z.int().default(32) }))
  if (!onlyLast(site, settings.axis)) throw site.refused('normalizes groups of another side than the channels, which is not read')
  const { center, scale, groups } = settings
  const channels = site.shape.at(-1) ?? 0
  const found = site.weights([...(scale ? [['gamma', [channels]] as const] : []), ...(center ? [['beta', [channels]] as const] : [])])
  return site.add({
    op: 'group-norm',
    inputs: [site.inputs[0]!],
    over: groups === -1 ? channels : groups,
    epsilon: settings.epsilon,
    ...(scale && { factor: site.weigh('gamma', found[0]!) }),
    ...(center && { offset: site.weigh('beta', found.at(-1)!) }),
  })
}

const numbers = z.preprocess((one) => (Array.isArray(one) ? one.flat(6) : [one]), z.array(z.number()).min(1).max(4096))

/** x * factor + offset, as two operations with numbers. */
function affine(site: Site, factor: LazyWeights, offset: LazyWeights): string {
  const scaled = site.add(
    { op: 'constant', inputs: [site.inputs[0]!], by: 'multiply', constant: site.weigh('factor', factor), first: false },
    'scaled',
  )
  if (scaled) site.builder.notes.add('The network itself brings its pictures into range; that stays part of it.')
  return site.add({ op: 'constant', inputs: [scaled], by: 'add', constant: site.weigh('offset', offset), first: false })
}

export function rescaling(site: Site): string {
  const { scale, offset } = site.settings(z.looseObject({ scale: numbers, offset: numbers.default([0]) }))
  const list = (values: readonly number[]): LazyWeights => derived([values.length], (at) => values[at]!)
  return affine(site, list(scale), list(offset))
}

export function normalization(site: Site): string {
  const settings = site.settings(
    z.looseObject({ axis: axes.nullish(), mean: z.unknown().optional(), variance: z.unknown().optional(), invert: z.boolean().nullish() }),
  )
  if (!settings.axis || !onlyLast(site, settings.axis))
    throw site.refused('normalizes along another side than the channels, which is not read')
  const shape = [site.shape.at(-1) ?? 0]
  const stated = (one: unknown): (() => Float32Array) | null => {
    if (one === null || one === undefined) return null
    const parsed = numbers.safeParse(one)
    if (!parsed.success || (parsed.data.length !== 1 && parsed.data.length !== shape[0]))
      throw site.refused('states a mean that does not fit')
    return () => Float32Array.from({ length: shape[0]! }, (_, at) => parsed.data[parsed.data.length === 1 ? 0 : at]!)
  }
  const [meanStated, varianceStated] = [stated(settings.mean), stated(settings.variance)]
  const kept =
    meanStated && varianceStated
      ? null
      : site
          .weights([
            ['mean', shape],
            ['variance', shape],
          ])
          .map(once)
  const mean = meanStated ?? kept![0]!
  const variance = varianceStated ?? kept![1]!
  // Keras: a deviation below 1e-7 (its epsilon) counts as that.
  const deviation = (at: number): number => Math.max(Math.sqrt(variance()[at]!), 1e-7)
  return settings.invert
    ? affine(
        site,
        derived(shape, (at) => deviation(at)),
        derived(shape, (at) => mean()[at]!),
      )
    : affine(
        site,
        derived(shape, (at) => 1 / deviation(at)),
        derived(shape, (at) => -mean()[at]! / deviation(at)),
      )
}

/** A factor for each channel, as ConvNeXt has it behind each block. */
export function layerScale(site: Site): string {
  const [gamma] = site.weights([['gamma', [site.shape.at(-1) ?? 0]]])
  return site.add({ op: 'constant', inputs: [site.inputs[0]!], by: 'multiply', constant: site.weigh('gamma', gamma!), first: false })
}
