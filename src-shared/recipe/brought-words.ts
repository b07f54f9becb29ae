// The settings of what was brought from elsewhere, networks and pictures, in words.
import type { NetworkSource } from './imported-network.ts'
import { count } from '../text/numbers.ts'

export const formatWords: Record<NetworkSource['format'], string> = {
  onnx: 'ONNX',
  keras: 'Keras (.keras)',
  'keras-h5': 'Keras (HDF5)',
  'tensorflow-layers': 'TensorFlow.js layers model',
  'tensorflow-graph': 'TensorFlow.js graph model',
}

/** Labels of settings by their names. */
export const broughtLabels: Record<string, string> = {
  preprocessing: 'How it takes its pictures',
  background: 'Colour around a picture',
  classNames: 'Names of the classes',
  file: 'Name',
  hash: 'SHA-256',
  producer: 'Written by',
  fit: 'Pictures that are not square',
  sources: 'SHA-256 of all files',
  index: 'SHA-256 of the index',
  name: 'Name',
}

/** Names that are told one by one. */
const told = 6
/** Class names, from their JSON: all of a few, the first of many. */
export function namesWords(json: string): string {
  if (json === 'null' || json === '[]') return 'none'
  if (!json.startsWith('[')) return json
  const names = JSON.parse(json) as string[]
  return names.length <= told ? names.join(', ') : `${count(names.length, 'name')}: ${names.slice(0, told).join(', ')} …`
}
