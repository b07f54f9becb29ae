// Networks that were brought, in words.
import type { NetworkSource } from '../../src-shared/recipe/imported-network.ts'

export const formatWords: Record<NetworkSource['format'], string> = {
  onnx: 'ONNX',
  keras: 'Keras (.keras)',
  'keras-h5': 'Keras (HDF5)',
  'tensorflow-layers': 'TensorFlow.js layers model',
  'tensorflow-graph': 'TensorFlow.js graph model',
}
