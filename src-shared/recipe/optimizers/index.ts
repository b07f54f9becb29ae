// How a gradient becomes a step, for each picture by itself: every kind there is.
import { z } from 'zod'
import { adam } from './adam.ts'
import { cmaEs } from './cma-es.ts'
import { gain } from './gain.ts'
import { genetic } from './genetic.ts'
import type { OptimizerKind } from './kind.ts'
import { momentum } from './momentum.ts'
import { nadam } from './nadam.ts'
import { normalized } from './normalized.ts'
import { sphereCma } from './sphere-cma.ts'
import { unit } from './unit.ts'

export const ascentOptimizer = z.discriminatedUnion('kind', [
  adam.schema,
  nadam.schema,
  momentum.schema,
  normalized.schema,
  unit.schema,
  gain.schema,
  cmaEs.schema,
  sphereCma.schema,
  genetic.schema,
])
export type AscentOptimizer = z.output<typeof ascentOptimizer>

/** Those that try candidates and ask for no gradient. */
export type GradientFreeOptimizer = Extract<AscentOptimizer, { kind: 'cma-es' | 'sphere-cma' | 'genetic' }>
export type GradientOptimizer = Exclude<AscentOptimizer, GradientFreeOptimizer>

/** In the order in which one chooses. */
export const optimizers: { readonly [K in AscentOptimizer['kind']]: OptimizerKind<Extract<AscentOptimizer, { kind: K }>> } = {
  adam,
  nadam,
  momentum,
  normalized,
  unit,
  gain,
  'cma-es': cmaEs,
  'sphere-cma': sphereCma,
  genetic,
}

/** Whether an ascent tries candidates instead of following a gradient. */
export const isGradientFree = (spec: AscentOptimizer): spec is GradientFreeOptimizer =>
  (optimizers[spec.kind] as OptimizerKind<AscentOptimizer>).withoutGradient === true

/** Such as "Adam at 0.05, shrinking evenly to nothing over all steps". */
export function optimizerWords(spec: AscentOptimizer): string {
  const rule = (optimizers[spec.kind] as OptimizerKind<AscentOptimizer>).words(spec)
  const decay = 'decay' in spec ? spec.decay : undefined
  if (decay === undefined) return rule
  const over = decay === 1 ? 'all steps' : `the last ${Number((100 * decay).toPrecision(3))} % of them`
  return `${rule}, shrinking evenly to nothing over ${over}`
}
