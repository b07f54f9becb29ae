// Models that Keras 2 and 3 saved as one HDF5 file: the description in the attribute "model_config", the weights by layers.
import { type Hdf5Object, openHdf5 } from '../hdf5/file.ts'
import { asInvalid, type NetworkFile, networkLimits, type ReadNetwork, type ReadOptions, shown } from '../kind.ts'
import { refused } from '../refusal.ts'
import { findNamed, type NamedWeights } from './named-weights.ts'
import type { WeightSource, Writer } from './site.ts'
import { translate } from './translate.ts'

/** Reads a `.h5` or `.hdf5` file of Keras. Throws an `invalid` fault for any other. */
export const readKerasH5 = (file: NetworkFile, options: ReadOptions = {}): Promise<ReadNetwork> =>
  asInvalid(() => {
    const root = openHdf5(file.bytes)
    const [described] = root.texts('model_config') ?? []
    if (described === undefined)
      throw refused(
        'its HDF5 file holds no description of the layers, only weights or other data',
        'Save the whole model with Keras (model.save), not its weights alone.',
      )
    const version = root.texts('keras_version')?.[0] ?? root.child('model_weights')?.texts('keras_version')?.[0] ?? null
    const weights = root.child('model_weights')
    if (!weights) throw refused('its HDF5 file holds no weights')
    return {
      ...translate({ topology: parseDescription(described), weights: createSource(weights), writer: writerOf(version) }, options),
      format: 'keras-h5',
      producer: version === null ? null : `Keras ${shown(version)}`.slice(0, networkLimits.name),
      classNames: null,
    }
  })

export const writerOf = (version: string | null): Writer => (version !== null && /^[3-9]\./.test(version) ? 'keras 3' : 'keras 2')

/** JSON of a file, within bounds. Throws `invalid` for what is none. */
export function parseDescription(text: string): unknown {
  if (text.length > networkLimits.description) throw refused('its description of the layers is longer than any network is')
  try {
    return JSON.parse(text)
  } catch {
    throw refused('its description of the layers is damaged or cut short', 'Bring it again from where it was saved.')
  }
}

/** Weights of the layers of the outermost model by group; those of a model inside of it stand in its group by their names. */
function createSource(group: Hdf5Object): WeightSource {
  const known = new Map<string, NamedWeights[]>()

  function weightsOf(layer: string): NamedWeights[] {
    const before = known.get(layer)
    if (before) return before
    const own = follow(group, layer)
    const found = own ? attributeLists(own, 'weight_names').flatMap((name) => named(own, name)) : []
    known.set(layer, found)
    return found
  }

  return {
    // The outermost model itself is no part of the names.
    find: (path, role) => findNamed(weightsOf(path[1]!.name), path.length === 2 ? [] : path.slice(1).map(({ name }) => name), role),
  }
}

function named(group: Hdf5Object, name: string): NamedWeights[] {
  const array = follow(group, name)?.array
  return array ? [{ name, weights: array }] : []
}

/** A list of texts, which Keras cuts into "name0", "name1" and so on where it is long. */
function attributeLists(group: Hdf5Object, name: string): string[] {
  const whole = group.texts(name)
  if (whole) return whole
  const parts: string[] = []
  for (let at = 0; ; at++) {
    const part = group.texts(`${name}${at}`)
    if (!part) return parts
    parts.push(...part)
  }
}

/** An object by a path of names; null where there is none. */
export function follow(from: Hdf5Object, path: string): Hdf5Object | null {
  let object: Hdf5Object | null = from
  for (const name of path.split('/').filter((part) => part !== '')) object = object?.child(name) ?? null
  return object
}
