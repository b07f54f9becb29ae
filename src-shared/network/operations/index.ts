// The operations that a network of another make may consist of: a closed list, so that nothing in a file is ever run as a program.
import { z } from 'zod'
import { activation, activationKind, softmax, softmaxKind } from './activation.ts'
import { combine, combineKind, constant, constantKind } from './arithmetic.ts'
import * as arrangement from './arrangement.ts'
import { conv, convKind, deconv, deconvKind } from './convolution.ts'
import { dense, denseKind } from './dense.ts'
import type { OperationKind } from './kind.ts'
import { groupNorm, groupNormKind, responseNorm, responseNormKind, scale, scaleKind } from './normalization.ts'
import { globalPool, globalPoolKind, pool, poolKind } from './pool.ts'

/** One operation: its name, the names of the values it is given ("input" is the picture), and what it does with them. */
export const operation = z.discriminatedUnion('op', [
  conv,
  deconv,
  dense,
  pool,
  globalPool,
  scale,
  groupNorm,
  responseNorm,
  activation,
  softmax,
  combine,
  constant,
  arrangement.reshape,
  arrangement.transpose,
  arrangement.concat,
  arrangement.pad,
  arrangement.slice,
  arrangement.resize,
  arrangement.reduce,
])
export type Operation = z.output<typeof operation>
export type OperationOf<K extends Operation['op']> = Extract<Operation, { op: K }>

const kinds: { readonly [K in Operation['op']]: OperationKind<OperationOf<K>> } = {
  conv: convKind,
  deconv: deconvKind,
  dense: denseKind,
  pool: poolKind,
  'global-pool': globalPoolKind,
  scale: scaleKind,
  'group-norm': groupNormKind,
  'response-norm': responseNormKind,
  activation: activationKind,
  softmax: softmaxKind,
  combine: combineKind,
  constant: constantKind,
  reshape: arrangement.reshapeKind,
  transpose: arrangement.transposeKind,
  concat: arrangement.concatKind,
  pad: arrangement.padKind,
  slice: arrangement.sliceKind,
  resize: arrangement.resizeKind,
  reduce: arrangement.reduceKind,
}

export const operationKind = (node: Operation): OperationKind<Operation> => kinds[node.op] as OperationKind<Operation>
