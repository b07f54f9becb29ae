// The only import of TensorFlow. It is a `require` and not an `import` because a bundler hoists imports of external packages
// above every statement of the file, and two things must happen before the native library is loaded.
import { createRequire } from 'node:module'
import util from 'node:util'
import type * as Tf from '@tensorflow/tfjs-node'

// Without being told, TensorFlow uses oneDNN only on processors with AVX-512 or later instructions. On one with AVX2 alone a training is
// three to four times faster with it. A setting of the user's own stands, also "0".
process.env.TF_ENABLE_ONEDNN_OPTS ??= '1'
// Keeps the banners of TensorFlow off stderr. One line about oneDNN remains: version 2.21 writes it before this setting is read. Whoever
// starts an engine hears it through a pipe and leaves it out.
process.env.TF_CPP_MIN_LOG_LEVEL ??= '3'

// tfjs-node 4.22 calls two helpers that Node removed from `util` (isNullOrUndefined in 23, isArray is deprecated and prints a warning).
Object.assign(util, { isNullOrUndefined: (value: unknown) => value === null || value === undefined, isArray: Array.isArray })

export const tf: typeof Tf = createRequire(import.meta.url)('@tensorflow/tfjs-node')

/** The types that go with the value `tf`, so that `import { tf }` alone allows both `tf.add(...)` and `tf.Tensor`. */
export declare namespace tf {
  type Rank = Tf.Rank
  type Tensor<R extends Tf.Rank = Tf.Rank> = Tf.Tensor<R>
  type Scalar = Tf.Scalar
  type Tensor1D = Tf.Tensor1D
  type Tensor2D = Tf.Tensor2D
  type Tensor3D = Tf.Tensor3D
  type Tensor4D = Tf.Tensor4D
  type Tensor5D = Tf.Tensor5D
  type Variable<R extends Tf.Rank = Tf.Rank> = Tf.Variable<R>
  type DataType = Tf.DataType
  type TypedArray = Tf.TypedArray
  type TensorLike = Tf.TensorLike
  type TensorContainer = Tf.TensorContainer
  type NamedTensorMap = Tf.NamedTensorMap
  type GradSaveFunc = Tf.GradSaveFunc
  type Optimizer = Tf.Optimizer
  type MemoryInfo = Tf.MemoryInfo
}
