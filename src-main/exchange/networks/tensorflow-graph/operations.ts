// The operations of TensorFlow that are read; a closed list, so that nothing of a file is ever run.
import * as arithmetic from './arithmetic.ts'
import * as arrangement from './arrangement.ts'
import { foldings, sizesOf } from './folding.ts'
import { functionNames } from './functions.ts'
import { isNumbers, type Site, type Value } from './site.ts'
import * as weighted from './weighted.ts'

type Translate = (site: Site) => Value

const given: Translate = (site) => {
  const [value] = site.inputs
  if (value === undefined) throw site.refused('is given nothing')
  return value
}

const operations: Readonly<Record<string, Translate>> = {
  Conv2D: weighted.conv,
  _FusedConv2D: weighted.conv,
  DepthwiseConv2dNative: weighted.depthwise,
  FusedDepthwiseConv2dNative: weighted.depthwise,
  Conv2DBackpropInput: weighted.deconv,
  MatMul: weighted.matMul,
  _FusedMatMul: weighted.matMul,
  BatchMatMulV2: weighted.matMul,
  BiasAdd: arrangement.biasAdd,
  FusedBatchNorm: weighted.batchNorm,
  FusedBatchNormV2: weighted.batchNorm,
  FusedBatchNormV3: weighted.batchNorm,
  ...Object.fromEntries(functionNames.map((name) => [name, arithmetic.activation])),
  Prelu: arithmetic.preluOperation,
  Softmax: arithmetic.softmax(false),
  LogSoftmax: arithmetic.softmax(true),
  Add: arithmetic.joined('add'),
  AddV2: arithmetic.joined('add'),
  Sub: arithmetic.joined('subtract'),
  Mul: arithmetic.joined('multiply'),
  RealDiv: arithmetic.joined('divide'),
  Div: arithmetic.joined('divide'),
  Maximum: arithmetic.joined('maximum'),
  Minimum: arithmetic.joined('minimum'),
  Square: arithmetic.squared,
  SquaredDifference: arithmetic.squaredDifference,
  Neg: arithmetic.negative,
  Pow: arithmetic.power,
  Sqrt: arithmetic.toThe(0.5),
  Rsqrt: arithmetic.toThe(-0.5),
  MaxPool: arithmetic.pool('max'),
  AvgPool: arithmetic.pool('average'),
  Mean: arithmetic.reduced('mean'),
  Sum: arithmetic.reduced('sum'),
  Max: arithmetic.reduced('max'),
  LRN: arithmetic.responseNorm,
  Pad: arrangement.pad,
  PadV2: arrangement.pad,
  MirrorPad: arrangement.pad,
  Reshape: arrangement.reshape,
  Squeeze: arrangement.squeeze,
  ExpandDims: arrangement.expandDims,
  Transpose: arrangement.transpose,
  ConcatV2: arrangement.concat,
  ResizeBilinear: arrangement.resize,
  ResizeNearestNeighbor: arrangement.resize,
  StridedSlice: arrangement.stridedSlice,
  Slice: arrangement.slice,
  Shape: sizesOf,
  Identity: given,
  StopGradient: given,
  PreventGradient: given,
  PlaceholderWithDefault: given,
  Cast: given,
}
/** Of sizes alone; listed with the others. */
const known = [...new Set([...Object.keys(operations), ...Object.keys(foldings)])].filter((name) => name !== 'Div').join(', ')

/** What is a name of an operation, not of a layer, at the end of the name of a node. */
export const isOperationName = (part: string): boolean => {
  const bare = part.replace(/_\d+$/, '')
  return (
    Object.hasOwn(operations, bare) ||
    Object.hasOwn(foldings, bare) ||
    [
      'ReadVariableOp',
      'depthwise',
      'separable_conv2d',
      'mul',
      'add',
      'sub',
      'truediv',
      'weights',
      'Const',
      'MaxPool2d',
      'AvgPool2d',
    ].includes(bare)
  )
}

/** Throws `invalid`, naming the operation and what is read, for one that is not known. */
export function translateOperation(site: Site): Value {
  const { op } = site.node
  if (site.inputs.length > 0 && site.inputs.every(isNumbers) && Object.hasOwn(foldings, op)) return foldings[op]!(site)
  const translate = Object.hasOwn(operations, op) ? operations[op] : undefined
  if (!translate) throw site.refused('is of a kind that is not read', `These operations are read: ${known}.`)
  return translate(site)
}
