// A network that was read and is not kept yet: its file as the lab's own, and what is said of it.
import type { FoundNetwork } from '../../../src-shared/network/found-network.ts'
import { graphWeights } from '../../../src-shared/network/graph.ts'
import { size } from '../../../src-shared/network/layer-shapes.ts'
import { encodeModel, type ImportedHeader, type Model } from '../../../src-shared/network/model-file.ts'
import { modelInfo } from '../../../src-shared/network/model-info.ts'
import type { NetworkInfo } from '../../../src-shared/network/network-info.ts'
import { preprocessings } from '../../../src-shared/network/preprocessing.ts'
import type { NetworkSource } from '../../../src-shared/recipe/imported-network.ts'
import { invalid } from '../../../src-shared/rpc/fault.ts'
import { fileLimits } from '../manifest.ts'
import type { ReadNetwork } from './kind.ts'
import { ownRange } from './own-range.ts'

export interface StagedNetwork {
  readonly model: Model<ImportedHeader>
  readonly info: NetworkInfo
  readonly found: Omit<FoundNetwork, 'same'>
  readonly listed: ReadNetwork['listed']
}

/** A network as it was read, its pictures in [0, 1]. Throws `invalid` when it is larger than can be kept, or its parts do not fit. */
export function stagedNetwork(read: ReadNetwork, source: Pick<NetworkSource, 'file' | 'hash'>): StagedNetwork {
  const names = graphWeights(read.graph)
  const weights = names.map((name) => ({ name, shape: read.weights.get(name)?.shape ?? [] }))
  const parameters = weights.reduce((sum, { shape }) => sum + size(shape), 0)
  const bytes = 4 * parameters
  if (bytes > fileLimits.artifact) {
    const mebibytes = (count: number): string => `${Math.ceil(count / 2 ** 20).toLocaleString('en-US')} MiB`
    throw invalid(
      `The weights of this network are ${mebibytes(bytes)}, and a library keeps results of up to ${mebibytes(fileLimits.artifact)}. ` +
        'Bring a smaller variant of it, or only the part before its last dense layers. ' +
        'Nothing was changed in your library.',
    )
  }
  const { channels } = read.graph.input
  const header: ImportedHeader = {
    format: 'phosphene-model',
    version: 1,
    kind: 'imported',
    graph: read.graph,
    preprocessing: preprocessings['zero-to-one']!(channels),
    background: new Array<number>(channels).fill(0.5),
    classNames: read.classNames,
    source: { ...source, format: read.format, producer: read.producer },
    weights,
  }
  const info = modelInfo(header)
  const layers = info.taps.filter((tap) => tap.weighted && tap.stage !== 'after')
  return {
    model: { header, weights: names.map((name) => read.weights.get(name)!.values) },
    info,
    found: {
      format: read.format,
      producer: read.producer,
      notes: read.notes,
      input: read.graph.input,
      anySize: read.anySize,
      reading: ownRange(read.graph, read.weights),
      classes: info.classes?.names.length ?? null,
      classNames: read.classNames,
      layers: layers.length,
      units: layers.reduce((sum, { shape }) => sum + shape.at(-1)!, 0),
      parameters,
      bytes,
    },
    listed: read.listed,
  }
}

/** The file of a network with what the user chose. */
export function keptFile(
  { model }: StagedNetwork,
  chosen: Pick<ImportedHeader, 'preprocessing' | 'background' | 'classNames'>,
): { header: ImportedHeader; bytes: Uint8Array } {
  const header = { ...model.header, ...chosen }
  return { header, bytes: encodeModel({ header, weights: model.weights }) }
}
