// How a gradient becomes a step, for each picture by itself: every kind there is.
import { z } from 'zod'
import { adam } from './adam.ts'
import { gain } from './gain.ts'
import type { OptimizerKind } from './kind.ts'
import { momentum } from './momentum.ts'
import { nadam } from './nadam.ts'
import { normalized } from './normalized.ts'
import { unit } from './unit.ts'

export const ascentOptimizer = z.discriminatedUnion('kind', [
  adam.schema,
  nadam.schema,
  momentum.schema,
  normalized.schema,
  unit.schema,
  gain.schema,
])
export type AscentOptimizer = z.output<typeof ascentOptimizer>

/** In the order in which one chooses. */
export const optimizers: { readonly [K in AscentOptimizer['kind']]: OptimizerKind<Extract<AscentOptimizer, { kind: K }>> } = {
  adam,
  nadam,
  momentum,
  normalized,
  unit,
  gain,
}

/** Such as "Adam at 0.05, shrinking evenly to nothing over all steps". */
export function optimizerWords(spec: AscentOptimizer): string {
  const rule = (optimizers[spec.kind] as OptimizerKind<AscentOptimizer>).words(spec)
  const { decay } = spec
  if (decay === undefined) return rule
  const over = decay === 1 ? 'all steps' : `the last ${Number((100 * decay).toPrecision(3))} % of them`
  return `${rule}, shrinking evenly to nothing over ${over}`
}
