// The activation functions of Keras by their names, and as layers of their own inside of another layer.
import { z } from 'zod'
import type { Activation } from '../../../../src-shared/network/operations/activation.ts'
import { shown } from '../kind.ts'
import type { Site, Writer } from './site.ts'

export type ActivationFunction = Activation['of'] | { kind: 'softmax' } | { kind: 'log-softmax' } | { kind: 'linear' }

/** The largest number of 32 bits: a bound that bounds nothing. */
export const unbounded = 3.4e38

const byName: Readonly<Record<string, ActivationFunction>> = {
  linear: { kind: 'linear' },
  relu: { kind: 'relu' },
  relu6: { kind: 'clip', low: 0, high: 6 },
  hard_tanh: { kind: 'clip', low: -1, high: 1 },
  // Keras: negative_slope 0.2.
  leaky_relu: { kind: 'leaky', slope: 0.2 },
  elu: { kind: 'elu', alpha: 1 },
  selu: { kind: 'selu' },
  // Keras: approximate=False.
  gelu: { kind: 'gelu' },
  gelu_new: { kind: 'gelu-tanh' },
  sigmoid: { kind: 'sigmoid' },
  tanh: { kind: 'tanh' },
  softplus: { kind: 'softplus' },
  softsign: { kind: 'softsign' },
  silu: { kind: 'swish' },
  swish: { kind: 'swish' },
  hard_silu: { kind: 'hard-swish' },
  hard_swish: { kind: 'hard-swish' },
  mish: { kind: 'mish' },
  exponential: { kind: 'exponential' },
  softmax: { kind: 'softmax' },
  log_softmax: { kind: 'log-softmax' },
}

/** Keras 3 has relu6(x + 3) / 6, Keras 2 and TensorFlow.js 0.2 x + 0.5. */
const hardSigmoid = (writer: Writer): ActivationFunction => ({
  kind: 'hard-sigmoid',
  slope: writer === 'keras 3' ? 1 / 6 : 0.2,
  offset: 0.5,
})

const asObject = z.looseObject({ class_name: z.string(), config: z.unknown().optional() })
const slopes = z.looseObject({ negative_slope: z.number().optional(), alpha: z.number().optional() })
const cappedSettings = z.looseObject({
  max_value: z.number().nullish(),
  negative_slope: z.number().nullish(),
  threshold: z.number().nullish(),
})

/** A function that is a layer: ReLU, LeakyReLU, ELU; as one or two functions that follow each other. Null for another layer. */
export function functionLayer(className: string, config: unknown, site: Site): ActivationFunction[] | null {
  switch (className) {
    case 'ReLU': {
      const { max_value: most, negative_slope: slope, threshold } = read(cappedSettings, config, site)
      if (threshold) throw site.refused(`has a threshold of ${threshold}, which is not read`, 'A threshold of 0 is.')
      if (!slope) return [most == null ? { kind: 'relu' } : { kind: 'clip', low: 0, high: most }]
      const leaky = { kind: 'leaky', slope } as const
      return most == null ? [leaky] : [leaky, { kind: 'clip', low: -unbounded, high: most }]
    }
    case 'LeakyReLU': {
      const { negative_slope: slope, alpha } = read(slopes, config, site)
      return [{ kind: 'leaky', slope: slope ?? alpha ?? 0.3 }]
    }
    case 'ELU':
      return [{ kind: 'elu', alpha: read(slopes, config, site).alpha ?? 1 }]
    case 'Softmax':
      return [{ kind: 'softmax' }]
    default:
      return null
  }
}

function read<S extends z.ZodType>(schema: S, config: unknown, site: Site): z.output<S> {
  const parsed = schema.safeParse(config)
  if (!parsed.success) throw site.refused('has an activation function with settings that cannot be')
  return parsed.data
}

/** What the setting `activation` of a layer means. Throws `invalid`, naming it, for a function that is not known. */
export function activationFunctions(setting: unknown, site: Site): { name: string; functions: ActivationFunction[] } {
  if (setting === null || setting === undefined) return { name: 'linear', functions: [] }
  if (typeof setting === 'string') return named(setting, site)
  const { success, data } = asObject.safeParse(setting)
  if (!success) throw site.refused('has an activation function that cannot be read')
  if (data.class_name === 'function' && typeof data.config === 'string') return named(data.config, site)
  if (data.class_name === 'Activation') return activationFunctions((data.config as Record<string, unknown> | null)?.['activation'], site)
  const functions = functionLayer(data.class_name, data.config, site)
  if (functions) return { name: snakeCase(data.class_name), functions }
  return named(snakeCase(data.class_name), site)
}

function named(given: string, site: Site): { name: string; functions: ActivationFunction[] } {
  const name = given.replace(/^.*>/, '')
  const found = name === 'hard_sigmoid' ? hardSigmoid(site.writer) : Object.hasOwn(byName, name) ? byName[name] : undefined
  if (!found) throw site.refused(`has the activation function “${shown(given)}”, which is not read`, knownFunctions)
  return { name, functions: found.kind === 'linear' ? [] : [found] }
}

const knownFunctions = `These are: ${[...Object.keys(byName), 'hard_sigmoid'].join(', ')}.`

/** As Keras makes names of kinds: "SeparableConv2D" becomes "separable_conv2d". */
export const snakeCase = (className: string): string =>
  className
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()

/** Adds functions behind a value, each a node of its own, and gives the last, which is called by `suffix`, or by the layer without it. */
export function addFunctions(site: Site, input: string, functions: readonly ActivationFunction[], suffix?: string): string {
  let value = input
  for (const [at, one] of functions.entries()) {
    const part = at === functions.length - 1 ? suffix : suffix === undefined ? one.kind : `${suffix}.${one.kind}`
    if (one.kind === 'softmax' || one.kind === 'log-softmax')
      value = site.add({ op: 'softmax', inputs: [value], logarithm: one.kind === 'log-softmax' }, part)
    else if (one.kind !== 'linear') value = site.add({ op: 'activation', inputs: [value], of: one }, part)
  }
  return value
}

/** The function of a layer that has one of its own, behind what the layer computes. */
export function withActivation(site: Site, value: string, setting: unknown): string {
  const { name, functions } = activationFunctions(setting, site)
  return addFunctions(site, value, functions, name)
}
