// What each operation of a network of another make computes; one that is missing here does not compile.
import type { Operation, OperationOf } from '../../../../src-shared/network/operations/index.ts'
import { activation, softmax } from './activation.ts'
import { combine, constant } from './arithmetic.ts'
import { concat, pad, reduce, reshape, slice, transpose } from './arrangement.ts'
import { conv, deconv } from './convolution.ts'
import type { Compute } from './kind.ts'
import { dense, groupNorm, responseNorm, scale } from './normalization.ts'
import { globalPool, pool } from './pool.ts'
import { resize } from './resize.ts'

const operations: { readonly [K in Operation['op']]: Compute<OperationOf<K>> } = {
  conv,
  deconv,
  dense,
  pool,
  'global-pool': globalPool,
  scale,
  'group-norm': groupNorm,
  'response-norm': responseNorm,
  activation,
  softmax,
  combine,
  constant,
  reshape,
  transpose,
  concat,
  pad,
  slice,
  resize,
  reduce,
}

export const computeOf = (node: Operation): Compute<Operation> => operations[node.op] as Compute<Operation>
