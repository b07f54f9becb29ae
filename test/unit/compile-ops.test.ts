// The law of a compiled step, op by op: on fresh inputs the graph gives what the eager step gives.
import { test } from 'vitest'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { type Step, sameAsEager, normal, positive, whole, image } from '../fixtures/eager-step.ts'

/** A step and a maker of its inputs, called twice so that the graph never runs on what it was recorded on. */
const ops: Record<string, [Step, () => tf.Tensor[]]> = {
  arithmetic: [
    (a, b) => [tf.add(a, b), tf.sub(a, b), tf.mul(a, b), tf.div(a, b), tf.maximum(a, b), tf.squaredDifference(a, b)],
    () => [normal(3, 4), normal(4)],
  ],
  unary: [
    (a) => [tf.neg(a), tf.abs(a), tf.square(a), tf.exp(a), tf.sin(a), tf.cos(a), tf.tanh(a), tf.sign(a), tf.floor(a), tf.sigmoid(a)],
    () => [normal(5, 2)],
  ],
  positive: [
    (a) => [tf.log(a), tf.sqrt(a), tf.rsqrt(a), tf.log1p(a), tf.pow(a, 1.5), tf.atan2(a, 2), tf.reciprocal(a)],
    () => [positive(6)],
  ],
  activations: [
    (a) => [tf.relu(a), tf.leakyRelu(a, 0.1), tf.elu(a), tf.softplus(a), tf.selu(a), tf.clipByValue(a, -0.5, 0.5)],
    () => [normal(4, 4)],
  ],
  softmax: [(a) => [tf.softmax(a), tf.logSoftmax(a), tf.logSumExp(a, -1)], () => [normal(4, 7)]],
  reductions: [
    (a) => [
      tf.sum(a),
      tf.sum(a, [0, 2], true),
      tf.mean(a, 1),
      tf.max(a, 2),
      tf.min(a),
      tf.prod(a, 0),
      tf.moments(a, [1]).variance,
      tf.norm(a),
    ],
    () => [normal(3, 4, 2)],
  ],
  argmax: [(a) => [tf.argMax(a, 1), tf.argMin(a, 0)], () => [normal(3, 5)]],
  cumulative: [(a) => [tf.cumsum(a, 1, true, true)], () => [normal(3, 5)]],
  matMul: [(a, b) => [tf.matMul(a, b), tf.matMul(b, a, true, true)], () => [normal(3, 4), normal(4, 3)]],
  batchMatMul: [(a, b) => [tf.matMul(a, b, false, true)], () => [normal(2, 3, 4), normal(2, 5, 4)]],
  dot: [(a, b) => [tf.dot(a, b), tf.outerProduct(a as tf.Tensor1D, b as tf.Tensor1D)], () => [normal(4), normal(4)]],
  conv2d: [
    (x, w) => [
      tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same'),
      tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 2, 'valid'),
      tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same', 'NHWC', 2),
    ],
    () => [image(), normal(3, 3, 3, 4)],
  ],
  depthwise: [(x, w) => [tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same')], () => [image(), normal(3, 3, 3, 2)]],
  transposedConv: [
    (x, w) => [tf.conv2dTranspose(x as tf.Tensor4D, w as tf.Tensor4D, [2, 16, 16, 5], 2, 'same')],
    () => [image(), normal(3, 3, 5, 3)],
  ],
  pooling: [(x) => [tf.maxPool(x as tf.Tensor4D, 2, 2, 'same'), tf.avgPool(x as tf.Tensor4D, 3, 1, 'valid')], () => [image()]],
  resize: [
    (x) => [
      tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [16, 16]),
      tf.image.resizeBilinear(x as tf.Tensor4D, [5, 11]),
      tf.image.resizeBilinear(x as tf.Tensor4D, [13, 13], true),
    ],
    () => [image()],
  ],
  pad: [
    (x) => [
      tf.pad(
        x,
        [
          [0, 0],
          [1, 2],
          [0, 3],
          [0, 0],
        ],
        0.5,
      ),
      tf.mirrorPad(
        x,
        [
          [0, 0],
          [1, 2],
          [2, 1],
          [0, 0],
        ],
        'reflect',
      ),
    ],
    () => [image()],
  ],
  slice: [
    (x) => [tf.slice(x, [0, 1, 2, 0], [2, 3, 4, 1]), tf.stridedSlice(x, [0, 1, 0, 0], [2, 8, 8, 3], [1, 2, 3, 1]), tf.reverse(x, [1])],
    () => [image()],
  ],
  joining: [
    (a, b) => [tf.concat([a, b], 1), tf.stack([a, b], 1), tf.tile(a, [2, 3]), tf.transpose(a), ...tf.split(a, 2, 1), ...tf.unstack(b)],
    () => [normal(3, 4), normal(3, 4)],
  ],
  gather: [
    (x, at) => [
      tf.gather(x, at as tf.Tensor1D),
      tf.gather(x, [2, 0, 2]),
      tf.oneHot(at as tf.Tensor1D, 5),
      tf.unsortedSegmentSum(x, at as tf.Tensor1D, 5),
    ],
    () => [normal(5, 3), whole(5, 5)],
  ],
  booleans: [
    (a, b) => [
      tf.greater(a, b),
      tf.logicalAnd(a.less(0.5), b.greaterEqual(0)),
      tf.logicalNot(a.equal(b)),
      tf.where(a.less(b), a, b),
      tf.any(a.less(b), 1),
    ],
    () => [normal(3, 4), normal(3, 4)],
  ],
  integers: [
    (a, b) => [
      a.add(b),
      a.mul(3),
      tf.cast(a, 'float32').div(2),
      tf.cast(a.less(b), 'float32'),
      tf.cast(a, 'bool'),
      a.mod(tf.scalar(4, 'int32')),
    ],
    () => [whole(9, 3, 4), whole(9, 3, 4)],
  ],
  boolInput: [(c, a) => [tf.where(c, a, a.neg()), tf.logicalNot(c)], () => [normal(3, 4).greater(0), normal(3, 4)]],
  topk: [
    (a) => {
      const { values, indices } = tf.topk(a, 3)
      return [values, indices, values.sum(), indices.add(1)]
    },
    () => [normal(4, 9)],
  ],
  shapes: [
    (a) => [
      a.reshape([4, 6]),
      a.expandDims(0),
      a.flatten(),
      a.expandDims(1).squeeze(),
      a.reshape([6, 4]).sum(0),
      a.clone(),
      a.flatten().clone().add(1),
      a.toInt().expandDims(-1),
      a.greater(0).expandDims(0),
    ],
    () => [normal(2, 3, 4)],
  ],
  makers: [
    (a) => [
      tf.zerosLike(a),
      tf.onesLike(a).add(a),
      tf.fill([2], 3),
      tf.scalar(2).mul(a),
      tf.range(0, 4).add(a),
      tf.eye(4).mul(a),
      tf.linspace(0, 1, 4).mul(a),
    ],
    () => [normal(4)],
  ],
  normalization: [
    (x, m) => [
      tf.batchNorm(x as tf.Tensor4D, m as tf.Tensor1D, tf.ones([3]), m as tf.Tensor1D, tf.scalar(2).broadcastTo([3]), 1e-3),
      tf.localResponseNormalization(x as tf.Tensor4D, 2),
    ],
    () => [image(), normal(3)],
  ],
  fused: [
    (x, w, b) => [
      tf.fused.conv2d({ x: x as tf.Tensor4D, filter: w as tf.Tensor4D, strides: 1, pad: 'same', bias: b, activation: 'relu' }),
      tf.fused.matMul({ a: x.reshape([2, 192]), b: tf.ones([192, 4]), bias: b, activation: 'relu' }),
    ],
    () => [image(), normal(3, 3, 3, 4), normal(4)],
  ],
  volumes: [
    (x, w) => [tf.conv3d(x as tf.Tensor5D, w as tf.Tensor5D, 1, 'same'), tf.maxPool3d(x as tf.Tensor5D, 2, 2, 'same')],
    () => [normal(1, 4, 4, 4, 1), normal(2, 2, 2, 1, 2)],
  ],
  scattering: [
    (x) => [
      tf.gatherND(x, tf.tensor2d([[0, 1]], [1, 2], 'int32')),
      tf.scatterND(tf.tensor2d([[1]], [1, 1], 'int32'), x.slice([0, 0], [1, 3]), [4, 3]),
      tf.linalg.bandPart(x as tf.Tensor2D, 1, 0),
      tf.depthToSpace(x.reshape([1, 3, 1, 3]).tile([1, 1, 1, 4]) as tf.Tensor4D, 2),
    ],
    () => [normal(3, 3)],
  ],
  Fourier: [(x) => [tf.real(tf.spectral.fft(tf.complex(x, x))), tf.imag(tf.spectral.ifft(tf.complex(x, x)))], () => [normal(8)]],
  einsum: [(a, b) => [tf.einsum('ij,kj->ik', a, b)], () => [normal(3, 4), normal(5, 4)]],
  losses: [
    (logits, labels) => [
      tf.losses.softmaxCrossEntropy(labels, logits),
      tf.losses.meanSquaredError(labels, logits),
      tf.losses.sigmoidCrossEntropy(labels, logits),
    ],
    () => [normal(4, 5), tf.oneHot(whole(5, 4), 5).toFloat()],
  ],
}

test.each(Object.entries(ops))('%s: graph equals eager', (_, [step, make]) => {
  tf.tidy(() => sameAsEager(step, make(), make()))
})
