// Numbers of a file that belong together and stand apart: a bias that is added after a product, a factor and an offset of each channel.
import type { Operation } from '../../../src-shared/network/operations/index.ts'
import type { Draft } from './draft.ts'

/**
 * Joins them where they stand. `shapes` are those of all values, `kept` the operations whose answers are asked for. Returns into which
 * operation each of those that are gone went.
 */
export function joinWeights(draft: Draft, shapes: ReadonlyMap<string, readonly number[]>, kept: ReadonlySet<string>): Map<string, string> {
  const byName = new Map(draft.nodes.map((node) => [node.name, node]))
  const uses = new Map<string, number>()
  for (const node of draft.nodes) for (const name of node.inputs) uses.set(name, (uses.get(name) ?? 0) + 1)
  const into = new Map<string, string>()
  const gone = new Set<string>()
  const now = (name: string): string => into.get(name) ?? name

  for (const [at, given] of draft.nodes.entries()) {
    const node = { ...given, inputs: given.inputs.map(now) } as Operation
    draft.nodes[at] = node
    byName.set(node.name, node)
    const before = byName.get(node.inputs[0]!)
    // What is joined has one reader, and is no answer itself.
    if (!before || given.inputs.length !== 1 || (uses.get(given.inputs[0]!) ?? 0) !== 1 || kept.has(given.inputs[0]!)) continue
    if (isPerChannel(node, 'add') && isProduct(before) && before.bias === undefined) absorb(node, { ...before, bias: node.constant })
    else if (isPerChannel(node, 'add') && isPerChannel(before, 'multiply')) {
      const { name, inputs, constant: factor } = before
      absorb(node, { name, op: 'scale', inputs, factor, offset: node.constant }, byName.get(inputs[0]!))
    } else if (node.op === 'scale' && isBareNorm(before)) absorb(node, { ...before, factor: node.factor, offset: node.offset })
  }
  draft.nodes.splice(0, draft.nodes.length, ...draft.nodes.filter(({ name }) => !gone.has(name)))
  return into

  /** The operation becomes part of the one before it, which may be part of a normalization before that. */
  function absorb(node: Operation, joined: Operation, normal?: Operation): void {
    const whole =
      normal && joined.op === 'scale' && isBareNorm(normal) && uses.get(normal.name) === 1 && !kept.has(normal.name)
        ? { ...normal, factor: joined.factor, offset: joined.offset }
        : joined
    if (whole.name !== joined.name) {
      gone.add(joined.name)
      into.set(joined.name, whole.name)
    }
    gone.add(node.name)
    into.set(node.name, whole.name)
    for (const [name, target] of into) if (target === joined.name) into.set(name, whole.name)
    uses.set(whole.name, uses.get(node.name) ?? 0)
    byName.set(whole.name, whole)
    draft.nodes[draft.nodes.findIndex(({ name }) => name === whole.name)] = whole
  }

  function isPerChannel(node: Operation, by: 'add' | 'multiply'): node is Extract<Operation, { op: 'constant' }> {
    if (node.op !== 'constant' || node.by !== by) return false
    const channels = shapes.get(node.name)!.at(-1)!
    const { shape } = draft.weights.get(node.constant)!
    return shape.length === 1 && shape[0] === channels && shapes.get(node.inputs[0]!)?.at(-1) === channels
  }
}

const isProduct = (node: Operation): node is Extract<Operation, { bias?: string | undefined }> =>
  node.op === 'conv' || node.op === 'deconv' || node.op === 'dense'
const isBareNorm = (node: Operation): node is Extract<Operation, { op: 'group-norm' }> =>
  node.op === 'group-norm' && node.factor === undefined && node.offset === undefined
