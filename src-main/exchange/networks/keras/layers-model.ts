// Layers models of TensorFlow.js: Keras's description in "model.json", as TensorFlow.js or its converter from Keras wrote it.
import { asInvalid, type NetworkFile, type ReadNetwork, type ReadOptions } from '../kind.ts'
import { readModelJson } from '../tensorflow-weights.ts'
import { findNamed } from './named-weights.ts'
import { translate } from './translate.ts'

/** Reads "model.json" and the weight files beside it. Throws an `invalid` fault for any other. */
export const readLayersModel = (files: readonly NetworkFile[], options: ReadOptions = {}): Promise<ReadNetwork> =>
  asInvalid(() => {
    const { topology, weights, producer } = readModelJson(files)
    const all = [...weights].map(([name, one]) => ({ name, weights: one }))
    const version = topology['keras_version']
    return {
      ...translate(
        {
          topology: topology['model_config'] ?? topology,
          weights: {
            find: (path, role) =>
              findNamed(
                all,
                path.slice(1).map(({ name }) => name),
                role,
              ),
          },
          writer: 'tensorflow.js',
        },
        options,
      ),
      format: 'tensorflow-layers',
      producer: producer ?? (typeof version === 'string' ? version.slice(0, 100) : null),
      classNames: null,
    }
  })
