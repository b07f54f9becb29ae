// The nodes of a graph of TensorFlow, as protobuf writes them in JSON. Format: tensorflow/core/framework/node_def.proto, attr_value.proto.
import { z } from 'zod'
import { networkLimits, shown } from '../kind.ts'
import { refused } from '../refusal.ts'

const whole = z.union([z.number(), z.string().regex(/^-?\d{1,19}$/)]).transform(Number)
const dims = z.looseObject({
  dim: z
    .array(z.looseObject({ size: whole.optional() }))
    .max(8)
    .optional(),
})
const attribute = z.looseObject({
  i: whole.optional(),
  f: z.union([z.number(), z.enum(['Infinity', '-Infinity', 'NaN']).transform(Number)]).optional(),
  b: z.boolean().optional(),
  s: z.string().optional(),
  shape: dims.optional(),
  list: z.looseObject({ i: z.array(whole).optional(), s: z.array(z.string()).optional() }).optional(),
})
const nodeSchema = z.looseObject({
  name: z.string().min(1).max(2000),
  op: z.string().max(200),
  input: z.array(z.string().max(2000)).max(1000).default([]),
  attr: z.record(z.string(), z.unknown()).default({}),
})

export interface GraphNode {
  readonly name: string
  readonly op: string
  /** Values that go in; what only orders the computation is left out. */
  readonly inputs: readonly { readonly node: string; readonly answer: number }[]
  readonly attr: Readonly<Record<string, unknown>>
}

/** Throws `invalid` for what is no list of nodes, or has two of one name. */
export function readNodes(given: unknown): Map<string, GraphNode> {
  if (!Array.isArray(given)) throw refused('its “model.json” lists no operations')
  // Constants are nodes too.
  if (given.length > 10 * networkLimits.nodes) throw refused(`it has more than ${(10 * networkLimits.nodes).toLocaleString('en')} nodes`)
  const nodes = new Map<string, GraphNode>()
  for (const one of given) {
    const parsed = nodeSchema.safeParse(one)
    if (!parsed.success) throw refused('one of its operations cannot be read')
    const { name, op, input, attr } = parsed.data
    if (nodes.has(name)) throw refused(`it has two operations called “${shown(name)}”`)
    nodes.set(name, { name, op, inputs: input.filter((text) => !text.startsWith('^')).map(placeOf), attr })
  }
  return nodes
}

/** "name:1" is the second answer of a node; "name" the first. */
export function placeOf(text: string): { node: string; answer: number } {
  const parts = /^(.*?)(?::(\d{1,4}))?$/s.exec(text)!
  return { node: parts[1]!, answer: Number(parts[2] ?? 0) }
}

const decoded = (text: string): string => Buffer.from(text, 'base64').toString('latin1')

/** Settings of a node, each checked where it is asked for. */
export function attributesOf(node: GraphNode) {
  const read = (name: string) => {
    const parsed = attribute.safeParse(Object.hasOwn(node.attr, name) ? node.attr[name] : {})
    if (!parsed.success) throw refused(`“${shown(node.name)}” (${shown(node.op)}) has a setting that cannot be: ${shown(name)}`)
    return parsed.data
  }
  return {
    number: (name: string, usual: number): number => read(name).f ?? usual,
    whole: (name: string, usual: number): number => read(name).i ?? usual,
    flag: (name: string): boolean => read(name).b ?? false,
    text: (name: string, usual: string): string => {
      const { s } = read(name)
      return s === undefined ? usual : decoded(s)
    },
    list: (name: string): number[] => read(name).list?.i ?? [],
    texts: (name: string): string[] => (read(name).list?.s ?? []).map(decoded),
    /** Null for any number. */
    shape: (name: string): (number | null)[] | null =>
      read(name).shape?.dim?.map(({ size }) => (size === undefined || size < 0 ? null : size)) ?? null,
  }
}
export type Attributes = ReturnType<typeof attributesOf>
