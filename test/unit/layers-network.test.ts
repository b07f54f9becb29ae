// Laws of networks that others made: every tap is what TensorFlow.js itself answers, and the whole lab looks into them as into its own.
import { decode } from 'fast-png'
import { afterAll, describe, expect, it } from 'vitest'
import { objectiveKey, type ObjectiveSpec } from '../../src-shared/recipe/objective.ts'
import { ascendRecipe, transform } from '../../src-shared/recipe/recipe.ts'
import { random } from '../../src-shared/math/random.ts'
import { climbIn } from '../../src-main/engine/process/jobs/ascend.ts'
import { readLayersModel } from '../../src-main/exchange/networks/keras/layers-model.ts'
import { rank, scoreAll } from '../../src-main/science/evaluation/dataset-examples.ts'
import { createClassifierEvaluator, finish, mostConfused } from '../../src-main/science/evaluation/evaluate.ts'
import { compileWithNetwork } from '../../src-main/science/networks/compile-with-network.ts'
import { shapesOf } from '../../src-shared/network/network-info.ts'
import { transformOf } from '../../src-main/science/visualization/transform.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { branchedModel } from '../fixtures/foreign-network.ts'
import { recordingContext } from '../fixtures/job-context.ts'
import { layersNetwork, savedFiles } from '../fixtures/layers-model-network.ts'

const [height, width] = [40, 56]
const bytes = (count: number, seed = 1): Uint8Array => {
  const values = random(seed, 'bytes').fillUniform(new Float32Array(count * height * width))
  return Uint8Array.from(values, (one) => Math.floor(256 * one))
}
const batch = (of: Uint8Array): tf.Tensor4D =>
  tf.tensor4d(
    Float32Array.from(of, (one) => one / 255),
    [of.length / (height * width), height, width, 1],
  )
const network = await layersNetwork(branchedModel())
afterAll(() => network.dispose())

/** Largest difference between two tensors of one shape, as a share of the largest value. */
function apart(got: tf.Tensor, wanted: tf.Tensor): number {
  expect(got.shape).toEqual(wanted.shape)
  return tf.tidy(() => got.sub(wanted).abs().max().div(wanted.abs().max()).dataSync()[0]!)
}

describe('a layers model', () => {
  it('answers at every tap what the model answers there, before and after its activation functions', () => {
    const model = branchedModel()
    const names = ['stem', 'left', 'normal', 'right', 'sum', 'capped', 'pooled', 'answer']
    tf.tidy(() => {
      const x = batch(bytes(2))
      const outside = tf.model({
        inputs: model.inputs,
        outputs: names.map((name) => model.getLayer(name).output as (typeof model.inputs)[0]),
      })
      const wanted = outside.predict(x) as tf.Tensor[]
      const own = { stem: 'stem.relu', right: 'right.tanh', answer: 'answer.softmax' } as Record<string, string>
      const taps = network.run(x, [...names.map((name) => own[name] ?? name), 'stem', 'right', 'twice', 'twice 2.relu', 'deep'])
      names.forEach((name, at) => expect(apart(taps[own[name] ?? name]!, wanted[at]!), name).toBeLessThan(1e-6))
      expect(apart(taps['stem']!.relu(), wanted[0]!)).toBeLessThan(1e-6)
      expect(apart(taps['right']!.tanh(), wanted[3]!)).toBeLessThan(1e-6)
      expect(taps['stem']!.min().dataSync()[0]).toBeLessThan(0)
      // What it says of a tap beforehand is so.
      const shapes = shapesOf(network.info)
      for (const [name, tap] of Object.entries(taps)) expect(tap.shape.slice(1), name).toEqual(shapes[name])
      outside.dispose()
    })
  })

  it('says what it is: its picture, its taps in order, and its classes before the softmax', () => {
    const { input, taps, classes } = network.info
    expect(input).toEqual({ height, width, channels: 1, background: [0] })
    const both = (name: string, activation: string): string[] => [`${name} before`, `${name}.${activation} after`]
    const expected = [
      ...['input', 'left', 'normal', 'pooled', 'answer', 'answer.softmax'].map((name) => `${name} only`),
      ...['stem', 'twice', 'twice 2', 'deep'].flatMap((name) => both(name, 'relu')),
      ...both('right', 'tanh'),
      // A function that is a layer of its own keeps its own name.
      ...['sum before', 'capped after'],
    ]
    expect(taps.map(({ name, stage }) => `${name} ${stage}`).sort()).toEqual(expected.sort())
    expect(taps[0]!.name).toBe('input')
    for (const [after, before] of [
      ['sum', 'right.tanh'],
      ['sum', 'normal'],
      ['normal', 'left'],
      ['twice 2', 'twice.relu'],
      ['answer', 'pooled'],
    ])
      expect(taps.findIndex(({ name }) => name === after)).toBeGreaterThan(taps.findIndex(({ name }) => name === before))
    expect(classes).toMatchObject({ tap: 'answer' })
    expect(classes!.names).toHaveLength(300)
  })

  it('computes nothing that no wanted tap needs', () => {
    const seen: string[] = []
    tf.tidy(() => {
      const touch = (tap: string, value: tf.Tensor): tf.Tensor => {
        seen.push(tap)
        return value
      }
      network.run(batch(bytes(1)), ['normal'], { touch })
    })
    expect(seen.sort()).toEqual(['left', 'normal', 'stem', 'stem.relu'])
  })

  it('is the same as a graph, value and gradient, with its weights inside or handed over; and other weights answer differently', () => {
    const x = batch(bytes(2))
    const step = (look: (x: tf.Tensor4D, wanted: readonly string[]) => Record<string, tf.Tensor>, picture: tf.Tensor): tf.Tensor[] => {
      const { value, grad } = tf.valueAndGrad((at: tf.Tensor) =>
        look(at as tf.Tensor4D, ['answer'])
          ['answer']!.square()
          .sum(),
      )(picture)
      return [value, grad]
    }
    const eager = tf.tidy(() => step((at, wanted) => network.run(at, wanted), x))
    for (const mostConstants of [Infinity, 0]) {
      const graph = compileWithNetwork(network, step, [x], { mostConstants })
      const [value, grad] = graph.run([x])
      expect(apart(value!, eager[0]!)).toBeLessThan(1e-5)
      expect(apart(grad!, eager[1]!)).toBeLessThan(1e-5)
      tf.dispose([value!, grad!])
      if (mostConstants === 0) {
        const others = network.weights.map((one) => tf.tidy(() => one.mul(0.5)))
        const [other] = graph.run([x], others)
        const alone = tf.tidy(() => network.run(x, ['answer'], { weights: others })['answer']!.square().sum())
        expect(apart(other!, alone)).toBeLessThan(1e-5)
        expect(apart(other!, eager[0]!)).toBeGreaterThan(0.01)
        tf.dispose([other!, alone, ...others])
      }
      graph.dispose()
    }
    // The network has its own weights again.
    const after = tf.tidy(() => step((at, wanted) => network.run(at, wanted), x))
    expect(apart(after[0]!, eager[0]!)).toBeLessThan(1e-6)
    tf.dispose([...eager, ...after, x])
  })

  it('sees its pictures in the range that it was trained on', async () => {
    const shifted = await layersNetwork(branchedModel(), { preprocessing: { scale: [2], shift: [-1], order: 'rgb' } })
    tf.tidy(() => {
      const x = batch(bytes(1))
      const wanted = network.run(x.mul(2).sub(1) as tf.Tensor4D, ['answer'])['answer']!
      expect(apart(shifted.run(x, ['answer'])['answer']!, wanted)).toBeLessThan(1e-6)
      expect(apart(shifted.run(x, ['input'])['input']!, x)).toBe(0)
    })
    shifted.dispose()
  })

  it('takes pictures of 224 pixels, or as many as it is told, where any will do', async () => {
    const free = (): ReturnType<typeof tf.sequential> =>
      tf.sequential({ layers: [tf.layers.conv2d({ inputShape: [null, null, 3] as unknown as number[], filters: 2, kernelSize: 3 })] })
    const files = await savedFiles(free())
    expect((await readLayersModel(files)).graph.input).toEqual({ height: 224, width: 224, channels: 3 })
    const { graph, notes } = await readLayersModel(files, { side: 64 })
    expect(graph.input).toEqual({ height: 64, width: 64, channels: 3 })
    expect(notes.join()).toContain('any size')
  })

  it('says in words which models cannot be looked into', async () => {
    const [a, b] = [tf.input({ shape: [8, 8, 1] }), tf.input({ shape: [8, 8, 1] })]
    const two = tf.model({ inputs: [a, b], outputs: tf.layers.add().apply([a, b]) as typeof a })
    await expect(layersNetwork(two)).rejects.toThrow(/takes 2 inputs/)
    expect(() => network.run(batch(bytes(1)), ['conv9'])).toThrow(/no activation named "conv9".*stem/)
  })
})

describe('the lab looks into it as into its own', () => {
  const objectives: ObjectiveSpec[] = [
    { kind: 'logit', class: 299 },
    { kind: 'channel', layer: 'sum', channel: 5 },
    { kind: 'channel', layer: 'deep.relu', channel: 11 },
    { kind: 'neuron', layer: 'left', channel: 1, x: 26, y: 3 },
  ]

  it('climbs to pictures of its own size and channels, whose score is what the network says of them', async () => {
    const context = recordingContext()
    const recipe = ascendRecipe.parse({
      kind: 'ascend',
      model: 'a'.repeat(64),
      objectives,
      transforms: [
        { kind: 'pad', pixels: 2 },
        { kind: 'rotate', degrees: [5, 5] },
      ],
      optimizer: { kind: 'adam', step: 0.05 },
      steps: 24,
      seed: 1,
      frames: 3,
    })
    const before = tf.memory().numTensors
    await climbIn(network, recipe, context)
    expect(tf.memory().numTensors).toBe(before)
    for (const spec of objectives) {
      const key = objectiveKey(spec)
      const picture = context.artifacts.get(`pictures/${key}/0`)!
      const png = decode(picture.bytes)
      expect([png.height, png.width]).toEqual([height, width])
      // Grey, as red, green and blue alike.
      const grey = Uint8Array.from({ length: height * width }, (_, at) => png.data[at * png.channels]!)
      if (png.channels === 3) for (let at = 0; at < grey.length; at += 97) expect(png.data[at * 3 + 2]).toBe(grey[at])
      const said = tf.tidy(() => valueOf(spec, batch(grey)).dataSync()[0]!)
      expect(picture.meta['score']).toBeCloseTo(said, 3)
      const film = decode(context.artifacts.get(`films/${key}/0`)!.bytes)
      expect([film.height, film.width]).toEqual([height, 3 * width])
      // As the network saw them, turned: higher at the end than at the beginning.
      const seen = context.points.filter(({ series }) => series === `score/${key}`).map(({ value }) => value)
      const mean = (part: number[]): number => part.reduce((sum, one) => sum + one, 0) / part.length
      expect(mean(seen.slice(-8)), key).toBeGreaterThan(mean(seen.slice(0, 8)))
    }
  })

  it('ranks pictures of its own by what they drive, with the strongest place', () => {
    const [count, images] = [70, bytes(70, 4)]
    const data = { pictures: images, labels: new Uint16Array(count), shape: [height, width, 1] as [number, number, number] }
    const indices = Uint32Array.from({ length: count }, (_, at) => at)
    const judged = objectives.map((objective) => ({ objective, measure: objective.kind === 'channel' ? ('max' as const) : null }))
    const scores = finish(scoreAll(judged, network, data, indices))
    tf.tidy(() => {
      const x = batch(images)
      judged.forEach(({ objective, measure }, row) => {
        const wanted = (measure === 'max' ? strongest(objective, x).value : valueOf(objective, x)).dataSync()
        const got = scores.scores.subarray(row * count, (row + 1) * count)
        wanted.forEach((one, at) => expect(got[at]).toBeCloseTo(one, 3))
        if (measure === 'max') {
          const places = strongest(objective, x).place.dataSync()
          expect([...scores.places!.subarray(row * count, (row + 1) * count)]).toEqual([...places])
        }
        const best = [...wanted.keys()].sort((a, b) => wanted[b]! - wanted[a]!)[0]
        expect(rank(got, indices, data.labels, 3).top[0]).toMatchObject({ index: best })
      })
    })
  })

  it('counts its mistakes up to the largest class', () => {
    const [count, images] = [130, bytes(130, 5)]
    const data = { pictures: images, labels: new Uint16Array(count).fill(299), shape: [height, width, 1] as [number, number, number] }
    const indices = Uint32Array.from({ length: count }, (_, at) => at)
    const evaluator = createClassifierEvaluator(network)
    const weights = [...network.weights]
    // With this bias of the classes the last of them is always told.
    const bias = tf.tidy(() => tf.concat([tf.zeros([299]), tf.tensor1d([1_000])]))
    const all = finish(
      evaluator.evaluate(
        weights.map((one) => (one.shape.join() === '300' ? bias : one)),
        data,
        indices,
      ),
    )
    expect([all.count, all.correct, all.confusion[299 * 300 + 299]]).toEqual([count, count, count])
    const own = finish(evaluator.evaluate(weights, data, indices))
    const said = tf.tidy(() => network.run(batch(images), ['answer'])['answer']!.argMax(1).dataSync())
    expect(own.correct).toBe(said.filter((one) => one === 299).length)
    for (const pair of mostConfused(own, 5)) expect(pair.count).toBe(said.filter((one) => one === pair.said).length)
    evaluator.dispose()
    bias.dispose()
  })

  it('moves a picture on a ground of its own colour', () => {
    tf.tidy(() => {
      const white = tf.ones([2, height, width, 1]) as tf.Tensor4D
      const specs = [transform.parse({ kind: 'jitter', pixels: 8 }), transform.parse({ kind: 'rotate', degrees: [20, 20] })]
      for (const [background, least] of [
        [[1], 1],
        [[0], 0],
      ] as const) {
        const turned = transformOf(specs, [height, width], [height, width], background)
        const drawn = tf.tensor2d(Float32Array.from([...turned.draw(random(1, 'a')), ...turned.draw(random(2, 'a'))]), [2, turned.numbers])
        expect(turned.apply(white, drawn).min().dataSync()[0]).toBeCloseTo(least, 5)
      }
    })
  })

  function map(layer: string, channel: number, x: tf.Tensor4D): tf.Tensor3D {
    const tap = network.run(x, [layer])[layer] as tf.Tensor4D
    return tap.slice([0, 0, 0, channel], [-1, -1, -1, 1]).squeeze<tf.Tensor3D>([3])
  }
  function valueOf(spec: ObjectiveSpec, x: tf.Tensor4D): tf.Tensor {
    if (spec.kind === 'logit') return network.run(x, ['answer'])['answer']!.slice([0, spec.class], [-1, 1]).squeeze([1])
    if (spec.kind === 'channel') return map(spec.layer, spec.channel, x).mean([1, 2])
    if (spec.kind === 'neuron') return map(spec.layer, spec.channel, x).slice([0, spec.y!, spec.x!], [-1, 1, 1]).squeeze([1, 2])
    throw new Error('The fixture has no sums.')
  }
  function strongest(spec: ObjectiveSpec, x: tf.Tensor4D): { value: tf.Tensor; place: tf.Tensor } {
    if (spec.kind !== 'channel') throw new Error('Only channels have a strongest place here.')
    const flat = map(spec.layer, spec.channel, x)
    const rows = flat.reshape([flat.shape[0], -1])
    return { value: rows.max(1), place: rows.argMax(1) }
  }
})
