// Activation functions that a file spells out, "x * sigmoid(x)" or five steps of a GELU, as one operation each: so that the lab knows what
// stands before and after them. They are known by their numbers, not by their form, of which every exporter has another.
import type { Activation } from '../../../src-shared/network/operations/activation.ts'
import type { Operation } from '../../../src-shared/network/operations/index.ts'
import type { Draft } from './draft.ts'

type Function = Activation['of']
/** Operations of one spelt-out function at most. */
const mostSteps = 16
/** Where functions are compared: on both sides of 0, past the bends of those that have any, and at no round numbers. */
const places = Float64Array.from({ length: 121 }, (_, at) => (at - 60) * 0.1513)
/** Other functions are further away at some of these places: the GELU and its approximation by 0.0004. */
const tolerance = 1e-5

/** Joins them where they stand; how many of each kind. `kept` are operations whose answers are asked for. */
export function joinFunctions(draft: Draft, kept: ReadonlySet<string>): Map<string, number> {
  const byName = new Map(draft.nodes.map((node) => [node.name, node]))
  const place = new Map(draft.nodes.map(({ name }, at) => [name, at]))
  const taken = new Map<string, string[]>()
  for (const node of draft.nodes) for (const name of node.inputs) taken.set(name, [...(taken.get(name) ?? []), node.name])
  const gone = new Set<string>()
  const counts = new Map<string, number>()
  // From the end, so that the whole of a function is found before a part of it that is a function too.
  for (const root of draft.nodes.toReversed()) {
    if (gone.has(root.name) || !isStep(root, draft)) continue
    const region = largest(regionsOf(root))
    if (!region) continue
    for (const name of region.steps) if (name !== root.name) gone.add(name)
    draft.nodes[place.get(root.name)!] = { name: root.name, op: 'activation', inputs: [region.of], of: region.function }
    const { kind } = region.function
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
    const origin = draft.origins.get(root.name)!
    if (/^(mul|div|add|sub|max|min|clip)/i.test(origin.word)) draft.origins.set(root.name, { ...origin, word: kind })
  }
  draft.nodes.splice(0, draft.nodes.length, ...draft.nodes.filter(({ name }) => !gone.has(name)))
  return counts

  /** All parts of the graph that end in this operation, depend on one value, and are seen by nobody else. */
  function* regionsOf(root: Operation): Generator<{ of: string; steps: string[]; function: Function }> {
    const cone = backFrom(root, null)
    const starts = new Set([...cone].flatMap((name) => byName.get(name)!.inputs))
    for (const of of starts) {
      const steps = [...backFrom(root, of)].toSorted((a, b) => place.get(a)! - place.get(b)!)
      const alone = steps.every(
        (name) => name === root.name || (!kept.has(name) && !gone.has(name) && taken.get(name)!.every((one) => steps.includes(one))),
      )
      const closed = steps.every((name) => byName.get(name)!.inputs.every((one) => one === of || steps.includes(one)))
      if (steps.length < 2 || !alone || !closed) continue
      const known = recognized((x) => computed(steps, of, x))
      if (known) yield { of, steps, function: known }
    }
  }

  function backFrom(root: Operation, stop: string | null): Set<string> {
    const seen = new Set([root.name])
    const open = [...root.inputs]
    for (let name = open.pop(); name !== undefined && seen.size < mostSteps; name = open.pop()) {
      const node = byName.get(name)
      if (name === stop || seen.has(name) || !node || gone.has(name) || !isStep(node, draft)) continue
      seen.add(name)
      open.push(...node.inputs)
    }
    return seen
  }

  function computed(steps: readonly string[], of: string, x: number): number {
    const values = new Map([[of, x]])
    for (const name of steps) {
      const node = byName.get(name)!
      values.set(name, stepOf(node, draft)!(...node.inputs.map((one) => values.get(one)!)))
    }
    return values.get(steps.at(-1)!)!
  }
}

function largest<R extends { steps: string[] }>(regions: Iterable<R>): R | null {
  let most: R | null = null
  for (const region of regions) if (!most || region.steps.length > most.steps.length) most = region
  return most
}

/** What an operation does with single numbers; null where it does something else, or not the same with each. */
function stepOf(node: Operation, { weights }: Draft): ((...inputs: number[]) => number) | null {
  if (node.op === 'activation') return node.of.kind === 'prelu' ? null : functionOf(node.of)
  if (node.op === 'combine')
    return (...inputs) => inputs.reduce(joins[node.by === 'average' ? 'add' : node.by]) / (node.by === 'average' ? inputs.length : 1)
  if (node.op !== 'constant') return null
  const { values } = weights.get(node.constant)!
  if (values.length !== 1) return null
  const join = joins[node.by]
  return node.first ? (x) => join(values[0]!, x) : (x) => join(x, values[0]!)
}
const isStep = (node: Operation, draft: Draft): boolean => stepOf(node, draft) !== null

const joins = {
  add: (a: number, b: number) => a + b,
  subtract: (a: number, b: number) => a - b,
  multiply: (a: number, b: number) => a * b,
  divide: (a: number, b: number) => a / b,
  maximum: (a: number, b: number) => Math.max(a, b),
  minimum: (a: number, b: number) => Math.min(a, b),
  power: (a: number, b: number) => a ** b,
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))
/** Abramowitz and Stegun 7.1.26; off by at most 1.5e-7. */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x))
  const sum = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t
  return Math.sign(x) * (1 - sum * Math.exp(-x * x))
}
/** The numbers of Klambauer et al., arXiv 1706.02515. */
const [seluAlpha, seluScale] = [1.6732632423543772, 1.0507009873554805]

const plain: Readonly<Record<Exclude<Function['kind'], 'clip' | 'leaky' | 'elu' | 'hard-sigmoid' | 'prelu'>, (x: number) => number>> = {
  relu: (x) => Math.max(0, x),
  selu: (x) => seluScale * (x > 0 ? x : seluAlpha * Math.expm1(x)),
  sigmoid,
  tanh: Math.tanh,
  softplus,
  softsign: (x) => x / (1 + Math.abs(x)),
  swish: (x) => x * sigmoid(x),
  'hard-swish': (x) => (x * Math.min(6, Math.max(0, x + 3))) / 6,
  gelu: (x) => (x * (1 + erf(x / Math.SQRT2))) / 2,
  'gelu-tanh': (x) => (x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)))) / 2,
  mish: (x) => x * Math.tanh(softplus(x)),
  exponential: Math.exp,
  absolute: Math.abs,
  logarithm: Math.log,
  'error-function': erf,
}

function functionOf(of: Exclude<Function, { kind: 'prelu' }>): (x: number) => number {
  switch (of.kind) {
    case 'clip':
      return (x) => Math.min(of.high, Math.max(of.low, x))
    case 'leaky':
      return (x) => (x < 0 ? of.slope * x : x)
    case 'elu':
      return (x) => (x < 0 ? of.alpha * Math.expm1(x) : x)
    case 'hard-sigmoid':
      return (x) => Math.min(1, Math.max(0, of.slope * x + of.offset))
    default:
      return plain[of.kind]
  }
}

/** The activation function that answers the same everywhere; null where there is none. */
function recognized(given: (x: number) => number): Function | null {
  const slope = -given(-1)
  const candidates: Exclude<Function, { kind: 'prelu' }>[] = [
    { kind: 'relu' },
    { kind: 'clip', low: 0, high: 6 },
    ...(['swish', 'hard-swish', 'gelu', 'gelu-tanh', 'mish', 'sigmoid', 'tanh', 'softplus', 'softsign', 'selu'] as const).map((kind) => ({
      kind,
    })),
    { kind: 'hard-sigmoid', slope: 1 / 6, offset: 0.5 },
    { kind: 'hard-sigmoid', slope: 0.2, offset: 0.5 },
    { kind: 'elu', alpha: 1 },
    ...(Math.abs(slope) < 0.9 && slope !== 0 ? [{ kind: 'leaky', slope } as const] : []),
  ]
  const answers = places.map(given)
  return (
    candidates.find((of) => {
      const wanted = functionOf(of)
      return places.every((x, at) => Math.abs(answers[at]! - wanted(x)) <= tolerance * (1 + Math.abs(x)))
    }) ?? null
  )
}
