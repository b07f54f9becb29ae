// Which reader takes which files.
import { readOnnx } from './onnx/read.ts'
import { type NetworkFile, type ReadNetwork, type ReadOptions, unreadable } from './kind.ts'

/** One format of files. */
export interface NetworkReader {
  /** Whether these files are of this format, by their names and first bytes. */
  takes(files: readonly NetworkFile[]): boolean
  /** Throws `invalid`, in words, for what cannot be read. */
  read(files: readonly NetworkFile[], options: ReadOptions): ReadNetwork | Promise<ReadNetwork>
}

const named =
  (ending: RegExp) =>
  (files: readonly NetworkFile[]): boolean =>
    files.some(({ name }) => ending.test(name))

const readers: readonly NetworkReader[] = [{ takes: named(/\.onnx$/i), read: readOnnx }]

/** Throws `invalid`, in words, for what no reader takes or what its reader cannot read. */
export async function readNetworkFiles(files: readonly NetworkFile[], options: ReadOptions): Promise<ReadNetwork> {
  const reader = readers.find((one) => one.takes(files))
  if (reader) return reader.read(files, options)
  throw unreadable(
    'None of these files is a network that can be read. It may be an ONNX file (.onnx), a Keras file (.keras or .h5), or the model.json ' +
      'of TensorFlow.js with its weight files, alone, in a folder or in a zip.',
  )
}
