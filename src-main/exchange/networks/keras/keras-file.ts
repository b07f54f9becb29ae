// Models that Keras 3 (and Keras 2 since 2.12) saved as a .keras file: a zip of the description and an HDF5 file of weights by numbers.
import { z } from 'zod'
import { openZip } from '../../zip/reader.ts'
import { type Hdf5Object, openHdf5 } from '../hdf5/file.ts'
import { asInvalid, type NetworkFile, networkLimits, type ReadNetwork, type ReadOptions, shown } from '../kind.ts'
import { refused } from '../refusal.ts'
import { snakeCase } from './functions.ts'
import { follow, parseDescription, writerOf } from './h5-file.ts'
import type { WeightSource } from './site.ts'
import type { LayerSpec } from './topology.ts'
import { translate } from './translate.ts'

const [description, weightsFile, metadata] = ['config.json', 'model.weights.h5', 'metadata.json']
const limits = { entries: 1000, total: 2 ** 32 - 1 }
const metadataSchema = z.looseObject({ keras_version: z.string().optional() })

/** Reads a `.keras` file, packed or as the files that were in it. Throws an `invalid` fault for any other. */
export const readKerasFile = (files: readonly NetworkFile[], options: ReadOptions = {}): Promise<ReadNetwork> =>
  asInvalid(async () => {
    const parts = await partsOf(files)
    const [config, weights, about] = [parts(description), parts(weightsFile), parts(metadata)]
    if (!config) throw refused(`it holds no “${description}”`)
    if (!weights) throw refused(`it holds no “${weightsFile}”`, 'Save it again with Keras (model.save), as one file.')
    if (config.length > networkLimits.description) throw refused('its description of the layers is longer than any network is')
    const { keras_version: version = null } = about ? metadataSchema.parse(parseDescription(textOf(about))) : {}
    const topology = parseDescription(textOf(config))
    return {
      ...translate({ topology, weights: createSource(openHdf5(weights)), writer: writerOf(version) }, options),
      format: 'keras',
      producer: version === null ? null : `Keras ${shown(version)}`.slice(0, networkLimits.name),
      classNames: null,
    }
  })

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

/** The files of a zip, or those given, by name. */
async function partsOf(files: readonly NetworkFile[]): Promise<(name: string) => Uint8Array | null> {
  const [only] = files
  if (files.length > 1 || !only) {
    return (name) => files.find((file) => file.name === name || file.name.endsWith(`/${name}`))?.bytes ?? null
  }
  const zip = await openZip(only.bytes, limits)
  return (name) => {
    const entry = zip.entries.get(name)
    return entry ? zip.readSync(entry) : null
  }
}

/**
 * Weights of a layer by its place: "layers/<kind>" in snake case, with a number from the second of a kind on, as Keras's saving_lib counts
 * them; in it "vars/0", "vars/1" in the order of the layer.
 */
function createSource(root: Hdf5Object): WeightSource {
  const places = new Map<LayerSpec, Map<LayerSpec, string>>()

  function placesIn(model: LayerSpec): Map<LayerSpec, string> {
    const known = places.get(model)
    if (known) return known
    const counts = new Map<string, number>()
    const found = new Map<LayerSpec, string>()
    for (const layer of model.model!.layers) {
      if (!layer.layer) continue
      const kind = snakeCase(layer.className === 'Model' ? 'Functional' : layer.className)
      const count = counts.get(kind) ?? 0
      counts.set(kind, count + 1)
      found.set(layer, count === 0 ? kind : `${kind}_${count}`)
    }
    places.set(model, found)
    return found
  }

  /** Keras 2.12 to 2.15 named the list of layers otherwise. */
  const inside = (group: Hdf5Object | null, name: string): Hdf5Object | null =>
    group && (follow(group, `layers/${name}`) ?? follow(group, `_layer_checkpoint_dependencies/${name}`))

  return {
    find(path, _role, at) {
      let group: Hdf5Object | null = root
      path.slice(1).forEach((layer, index) => {
        group = inside(group, placesIn(path[index]!).get(layer) ?? '')
      })
      return (group && follow(group, `vars/${at}`))?.array ?? null
    },
  }
}
