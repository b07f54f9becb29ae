// Laws of the presets: at 48 pixels those of before, to the byte; in other sizes the same shakes of the picture, and waves in large ones.
import { describe, expect, test } from 'vitest'
import { presetFor, type PresetInput, type VisualizationPreset, visualizationPresets } from '../../src-shared/recipe/ascent-presets.ts'
import { ascendRecipe, canonical } from '../../src-shared/recipe/recipe.ts'
import { transformOf } from '../../src-main/science/visualization/transform.ts'
import { canvasSize } from '../../src-main/science/visualization/transforms/index.ts'
import { random } from '../../src-shared/math/random.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'

const square = (side: number, ownDataset = true, channels = 3): PresetInput => ({ height: side, width: side, channels, ownDataset })
const recipeOf = (preset: VisualizationPreset, input: PresetInput): string =>
  canonical(
    ascendRecipe.parse({
      kind: 'ascend',
      model: 'a'.repeat(64),
      objectives: [{ kind: 'logit', class: 0 }],
      ...presetFor(preset, input),
    }),
  )
const presets = Object.keys(visualizationPresets) as VisualizationPreset[]

test('the robust recipe at 48 pixels is the one of before, to the byte', () => {
  expect(recipeOf('robust', square(48))).toBe(
    '{"frames":24,"kind":"ascend","model":"' +
      'a'.repeat(64) +
      '","objectives":[{"class":0,"kind":"logit"}],"optimizer":{"kind":"adam","step":0.05},' +
      '"parameterization":{"kind":"pixels","start":"noise"},"regularizers":[],"seed":1,"starts":1,"steps":256,"transforms":[' +
      '{"kind":"pad","pixels":5},{"kind":"jitter","pixels":3},{"factor":[0.9,1.1],"kind":"scale"},' +
      '{"degrees":[-10,10],"kind":"rotate"},{"kind":"jitter","pixels":2}]}',
  )
  for (const preset of presets) expect(presetFor(preset, square(48))).toBe(visualizationPresets[preset])
})

test('the naive one and the paper’s are the same for every network', () => {
  for (const preset of ['naive', 'paper-naive', 'paper-robust'] as const)
    for (const side of [16, 96, 224]) expect(presetFor(preset, square(side, false))).toBe(visualizationPresets[preset])
})

test('shifts go with the shorter side; turns and scales do not', () => {
  expect(presetFor('robust', square(96)).transforms).toEqual([
    { kind: 'pad', pixels: 10 },
    { kind: 'jitter', pixels: 6 },
    { kind: 'scale', factor: [0.9, 1.1] },
    { kind: 'rotate', degrees: [-10, 10] },
    { kind: 'jitter', pixels: 4 },
  ])
  expect(presetFor('robust', { ...square(96), width: 400 })).toEqual(presetFor('robust', square(96)))
  // The lab's smallest pictures still move.
  expect(
    presetFor('robust', square(16))
      .transforms.filter((one) => one.kind === 'jitter')
      .map((one) => one.pixels),
  ).toEqual([1, 1])
})

test('large pictures are made of waves: with the colours of the dataset, of photographs, or none where there are none', () => {
  const waves = (input: PresetInput): unknown => presetFor('robust', input).parameterization
  expect(waves(square(224, false))).toEqual({ kind: 'fourier', power: 1, colour: 'imagenet' })
  expect(waves(square(224))).toEqual({ kind: 'fourier', power: 1, colour: 'dataset' })
  expect(waves(square(128, false, 1))).toEqual({ kind: 'fourier', power: 1 })
  // All sizes that the lab's shapes have keep their pixels.
  for (const side of [16, 32, 48, 64, 80, 96]) expect(waves(square(side))).toEqual({ kind: 'pixels', start: 'noise' })
})

describe.each([96, 112, 160, 224, 299, 384, 512, 1024])('%i pixels', (side) => {
  test('every preset is a recipe that can be checked', () => {
    for (const preset of presets)
      for (const ownDataset of [true, false])
        for (const channels of [1, 3]) expect(() => recipeOf(preset, square(side, ownDataset, channels))).not.toThrow()
  })
})

test('at 224 pixels nearly all of a view is picture, and what lies outside is grey', () => {
  tf.tidy(() => {
    const { transforms } = presetFor('robust', square(224, false))
    const canvas = canvasSize(transforms, 224)
    expect(canvas).toBe(256)
    const transform = transformOf(transforms, canvas, 224)
    const stream = random(1, 'views')
    const seen = Array.from({ length: 40 }, () =>
      transform.apply(tf.ones([1, canvas, canvas, 3]), tf.tensor2d(transform.draw(stream), [1, transform.numbers])),
    )
    const all = tf.concat(seen) as tf.Tensor4D
    expect(all.min().dataSync()[0]).toBeCloseTo(0.5, 5)
    expect(all.less(0.999).cast('float32').mean().dataSync()[0]).toBeLessThan(0.03)
  })
})
