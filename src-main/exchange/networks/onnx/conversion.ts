// An ONNX graph, operation by operation, as operations of the lab. Numbers of the file are computed on the way; nothing of it is run.
import { pictureName } from '../../../../src-shared/network/graph.ts'
import { size } from '../../../../src-shared/network/layer-shapes.ts'
import { createDraft, type Draft } from '../draft.ts'
import type { NetworkFile } from '../kind.ts'
import { refused } from '../refusal.ts'
import { folding } from './folding.ts'
import type { AttributeMessage, FunctionMessage, GraphMessage, ModelMessage, NodeMessage } from './messages.ts'
import { originOf } from './names.ts'
import { operators } from './operators/index.ts'
import { shapeKnown } from './operators/arrangement.ts'
import { cannot, type Note, type Site } from './site.ts'
import { type Known, tensorValues } from './tensor.ts'
import { type Any, asIs, channelsLast, isKnown, type Value } from './value.ts'
import { damaged } from './wire.ts'

export interface PictureInput {
  readonly name: string
  /** The batch first. */
  readonly dims: readonly number[]
  /** Whether the channels come after height and width. */
  readonly channelsLast: boolean
}

export interface Converted {
  readonly draft: Draft
  /** In the order of the file. */
  readonly outputs: Value[]
  readonly notes: ReadonlyMap<Note, number>
}

/** Numbers of the file that are computed while it is read, at most. */
const mostComputed = 2 ** 27
/** Functions in functions and branches in branches. */
const deepest = 16
const mostSteps = 200_000

/** Operators that may be given a value that has lost its batch. */
const takesBare = new Set(['Reshape', 'Gather', 'Identity', 'Cast'])

/** Values by name, of a graph and of those around it. */
interface Scope {
  readonly values: Map<string, Any>
  readonly around: Scope | null
  /** Attributes of the call that the operations of a function may stand for. */
  readonly attributes: ReadonlyMap<string, AttributeMessage>
  readonly origin: string
  readonly depth: number
}

function found(scope: Scope, name: string): Any | undefined {
  for (let one: Scope | null = scope; one; one = one.around) {
    const value = one.values.get(name)
    if (value) return value
  }
  return undefined
}

/** Throws 'invalid' for what cannot be read. */
export function convert(model: ModelMessage, graph: GraphMessage, input: PictureInput, files: readonly NetworkFile[]): Converted {
  const draft = createDraft()
  const notes = new Map<Note, number>()
  const functions = new Map(model.functions.map((one) => [`${one.domain}:${one.name}`, one]))
  const opset = model.opsets.get('') ?? 0
  let computed = 0
  let steps = 0
  const known = (message: GraphMessage['initializers'][number]): Known => tensorValues(message, files)
  const initializers = new Map(graph.initializers.map((one) => [one.name, one]))
  const order = input.channelsLast ? asIs(4) : channelsLast(4)
  const outer: Scope = {
    values: new Map<string, Any>([[input.name, { id: pictureName, dims: input.dims, order }]]),
    around: null,
    attributes: new Map(),
    origin: '',
    depth: 0,
  }

  /** A value by its name; a tensor of the file is read when it is first asked for. */
  function valueOf(scope: Scope, name: string): Any | undefined {
    const value = found(scope, name)
    if (value) return value
    const message = initializers.get(name)
    if (!message) return undefined
    const tensor = known(message)
    outer.values.set(name, tensor)
    return tensor
  }

  function siteOf(node: NodeMessage, scope: Scope): Site {
    const inputs = node.inputs.map((name) => {
      if (name === '') return null
      const value = valueOf(scope, name)
      if (!value) throw damaged(`an operation takes "${name.slice(0, 100)}", which is not there before it`)
      return value
    })
    const weight = node.inputs.find((name, at) => at > 0 && initializers.has(name))
    const own = originOf(node, weight)
    return {
      node,
      inputs,
      opset,
      draft,
      origin: scope.origin === '' ? own : { ...own, path: scope.origin },
      note: (kind) => notes.set(kind, (notes.get(kind) ?? 0) + 1),
      tensor: (attribute) => {
        if (!attribute.tensor) throw damaged('a constant has no numbers')
        return known(attribute.tensor)
      },
      spend(numbers) {
        computed += numbers
        if (!(computed <= mostComputed)) throw refused('it computes with more numbers of the file than can be read here')
      },
    }
  }

  function carryOut(nodes: readonly NodeMessage[], scope: Scope): void {
    if (scope.depth > deepest) throw damaged(`it has more than ${deepest} functions or branches within each other`)
    for (const node of nodes) {
      if (++steps > mostSteps) throw refused('it has more operations than can be read here')
      const site = siteOf(withAttributes(node, scope.attributes), scope)
      const answers = answersOf(site, scope)
      for (const [at, name] of node.outputs.entries()) {
        const answer = answers[at]
        if (name !== '' && answer) scope.values.set(name, answer)
      }
    }
  }

  function answersOf(site: Site, scope: Scope): Any[] {
    const { node } = site
    const made = functions.get(`${node.domain}:${node.op}`)
    if (made) return call(made, site, scope)
    if (node.domain === '' && node.op === 'If') return branch(site, scope)
    const reader = node.domain === '' ? operators.get(node.op) : undefined
    const alone = site.inputs.every((one) => one === null || isKnown(one))
    if (alone && node.domain === '') {
      if (node.op === 'Shape') return shapeKnown(site)
      const folded = folding.get(node.op)
      if (folded) {
        site.spend(site.inputs.reduce((sum, one) => sum + (one ? size(one.dims) : 0), 0))
        return folded(site)
      }
    }
    if (!reader) throw unknown(site)
    if (!takesBare.has(node.op) && site.inputs.some((one) => one && !isKnown(one) && one.bare))
      throw cannot(site, 'mixes the pictures of a batch')
    return reader(site)
  }

  function call(made: FunctionMessage, site: Site, scope: Scope): Any[] {
    const values = new Map<string, Any>()
    for (const [at, name] of made.inputs.entries()) if (site.inputs[at]) values.set(name, site.inputs[at])
    const path = [site.origin.path, site.origin.word].filter((part) => part !== '').join('.')
    const attributes = new Map([...made.attributes, ...site.node.attributes])
    const inner: Scope = { values, around: null, attributes, origin: path, depth: scope.depth + 1 }
    carryOut(made.nodes, inner)
    return results(made.outputs, inner)
  }

  function branch(site: Site, scope: Scope): Any[] {
    const [condition] = site.inputs
    if (!condition || !isKnown(condition)) throw cannot(site, 'decides by the picture what is computed')
    const chosen = site.node.attributes.get(condition.values[0] ? 'then_branch' : 'else_branch')?.graph
    if (!chosen) throw damaged('a branch of it is missing')
    const values = new Map<string, Any>(chosen.initializers.map((one) => [one.name, known(one)]))
    const inner: Scope = { ...scope, values, around: scope, depth: scope.depth + 1 }
    carryOut(chosen.nodes, inner)
    return results(
      chosen.outputs.map(({ name }) => name),
      inner,
    )
  }

  function results(names: readonly string[], scope: Scope): Any[] {
    return names.map((name) => {
      const value = valueOf(scope, name)
      if (!value) throw damaged(`"${name.slice(0, 100)}" is never computed`)
      return value
    })
  }

  carryOut(neededNodes(graph), outer)
  const outputs = results(
    graph.outputs.map(({ name }) => name),
    outer,
  ).flatMap((one) => (isKnown(one) ? [] : [one]))
  return { draft, outputs, notes }
}

/** The operations without those on which no answer depends. */
function neededNodes(graph: GraphMessage): NodeMessage[] {
  const needed = new Set(graph.outputs.map(({ name }) => name))
  const inputsOf = (node: NodeMessage): string[] => [
    ...node.inputs,
    ...[...node.attributes.values()].flatMap(({ graph: inner }) =>
      inner ? [...inner.nodes.flatMap(inputsOf), ...inner.outputs.map(({ name }) => name)] : [],
    ),
  ]
  return graph.nodes
    .toReversed()
    .filter((node) => {
      if (!node.outputs.some((name) => needed.has(name))) return false
      for (const name of inputsOf(node)) if (name !== '') needed.add(name)
      return true
    })
    .reverse()
}

/** The operation with the attributes that stand for those of the call of its function. */
function withAttributes(node: NodeMessage, given: ReadonlyMap<string, AttributeMessage>): NodeMessage {
  if (![...node.attributes.values()].some(({ refers }) => refers !== '')) return node
  const attributes = new Map(
    [...node.attributes].flatMap(([name, one]): [string, AttributeMessage][] => {
      if (one.refers === '') return [[name, one]]
      const from = given.get(one.refers)
      return from ? [[name, from]] : []
    }),
  )
  return { ...node, attributes }
}

function unknown(site: Site): Error {
  const { node, origin } = site
  const domain = node.domain === '' ? '' : ` of "${node.domain.slice(0, 60)}"`
  return refused(
    `it has the operation ${node.op.slice(0, 60)}${domain} at "${(origin.path || origin.word).slice(0, 100)}", which cannot be read`,
    'Networks of convolutions, pools, dense layers, normalizations, activation functions, sums and products can. Export the part before ' +
      'it; of a network that finds objects, the one without the last step that sorts out what it found.',
  )
}
