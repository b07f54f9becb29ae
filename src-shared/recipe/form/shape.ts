// A schema as what a form shows: numbers in a range, choices, kinds with settings of their own, lists of them. A kind that is added to a
// schema is in the form by that alone.
import { z } from 'zod'
import type { Json } from '../../run/event.ts'
import type { AnyWords } from './words.ts'

export type Shape =
  /** `above`: more than `min`, not `min` itself. Without a limit, infinity. */
  | { type: 'number'; whole: boolean; min: number; max: number; above: boolean }
  | { type: 'switch' }
  | { type: 'choice'; values: (string | number)[] }
  /** Two numbers, from and to. */
  | { type: 'range'; min: number; max: number }
  /** A list of numbers. */
  | { type: 'numbers' }
  | { type: 'text'; hash: boolean; most: number }
  | { type: 'kinds'; options: { kind: string; fields: FormField[] }[] }
  | { type: 'group'; fields: FormField[] }
  | { type: 'list'; of: Shape; least: number; most: number }
  /** What no form has a control for: only JSON has it. */
  | { type: 'other' }
export interface FormField {
  name: string
  shape: Shape
  /** It must be said. */
  required: boolean
  /** What it is where it is not said, if anything. */
  usual: Json | undefined
}

/** JSON Schema (draft 2020-12), as far as `z.toJSONSchema` writes it. */
interface Schema {
  type?: string
  const?: string | number
  enum?: (string | number)[]
  oneOf?: Schema[]
  anyOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  prefixItems?: Schema[]
  minimum?: number
  exclusiveMinimum?: number
  maximum?: number
  exclusiveMaximum?: number
  minItems?: number
  maxItems?: number
  maxLength?: number
  pattern?: string
  default?: Json
}

/** The settings of a schema of objects, in its order. What input may leave out is not required. */
export function fieldsOf(schema: z.ZodType): FormField[] {
  return fieldsIn(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema)
}
function fieldsIn({ properties = {}, required = [] }: Schema): FormField[] {
  return Object.entries(properties)
    .filter(([name]) => name !== 'kind')
    .map(([name, one]) => ({ name, shape: shapeOf(one), required: required.includes(name), usual: one.default }))
}

function shapeOf(one: Schema): Shape {
  const options = one.oneOf ?? one.anyOf
  if (options) return unionOf(options)
  if (one.enum) return { type: 'choice', values: one.enum }
  switch (one.type) {
    case 'boolean':
      return { type: 'switch' }
    case 'number':
    case 'integer':
      return numberOf(one)
    case 'string':
      return { type: 'text', hash: one.pattern?.includes('{64}') ?? false, most: one.maxLength ?? 1000 }
    case 'object':
      return one.properties?.['kind'] ? unionOf([one]) : { type: 'group', fields: fieldsIn(one) }
    case 'array':
      return listOf(one)
    default:
      return { type: 'other' }
  }
}
function unionOf(options: Schema[]): Shape {
  if (options.every((one) => one.const !== undefined)) return { type: 'choice', values: options.map((one) => one.const!) }
  const kinds = options.flatMap((one) => {
    const kind = one.properties?.['kind']?.const
    return typeof kind === 'string' ? [{ kind, fields: fieldsIn(one) }] : []
  })
  return kinds.length === options.length ? { type: 'kinds', options: kinds } : { type: 'other' }
}
function numberOf({ type, minimum, exclusiveMinimum, maximum, exclusiveMaximum }: Schema): Shape {
  // Limits of whole numbers are those of doubles where none are given: nothing that one would read.
  const within = (limit: number | undefined, none: number): number =>
    limit === undefined || Math.abs(limit) >= Number.MAX_SAFE_INTEGER ? none : limit
  const min = within(exclusiveMinimum ?? minimum, -Infinity)
  return {
    type: 'number',
    whole: type === 'integer',
    min,
    max: within(maximum ?? exclusiveMaximum, Infinity),
    above: exclusiveMinimum !== undefined && min !== -Infinity,
  }
}
function listOf({ items, prefixItems, minItems = 0, maxItems = Infinity }: Schema): Shape {
  if (prefixItems) {
    const [from, to] = prefixItems.map(shapeOf)
    return prefixItems.length === 2 && from?.type === 'number' && to?.type === 'number'
      ? { type: 'range', min: from.min, max: to.max }
      : { type: 'other' }
  }
  if (!items) return { type: 'other' }
  const of = shapeOf(items)
  return of.type === 'number' ? { type: 'numbers' } : { type: 'list', of, least: minItems, most: maxItems }
}

/** A value that a new one begins with; `words` may say a better one than the first that the schema allows. */
export function firstOf(shape: Shape, words?: AnyWords): Json {
  if (words?.initial !== undefined) return words.initial as Json
  switch (shape.type) {
    case 'number':
      return nearest(1, shape)
    case 'switch':
      return false
    case 'choice':
      return shape.values[0]!
    case 'range':
      return [Number.isFinite(shape.min) ? shape.min : 0, Number.isFinite(shape.max) ? shape.max : 1]
    case 'numbers':
    case 'list':
      return []
    case 'text':
      return ''
    case 'kinds':
      return firstKind(shape.options[0]!, words)
    case 'group':
      return Object.fromEntries(requiredOf(shape.fields, undefined))
    case 'other':
      return null
  }
}
/** The same of one kind: only what must be said. */
export function firstKind({ kind, fields }: { kind: string; fields: FormField[] }, words?: AnyWords): { [key: string]: Json } {
  return { kind, ...Object.fromEntries(requiredOf(fields, words?.kinds?.[kind]?.fields)) }
}
const requiredOf = (fields: FormField[], words: Readonly<Record<string, AnyWords>> | undefined): [string, Json][] =>
  fields.filter((one) => one.required).map((one) => [one.name, firstOf(one.shape, words?.[one.name])])

/** The number nearest to `wanted` within the limits of a shape. */
function nearest(wanted: number, { min, max, above }: Extract<Shape, { type: 'number' }>): number {
  if (wanted > max) return max
  if (wanted > min || (wanted === min && !above)) return wanted
  return above ? Math.min(max, min + 1) : min
}
