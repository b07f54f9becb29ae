// Graph models of TensorFlow.js: a list of operations in "model.json", as its converter writes them from a saved model of TensorFlow.
import { z } from 'zod'
import { createBuilder } from '../builder.ts'
import { asInvalid, type NetworkFile, type ReadNetwork, type ReadOptions, shown } from '../kind.ts'
import { refused } from '../refusal.ts'
import { entryValue, pictureOfShape } from '../picture.ts'
import { type ModelJson, readModelJson } from '../tensorflow-weights.ts'
import { attributesOf, type GraphNode, placeOf, readNodes } from './node.ts'
import { isOperationName, translateOperation } from './operations.ts'
import { createSite, type Numbers, type Value } from './site.ts'

const tensor = z.looseObject({ name: z.string(), tensorShape: z.unknown().optional() })
const signatureSchema = z.looseObject({ inputs: z.record(z.string(), tensor).optional(), outputs: z.record(z.string(), tensor).optional() })

/** Reads "model.json" and the weight files beside it. Throws an `invalid` fault for any other. */
export const readGraphModel = (files: readonly NetworkFile[], options: ReadOptions = {}): Promise<ReadNetwork> =>
  asInvalid(() => {
    const model = readModelJson(files)
    const nodes = readNodes(model.topology['node'])
    const signature = signatureOf(model)
    const outputs = outputsOf(nodes, signature)
    const order = inOrder(
      nodes,
      outputs.map(({ node }) => node),
    )
    const pictures = order.filter(({ op }) => op === 'Placeholder')
    if (pictures.length !== 1)
      throw refused(`it takes ${pictures.length} inputs at once`, 'Only networks that take one picture can be looked into.')
    const picture = pictureOfShape(shapeOf(pictures[0]!, signature), options)
    const builder = createBuilder(picture.input)
    const values = new Map<string, Value>([[pictures[0]!.name, entryValue(builder, picture)]])
    const label = createLabels(order)
    const taken = consumersOf(order)
    const results = new Set(outputs.map(({ node }) => node))
    const numbersOf = (name: string): Numbers | null => {
      const found = model.weights.get(name)
      return found ? { name, shape: found.shape, read: found.read } : null
    }
    const constantOf = (node: GraphNode, at: number): Numbers | null => {
      const place = node.inputs[at]
      let source = place && nodes.get(place.node)
      while (source?.op === 'Identity' && source.inputs[0]) source = nodes.get(source.inputs[0].node)
      return source?.op === 'Const' ? numbersOf(source.name) : null
    }

    for (const node of order) {
      if (values.has(node.name)) continue
      if (node.op === 'Const') {
        const numbers = numbersOf(node.name)
        if (!numbers) throw refused(`its weights “${shown(node.name)}” are missing`)
        values.set(node.name, numbers)
        continue
      }
      const further = node.inputs.find(({ answer }) => answer !== 0)
      if (further) throw refused(`“${shown(node.name)}” takes a second answer of “${shown(further.node)}”, which is not read`)
      const uses = taken.get(node.name) ?? []
      const site = createSite({
        node,
        builder,
        attributes: attributesOf(node),
        inputs: node.inputs.map((place) => values.get(place.node)!),
        next: uses.length === 1 && !results.has(node.name) ? uses[0]! : null,
        numbersOf: constantOf,
        settle: (other, value) => values.set(other.name, value),
        label,
      })
      values.set(node.name, translateOperation(site))
    }
    const answers = outputs.map(({ node }) => values.get(node)!).filter((value) => typeof value === 'string')
    return {
      ...builder.finish(answers),
      notes: [...builder.notes],
      format: 'tensorflow-graph',
      producer: model.producer,
      classNames: null,
      anySize: picture.open,
    }
  })

type Signature = z.output<typeof signatureSchema>

function signatureOf({ json }: ModelJson): Signature {
  const own = json['signature'] ?? (json['userDefinedMetadata'] as Record<string, unknown> | undefined)?.['signature'] ?? {}
  const parsed = signatureSchema.safeParse(own)
  return parsed.success ? parsed.data : {}
}

/** What the signature names, else all that nothing else takes. */
function outputsOf(nodes: ReadonlyMap<string, GraphNode>, { outputs }: Signature): { node: string; answer: number }[] {
  const named = Object.values(outputs ?? {}).map(({ name }) => placeOf(name))
  if (named.length > 0) {
    const lost = named.find(({ node }) => !nodes.has(node))
    if (lost) throw refused(`its answer “${shown(lost.node)}” is none of its operations`)
    return named
  }
  const taken = new Set([...nodes.values()].flatMap(({ inputs }) => inputs.map(({ node }) => node)))
  return [...nodes.values()]
    .filter(({ name, op }) => !taken.has(name) && !['NoOp', 'Const', 'Placeholder'].includes(op))
    .map(({ name }) => placeOf(name))
}

function shapeOf(node: GraphNode, { inputs }: Signature): (number | null)[] {
  const signed = Object.values(inputs ?? {}).find(({ name }) => placeOf(name).node === node.name)
  const told = signed && attributesOf({ ...node, attr: { shape: { shape: signed.tensorShape ?? undefined } } }).shape('shape')
  const shape = attributesOf(node).shape('shape') ?? told
  if (!shape) throw refused('its file does not say which pictures it takes')
  return [...shape]
}

/** What the outputs need, each after all that it needs itself. */
function inOrder(nodes: ReadonlyMap<string, GraphNode>, outputs: readonly string[]): GraphNode[] {
  const order: GraphNode[] = []
  const state = new Map<string, 'open' | 'done'>()
  for (const output of outputs) {
    const open = [output]
    for (let name = open.at(-1); name !== undefined; name = open.at(-1)) {
      const node = nodes.get(name)
      if (!node) throw refused(`one of its operations takes “${shown(name)}”, which is none of them`)
      if (state.get(name) === 'done') {
        open.pop()
        continue
      }
      const missing = node.inputs.filter(({ node: input }) => state.get(input) !== 'done')
      if (missing.length === 0) {
        state.set(name, 'done')
        order.push(node)
        open.pop()
        continue
      }
      if (state.get(name) === 'open') throw refused(`the operation “${shown(name)}” needs its own answer`)
      state.set(name, 'open')
      for (const { node: input } of missing) open.push(input)
    }
  }
  return order
}

function consumersOf(order: readonly GraphNode[]): Map<string, GraphNode[]> {
  const taken = new Map<string, GraphNode[]>()
  for (const node of order) for (const { node: input } of node.inputs) taken.set(input, [...(taken.get(input) ?? []), node])
  return taken
}

/** Names to read: "StatefulPartitionedCall/model/conv1/Conv2D" becomes "conv1". */
function createLabels(order: readonly GraphNode[]): (name: string) => string {
  const parts = (name: string): string[] => {
    const all = name.split('/').filter((part) => !/^(Stateful)?PartitionedCall(_\d+)?$/.test(part))
    while (all.length > 0 && isOperationName(all.at(-1)!)) all.pop()
    return all
  }
  const paths = order.filter(({ op }) => !['Const', 'Placeholder', 'Identity'].includes(op)).map(({ name }) => parts(name))
  const firsts = new Set(paths.filter((path) => path.length > 0).map(([first]) => first))
  const common = firsts.size === 1 && paths.some((path) => path.length > 1) ? [...firsts][0] : undefined
  return (name) => {
    const path = parts(name)
    return (path[0] === common ? path.slice(1) : path).join('.')
  }
}
