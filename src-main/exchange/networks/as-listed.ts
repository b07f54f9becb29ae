// A network as its file lists it, beside the form in which it is kept: what was joined stands in steps of its own again, so that both forms
// can be computed and compared.
import { graphWeights, type NetworkGraph, pictureName } from '../../../src-shared/network/graph.ts'
import type { Constant } from '../../../src-shared/network/operations/arithmetic.ts'
import type { Operation } from '../../../src-shared/network/operations/index.ts'
import type { AsListed, Weights } from './kind.ts'

/** An operation that the file has as several: the same operation without its bias, if it had none there, and what then is done by steps. */
export interface Spelling {
  readonly bare?: Operation | undefined
  readonly steps: readonly { readonly by: Constant['by']; readonly constant: string }[]
}

/** The steps of a batch normalization: Ioffe and Szegedy, arXiv 1502.03167, algorithm 1 with the numbers counted in training. */
export const normalizationSteps = (names: { mean: string; deviation: string; factor?: string; offset?: string }): Spelling['steps'] => [
  { by: 'subtract', constant: names.mean },
  { by: 'divide', constant: names.deviation },
  ...(names.factor === undefined ? [] : [{ by: 'multiply', constant: names.factor } as const]),
  ...(names.offset === undefined ? [] : [{ by: 'add', constant: names.offset } as const]),
]

/** The operations with those in their places that they are spelt out as; `rename` is what each is called then. */
export function asListed(
  { input, nodes, outputs }: { input: NetworkGraph['input']; nodes: readonly Operation[]; outputs: readonly string[] },
  spellings: ReadonlyMap<string, Spelling>,
  weights: (name: string) => Weights,
): AsListed {
  const names = new Map([[pictureName, pictureName]])
  const listed: Operation[] = []
  const add = (operation: Operation): string => {
    const name = `%${listed.length}`
    listed.push({ ...operation, name } as Operation)
    return name
  }
  for (const node of nodes) {
    const inputs = node.inputs.map((one) => names.get(one)!) as [string]
    const spelling = spellings.get(node.name)
    if (!spelling) {
      names.set(node.name, add({ ...node, inputs } as Operation))
      continue
    }
    let [value] = inputs
    if (spelling.bare) value = add({ ...spelling.bare, inputs } as Operation)
    for (const { by, constant } of spelling.steps) value = add({ name: '', op: 'constant', inputs: [value], by, constant, first: false })
    names.set(node.name, value)
  }
  const graph: NetworkGraph = { input, nodes: listed, outputs: [...new Set(outputs.map((one) => names.get(one)!))] }
  return { graph, weights: new Map(graphWeights(graph).map((name) => [name, weights(name)])) }
}
