// The operators of ONNX that can be read, by name: a closed list.
import type { Reader } from '../site.ts'
import { activations } from './activation.ts'
import { arithmetic } from './arithmetic.ts'
import { arrangement } from './arrangement.ts'
import { conv, convTranspose } from './convolution.ts'
import { normalizations } from './normalization.ts'
import { averagePool, globalPool, maxPool } from './pooling.ts'
import { resize } from './resize.ts'

export const operators: ReadonlyMap<string, Reader> = new Map([
  ['Conv', conv],
  ['ConvTranspose', convTranspose],
  ['MaxPool', maxPool],
  ['AveragePool', averagePool],
  ['GlobalMaxPool', globalPool('max')],
  ['GlobalAveragePool', globalPool('average')],
  ['Resize', resize],
  ['Upsample', resize],
  ...Object.entries(activations),
  ...Object.entries(arithmetic),
  ...Object.entries(arrangement),
  ...Object.entries(normalizations),
])
