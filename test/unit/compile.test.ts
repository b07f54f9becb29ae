// Laws of compiled steps: gradients and updates, what goes in and comes out, and what a graph is made of.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type CompiledStep, compileStep } from '../../src-main/tensorflow/compile.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { type Step, numbers, sameAsEager, normal, positive, whole, image } from '../fixtures/eager-step.ts'

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
