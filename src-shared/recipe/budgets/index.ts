// An amount that every picture of an ascent has: every kind there is.
import { z } from 'zod'
import { brightness } from './brightness.ts'
import { contrast } from './contrast.ts'
import type { BudgetPart } from './kind.ts'

export const budget = z.discriminatedUnion('kind', [contrast.schema, brightness.schema])
export type Budget = z.output<typeof budget>

export const budgets: { readonly [K in Budget['kind']]: BudgetPart<Extract<Budget, { kind: K }>> } = { contrast, brightness }

/** "each picture ...": "at a contrast of 0.25". */
export const budgetWords = (spec: Budget): string => (budgets[spec.kind] as BudgetPart<Budget>).words(spec)
