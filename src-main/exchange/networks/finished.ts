// From a draft to a network: joined, named and checked.
import { graphShapes, type NetworkGraph, networkGraph, pictureName } from '../../../src-shared/network/graph.ts'
import type { Operation } from '../../../src-shared/network/operations/index.ts'
import { asListed } from './as-listed.ts'
import type { Draft, Origin } from './draft.ts'
import { joinFunctions } from './joined-functions.ts'
import { joinWeights } from './joined-weights.ts'
import type { AsListed, Weights } from './kind.ts'
import { refused } from './refusal.ts'

export interface Finished {
  readonly graph: NetworkGraph
  readonly weights: Map<string, Weights>
  /** How many activation functions that were spelt out are one operation now, by their kind. */
  readonly joined: ReadonlyMap<string, number>
  /** Shape of each value by its name. */
  readonly shapes: ReadonlyMap<string, readonly number[]>
  /** The operations before any were joined; null where none was. */
  readonly listed: AsListed | null
}

/** Throws 'invalid' when something does not fit. `answers` are operations of the draft, the most important first. */
export function finished(draft: Draft, input: NetworkGraph['input'], answers: readonly string[]): Finished {
  if (answers.length === 0 || answers.includes(pictureName)) throw refused('it computes nothing of a picture')
  keepNeeded(draft.nodes, answers)
  const shapes = shapesOf(draft, { input, nodes: draft.nodes, outputs: [...answers] })
  const listed = asListed({ input, nodes: draft.nodes, outputs: answers }, draft.spellings, (name) => draft.weights.get(name)!)
  const into = joinWeights(draft, shapes, new Set(answers))
  const outputs = [...new Set(answers.map((name) => into.get(name) ?? name))].slice(0, 64)
  const joined = joinFunctions(draft, new Set(outputs))
  keepNeeded(draft.nodes, outputs)
  const { nodes, weights, names } = named(draft)
  const parsed = networkGraph.safeParse({ input, nodes, outputs: outputs.map((name) => names.get(name)!) })
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const at = issue?.path[0] === 'nodes' ? nodes[Number(issue.path[1])] : undefined
    throw refused(
      at ? `its operation "${at.name}" (${at.op}) has numbers that cannot be` : 'it has more operations or answers than can be read here',
    )
  }
  const same = listed.graph.nodes.length === nodes.length
  return { graph: parsed.data, weights, joined, shapes: shapesOf(draft, parsed.data, weights), listed: same ? null : listed }
}

/** The shapes of all values; what does not fit is told under the name that the operation has in the file. */
function shapesOf(
  draft: Draft,
  graph: NetworkGraph,
  weights: ReadonlyMap<string, Weights> = draft.weights,
): Map<string, readonly number[]> {
  try {
    return graphShapes(graph, new Map([...weights].map(([name, { shape }]) => [name, shape])))
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const told = error.message.replace(/"(%\d+)"/g, (_, id: string) => `"${wordsOf(draft.origins.get(id))}"`)
    throw refused(`${told.slice(0, 1).toLowerCase()}${told.slice(1).replace(/\.$/, '')}`)
  }
}

const wordsOf = (origin: Origin | undefined): string => (origin ? origin.path || origin.word : '').slice(0, 100)

function keepNeeded(nodes: Operation[], outputs: readonly string[]): void {
  const needed = new Set(outputs)
  const kept = nodes.toReversed().filter((node) => {
    if (!needed.has(node.name)) return false
    for (const name of node.inputs) needed.add(name)
    return true
  })
  nodes.splice(0, nodes.length, ...kept.reverse())
}

/** Names that the author of the network knows, each once, of at most 100 letters. */
function named({ nodes, weights, origins }: Draft): { nodes: Operation[]; weights: Map<string, Weights>; names: Map<string, string> } {
  const base = wordings(nodes, origins)
  const used = new Set([pictureName])
  const names = new Map([[pictureName, pictureName]])
  for (const { name } of nodes) {
    const wanted = (base.get(name)!.replace(/[\s\p{Cc}]+/gu, '_') || 'operation').slice(0, 100)
    let given = wanted
    for (let count = 2; used.has(given); count++) given = `${wanted.slice(0, 90)}_${count}`
    used.add(given)
    names.set(name, given)
  }
  const kept = new Map<string, Weights>()
  const renamed = nodes.map((node) => {
    const name = names.get(node.name)!
    const rename = (id: string, role: string): string => {
      kept.set(`${name}.${role}`, weights.get(id)!)
      return `${name}.${role}`
    }
    return { ...withWeights(node, rename), name, inputs: node.inputs.map((one) => names.get(one)!) } as Operation
  })
  return { nodes: renamed, weights: kept, names }
}

/** The operation with other names of its weights, each told by what it is to it. */
function withWeights(node: Operation, rename: (id: string, role: string) => string): Operation {
  if (node.op === 'activation') {
    const { of } = node
    return of.kind === 'prelu' ? { ...node, of: { ...of, slope: rename(of.slope, 'slope') } } : node
  }
  const fields = Object.entries(node).map(([key, value]): [string, unknown] =>
    roles.has(key) && typeof value === 'string' ? [key, rename(value, key)] : [key, value],
  )
  return Object.fromEntries(fields) as Operation
}
const roles = new Set(['kernel', 'bias', 'factor', 'offset', 'constant'])

/** A module that is one operation, however often it is used, has its name; one of several has theirs after it. */
function wordings(nodes: readonly Operation[], origins: ReadonlyMap<string, Origin>): Map<string, string> {
  const kinds = new Map<string, Set<string>>()
  const within = new Set<string>()
  for (const { name, op } of nodes) {
    const { path, helps } = origins.get(name)!
    if (!helps) kinds.set(path, (kinds.get(path) ?? new Set()).add(op))
    for (let at = path.lastIndexOf('.'); at > 0; at = path.lastIndexOf('.', at - 1)) within.add(path.slice(0, at))
  }
  return new Map(
    nodes.map(({ name, op }) => {
      const { path, word, helps } = origins.get(name)!
      if (helps) return [name, `${path || word}.${op}`]
      if (path === '') return [name, word]
      // A bare number says where something is, and not what.
      const whole = kinds.get(path)!.size === 1 && !within.has(path) && !/^\d+$/.test(path)
      return [name, whole ? path : `${path}.${word}`]
    }),
  )
}
