// Which reader takes which files.
import { isHdf5 } from './hdf5/file.ts'
import { readKerasH5 } from './keras/h5-file.ts'
import { readKerasFile } from './keras/keras-file.ts'
import { readLayersModel } from './keras/layers-model.ts'
import { type NetworkFile, type ReadNetwork, type ReadOptions, unreadable } from './kind.ts'
import { falseName, otherMake } from './other-makes.ts'
import { readOnnx } from './onnx/read.ts'
import { readGraphModel } from './tensorflow-graph/read.ts'
import { isGraphModel, modelJsonOf } from './tensorflow-weights.ts'

/** One format of files. */
export interface NetworkReader {
  /** Whether these files are of this format, by their names and first bytes. */
  takes(files: readonly NetworkFile[]): boolean
  /** Throws `invalid`, in words, for what cannot be read. */
  read(files: readonly NetworkFile[], options: ReadOptions): ReadNetwork | Promise<ReadNetwork>
}

const named = (files: readonly NetworkFile[], ending: RegExp): NetworkFile | undefined => files.find(({ name }) => ending.test(name))
const kerasParts = /(^|\/)(config\.json|model\.weights\.h5|metadata\.json)$/

const onnx: NetworkReader = { takes: (files) => named(files, /\.onnx$/i) !== undefined, read: readOnnx }
const keras: NetworkReader = {
  // As it is saved, or unpacked.
  takes: (files) => named(files, /\.keras$/i) !== undefined || files.filter(({ name }) => kerasParts.test(name)).length >= 2,
  read(files, options) {
    const packed = named(files, /\.keras$/i)
    return readKerasFile(packed ? [packed] : files, options)
  },
}
const kerasH5: NetworkReader = {
  takes: (files) => files.some(({ name, bytes }) => isHdf5(bytes) || /\.(h5|hdf5)$/i.test(name)),
  read: (files, options) => readKerasH5(files.find(({ bytes }) => isHdf5(bytes)) ?? named(files, /\.(h5|hdf5)$/i)!, options),
}
const tensorflowJs: NetworkReader = {
  takes: (files) => modelJsonOf(files) !== undefined,
  read: (files, options) => (isGraphModel(files) ? readGraphModel(files, options) : readLayersModel(files, options)),
}

const readers: readonly NetworkReader[] = [onnx, keras, kerasH5, tensorflowJs]

/** Throws `invalid`, in words, for what no reader takes or what its reader cannot read. */
export async function readNetworkFiles(files: readonly NetworkFile[], options: ReadOptions): Promise<ReadNetwork> {
  const not = falseName(files)
  if (not) throw not
  const reader = readers.find((one) => one.takes(files))
  if (reader) return reader.read(files, options)
  const other = otherMake(files)
  if (other) throw other
  throw unreadable(
    'None of these files is a network that can be read. It may be an ONNX file (.onnx), a Keras file (.keras or .h5), or the model.json ' +
      'of TensorFlow.js with its weight files, alone, in a folder or in a zip.',
  )
}
