import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type CompiledStep, compileStep, type StepInput } from '../../src-main/tensorflow/compile.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'

type Step = (...inputs: tf.Tensor[]) => tf.Tensor[]

const numbers = (tensors: tf.Tensor[]) => tensors.map((t) => ({ shape: t.shape, dtype: t.dtype, values: Array.from(t.dataSync()) }))

/** The law: on fresh inputs, the graph gives what the eager step gives, to 1e-6 of the larger of 1 and the value. */
function sameAsEager(step: Step, examples: tf.Tensor[], inputs: tf.Tensor[] = examples): void {
  tf.tidy(() => {
    const compiled = compileStep(step, examples)
    const graph = numbers(compiled.run(inputs))
    const eager = numbers(step(...inputs))
    expect(graph.map(({ shape, dtype }) => ({ shape, dtype }))).toEqual(eager.map(({ shape, dtype }) => ({ shape, dtype })))
    graph.forEach(({ values }, output) => {
      for (const [at, value] of values.entries()) {
        const wanted = eager[output]?.values[at] ?? Number.NaN
        if (Object.is(value, wanted)) continue
        expect(Math.abs(value - wanted), `output ${output}, entry ${at}: ${value} for ${wanted}`).toBeLessThanOrEqual(
          1e-6 * Math.max(1, Math.abs(wanted)),
        )
      }
    })
    compiled.dispose()
  })
}

let seed = 1
const normal = (...shape: number[]) => tf.randomNormal(shape, 0, 1, 'float32', seed++)
const positive = (...shape: number[]) => tf.randomUniform(shape, 0.2, 1, 'float32', seed++)
const whole = (limit: number, ...shape: number[]) => tf.randomUniform(shape, 0, limit, 'int32', seed++)
const image = () => normal(2, 8, 8, 3)

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

/** A small network with every layer kind the lab trains: the mean cross-entropy of its logits. */
const loss = (x: tf.Tensor, labels: tf.Tensor, w1: tf.Tensor, b1: tf.Tensor, w2: tf.Tensor, b2: tf.Tensor): tf.Scalar => {
  const conv = tf.relu(tf.conv2d(x as tf.Tensor4D, w1 as tf.Tensor4D, 1, 'same').add(b1))
  const pooled = tf.avgPool(tf.maxPool(conv as tf.Tensor4D, 2, 2, 'same'), 2, 1, 'same')
  const seen = tf.image.resizeBilinear(tf.image.resizeNearestNeighbor(pooled, [8, 8]), [4, 4])
  const logits = tf.matMul(seen.reshape([2, -1]), w2).add(b2)
  return tf.losses.softmaxCrossEntropy(labels, logits)
}
const lossInputs = () => [image(), tf.oneHot(whole(3, 2), 3).toFloat(), normal(3, 3, 3, 4), normal(4), normal(64, 3), normal(3)]

test('gradients of a small convolutional network', () => {
  const gradients: Step = (...inputs) => {
    const { value, grads } = tf.valueAndGrads((...x: tf.Tensor[]) => loss(...(x as Parameters<typeof loss>)))(inputs)
    return [value, ...grads]
  }
  tf.tidy(() => sameAsEager(gradients, lossInputs(), lossInputs()))
})

test("a gradient of one's own, and the gradient of a gradient", () => {
  const twice = tf.customGrad((x, save) => {
    ;(save as tf.GradSaveFunc)([x as tf.Tensor])
    return { value: tf.relu(x as tf.Tensor), gradFunc: (dy, saved) => [dy.mul((saved as tf.Tensor[])[0]?.mul(2) ?? dy)] }
  })
  tf.tidy(() => {
    sameAsEager((x) => [tf.grad((a) => twice(a).sum())(x)], [normal(5)], [normal(5)])
    sameAsEager(
      (x) => [
        tf.grad((a) =>
          tf
            .grad((b) => b.pow(3).mul(tf.sin(b)))(a)
            .square(),
        )(x),
      ],
      [positive(5)],
      [positive(5)],
    )
  })
})

test('an Adam update gives, over ten steps, what the same steps give eagerly', () => {
  const adam: Step = (x, labels, w1, b1, w2, b2, m, v, step) => {
    const { value, grads } = tf.valueAndGrads((w: tf.Tensor) => loss(x, labels, w1, b1, w, b2))([w2])
    const g = grads[0] as tf.Tensor
    const m1 = m.mul(0.9).add(g.mul(0.1))
    const v1 = v.mul(0.999).add(g.square().mul(0.001))
    const mean = m1.div(tf.sub(1, tf.pow(0.9, step)))
    const variance = v1.div(tf.sub(1, tf.pow(0.999, step)))
    return [value, w2.sub(mean.mul(0.01).div(variance.sqrt().add(1e-7))), m1, v1]
  }
  tf.tidy(() => {
    const [x, labels, w1, b1, w2, b2] = lossInputs() as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor]
    const start = [w2, tf.zerosLike(w2), tf.zerosLike(w2)]
    const inputs = ([w, m, v]: tf.Tensor[], step: number) => [
      x,
      labels,
      w1,
      b1,
      w as tf.Tensor,
      b2,
      m as tf.Tensor,
      v as tf.Tensor,
      tf.scalar(step),
    ]
    const compiled = compileStep(adam, inputs(start, 1))
    const follow = (advance: (at: tf.Tensor[]) => tf.Tensor[]) => {
      let state = start
      let last = Number.NaN
      for (let step = 1; step <= 10; step++) {
        const [value, ...next] = advance(inputs(state, step))
        last = value?.dataSync()[0] ?? Number.NaN
        state = next
      }
      return last
    }
    const eager = follow((at) => adam(...at))
    expect(follow((at) => compiled.run(at))).toBeCloseTo(eager, 5)
    expect(eager).toBeLessThan(loss(x, labels, w1, b1, w2, b2).dataSync()[0] ?? 0)
    compiled.dispose()
  })
})

test('outputs may be inputs, constants, one tensor twice, or a relabelled tensor; inputs may be unused', () => {
  tf.tidy(() => {
    const frozen = tf.tensor2d([
      [1, 2],
      [3, 4],
    ])
    const relabelled = (x: tf.Tensor) => {
      tf.backend().incRef(x.dataId)
      return tf.engine().makeTensorFromTensorInfo({ dataId: x.dataId, shape: [4, 1], dtype: x.dtype })
    }
    sameAsEager((x) => [x, x, frozen, tf.scalar(7, 'int32'), x.reshape([2, 2])], [normal(4), normal(3)], [normal(4), normal(3)])
    const compiled = compileStep((x) => [relabelled(x)], [frozen])
    expect(compiled.run([frozen]).map((t) => t.shape)).toEqual([[4, 1]])
    compiled.dispose()
  })
})

test('two examples that share one native tensor are still two inputs', () => {
  tf.tidy(() => {
    const a = tf.tensor1d([1, 2])
    const compiled = compileStep((x, y) => [x.sub(y)], [a, a.clone()])
    expect(numbers(compiled.run([tf.tensor1d([5, 5]), a]))).toEqual([{ shape: [2], dtype: 'float32', values: [4, 3] }])
    compiled.dispose()
  })
})

test('what a step closes over is frozen when it is compiled', () => {
  tf.tidy(() => {
    const variable = tf.variable(tf.scalar(2))
    const compiled = compileStep((x) => [x.mul(variable)], [tf.scalar(1)])
    variable.assign(tf.scalar(100))
    expect(compiled.run([tf.scalar(3)])[0]?.dataSync()[0]).toBe(6)
    compiled.dispose()
    variable.dispose()
  })
})

test('typed arrays are inputs, and may be overwritten once the step has run', () => {
  tf.tidy(() => {
    const compiled = compileStep(
      (x, n, b) => [x.reshape([2, 2]), n.add(1), tf.logicalNot(b)],
      [tf.zeros([4]), tf.zeros([2], 'int32'), tf.zeros([2], 'bool')],
    )
    const [x, n, b] = [Float32Array.of(1, 2, 3, 4), Int32Array.of(5, 6), Uint8Array.of(0, 1)]
    const outputs = compiled.run([x, n, b])
    for (const array of [x, n, b]) array.fill(0)
    expect(numbers(outputs).map(({ values }) => values)).toEqual([
      [1, 2, 3, 4],
      [6, 7],
      [1, 0],
    ])
    compiled.dispose()
  })
})

test('no output shares the memory of a typed array, at whatever address it lies', () => {
  tf.tidy(() => {
    const compiled = compileStep((x) => [x.reshape([2, 2])], [tf.zeros([4])])
    // TensorFlow takes over memory that starts at a multiple of 64 bytes, and one of these sixteen does.
    const memory = new ArrayBuffer(128)
    for (let offset = 0; offset < 16; offset++) {
      const x = new Float32Array(memory, 4 * offset, 4).fill(1)
      const [output] = compiled.run([x])
      x.fill(2)
      expect(output?.dataSync()).toEqual(Float32Array.of(1, 1, 1, 1))
    }
    compiled.dispose()
  })
})

test('a constant has the value it had when an op used it', () => {
  tf.tidy(() => {
    const compiled = compileStep(
      (x) => {
        const numbers = Float32Array.of(1, 2)
        const sum = x.add(tf.tensor1d(numbers))
        numbers.fill(9)
        return [sum]
      },
      [tf.zeros([2])],
    )
    expect(Array.from(compiled.run([tf.zeros([2])])[0]?.dataSync() ?? [])).toEqual([1, 2])
    compiled.dispose()
  })
})

test('compiling leaves no file behind, also where it fails', () => {
  const folder = mkdtempSync(join(tmpdir(), 'compile-law-'))
  const { TMPDIR } = process.env
  process.env.TMPDIR = folder
  try {
    compileStep((x) => [x.add(1)], [tf.scalar(1)]).dispose()
    expect(() => compileStep((x) => [x, tf.scalar('a')], [tf.scalar(1)])).toThrow()
    expect(readdirSync(folder)).toEqual([])
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = TMPDIR
    rmSync(folder, { recursive: true })
  }
})

test('bytes are seen as float32 values 0 to 255', () => {
  tf.tidy(() => {
    const compiled = compileStep((x, s) => [x, x.mul(s)], [tf.zeros([2, 2]), tf.scalar(1)], { uint8Inputs: [0] })
    expect(numbers(compiled.run([Uint8Array.of(0, 51, 204, 255), tf.scalar(10)])).map(({ values }) => values)).toEqual([
      [0, 51, 204, 255],
      [0, 510, 2040, 2550],
    ])
    compiled.dispose()
  })
})

test('equal constants become one node, and unused work none', () => {
  tf.tidy(() => {
    const lean = compileStep((x) => [x.mul(3)], [tf.scalar(1)])
    const same = compileStep(
      (x) => {
        x.sin().cos()
        return [x.mul(3)]
      },
      [tf.scalar(1)],
    )
    const shared = compileStep((x) => [x.mul(3).mul(3).mul(3)], [tf.scalar(1)])
    expect(lean.nodes).toBe(4)
    expect(same.nodes).toBe(4)
    expect(shared.nodes).toBe(6)
    for (const compiled of [lean, same, shared]) compiled.dispose()
  })
})

const refusals: Record<string, [Step, RegExp]> = {
  dataSync: [(x) => ((x.add(1).sum().dataSync()[0] ?? 0) > 0 ? [x] : [x.neg()]), /reads the value of a tensor that depends on its inputs/],
  'dataSync of an input': [(x) => [x.mul(x.dataSync()[0] ?? 0)], /reads the value/],
  'arraySync in a gradient': [(x) => [tf.grad((a) => a.mul(a.sum().arraySync() as number))(x)], /reads the value/],
  'data that nobody awaits': [
    (x) => {
      void x.add(1).data()
      return [x]
    },
    /reads the value/,
  ],
  await: [
    (async (x: tf.Tensor) => {
      await Promise.resolve()
      return [x.add(1)]
    }) as unknown as Step,
    /is asynchronous/,
  ],
  'Math.random': [(x) => [x.mul(Math.random())], /draws random numbers/],
  randomNormal: [(x) => [x.add(tf.randomNormal([3]))], /draws random numbers/],
  dropout: [(x) => [tf.dropout(x, 0.5)], /draws random numbers/],
  multinomial: [(x) => [tf.multinomial(x as tf.Tensor1D, 2, 7)], /Multinomial, which draws random numbers/],
  'shapes that depend on values': [(x) => [tf.unique(x as tf.Tensor1D).values], /shape depends on the values/],
  strings: [(x) => [x, tf.tensor1d(['a'])], /neither float32, int32 nor bool/],
  'no output': [() => [], /at least one tensor/],
  'a number as output': [(() => [3]) as unknown as Step, /at least one tensor/],
}

test.each(Object.entries(refusals))('%s in a step is refused', (_, [step, why]) => {
  const x = tf.tensor1d([1, 2, 3])
  const { numTensors } = tf.memory()
  const { binding } = tf.backend() as unknown as { binding: object }
  expect(() => compileStep(step, [x])).toThrow(why)
  // And everything is back in its place.
  expect((tf.backend() as unknown as { binding: object }).binding).toBe(binding)
  expect(Math.random()).toBeLessThan(1)
  expect(tf.memory().numTensors).toBe(numTensors)
  expect(x.add(1).dataSync()[0]).toBe(2)
})

test('assigning to a variable and running another compiled step are refused inside of one', () => {
  const inner = compileStep((x) => [x.add(1)], [tf.scalar(1)])
  const variable = tf.variable(tf.scalar(2))
  const step: Step = (x) => {
    variable.assign(x.add(1) as tf.Scalar)
    return [x]
  }
  expect(() => compileStep(step, [tf.scalar(1)])).toThrow(/assigns to a variable/)
  expect(() => compileStep((x) => inner.run([x]), [tf.scalar(1)], { name: 'outer' })).toThrow(/The step "outer" runs another compiled step/)
  expect(variable.dataSync()[0]).toBe(2)
  inner.dispose()
})

test('reading a value that no input leads to is allowed, for it is the same every time', () => {
  sameAsEager((x) => [x.mul(tf.tensor1d([1, 2]).add(1).sum().dataSync()[0] ?? 0)], [tf.scalar(2)])
})

test('inputs that do not fit are refused in words', () => {
  const compiled = compileStep((x, b) => [x, b], [tf.zeros([2, 3]), tf.zeros([4])], { name: 'ascent', uint8Inputs: [1] })
  const bytes = new Uint8Array(4)
  const wrong: [StepInput[], RegExp][] = [
    [[tf.zeros([2, 3])], /The step "ascent" takes 2 inputs and was given 1/],
    [[tf.zeros([3, 2]), bytes], /as input 0 a tensor float32 \[3, 2\]; it was compiled for float32 \[2, 3\]/],
    [[tf.zeros([2, 3], 'int32'), bytes], /a tensor int32/],
    [[new Float32Array(5), bytes], /Float32Array of length 5/],
    [[new Int32Array(6), bytes], /Int32Array of length 6; it was compiled for float32/],
    [[tf.zeros([2, 3]), tf.zeros([4])], /as input 1 a tensor float32 \[4\]; it was compiled for uint8 \[4\]/],
  ]
  for (const [inputs, why] of wrong) expect(() => compiled.run(inputs)).toThrow(why)
  compiled.dispose()
  compiled.dispose()
  expect(() => compiled.run([tf.zeros([2, 3]), bytes])).toThrow(/was disposed/)
})

test('a gather outside of the range is an error of the run', () => {
  const compiled = compileStep((x, at) => [tf.gather(x, at as tf.Tensor1D)], [tf.zeros([3]), tf.tensor1d([0], 'int32')])
  expect(() => compiled.run([tf.zeros([3]), Int32Array.of(3)])).toThrow(/indices/)
  expect(compiled.run([tf.tensor1d([4, 5, 6]), Int32Array.of(2)])[0]?.dataSync()[0]).toBe(6)
  compiled.dispose()
})

test('compiling twice gives the same graph, whatever ran before', () => {
  const spy = () => {
    const { binding } = tf.backend() as unknown as { binding: { runSavedModel(...args: unknown[]): unknown } }
    const names: unknown[] = []
    const watching = Object.create(binding, {
      runSavedModel: {
        value: (...args: unknown[]) => {
          names.push(args[2], args[3])
          return binding.runSavedModel(...args)
        },
      },
    })
    return { names, watching, binding }
  }
  const namesOf = (compiled: CompiledStep, inputs: tf.Tensor[]) => {
    const { names, watching, binding } = spy()
    const owner = tf.backend() as unknown as { binding: object }
    owner.binding = watching
    try {
      tf.dispose(compiled.run(inputs))
    } finally {
      owner.binding = binding
    }
    return names
  }
  const step: Step = (x, y) => [x.mul(2).add(y), tf.topk(x, 2).indices]
  const inputs = [tf.zeros([4]), tf.zeros([4])]
  const first = compileStep(step, inputs)
  const second = compileStep(step, inputs)
  expect(first.nodes).toBe(second.nodes)
  expect(namesOf(first, inputs)).toEqual(namesOf(second, inputs))
  first.dispose()
  second.dispose()
})

test('two hundred runs, and compiling and disposing, leave no tensor and no graph behind', () => {
  const { binding } = tf.backend() as unknown as { binding: { getNumOfTensors(): number; getNumOfSavedModels(): number } }
  const [x, s] = [tf.zeros([2, 8, 8, 3]), tf.ones([4])]
  const w = tf.ones([3, 3, 3, 4])
  tf.dispose([x.add(1), s.add(1), w.add(1)])
  const count = () => [tf.memory().numTensors, tf.memory().numDataBuffers, binding.getNumOfTensors(), binding.getNumOfSavedModels()]
  const step: Step = (a, b) => [
    ...tf.grads((p: tf.Tensor, q: tf.Tensor) =>
      tf
        .conv2d(p as tf.Tensor4D, w as tf.Tensor4D, 1, 'same')
        .mul(q)
        .sum(),
    )([a, b]),
    a,
  ]
  const before = count()
  const compiled = compileStep(step, [x, s])
  const [, , , graphs] = count()
  expect(graphs).toBe((before[3] ?? 0) + 1)
  for (let i = 0; i < 200; i++) tf.dispose(compiled.run([x, new Float32Array(4)]))
  expect(count().slice(0, 3)).toEqual(before.slice(0, 3))
  compiled.dispose()
  for (let i = 0; i < 20; i++) compileStep(step, [x, s]).dispose()
  expect(count()).toEqual(before)
})
