// Laws of the transform "canvas", which gives moved and turned windows something to look at, and of the colour of a padding.
import { expect, test } from 'vitest'
import { random } from '../../src-shared/math/random.ts'
import { ascendRecipe } from '../../src-shared/recipe/recipe.ts'
import { type Transform, transform as schema } from '../../src-shared/recipe/transforms/index.ts'
import { spaceOf } from '../../src-main/engine/process/ascent-space.ts'
import { transformOf } from '../../src-main/science/visualization/transform.ts'
import { canvasSize } from '../../src-main/science/visualization/transforms/index.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { model, network } from '../fixtures/small-ascent.ts'
import { randomPictures } from '../fixtures/small-networks.ts'

const size = 16
const turns: Transform[] = [
  { kind: 'jitter', pixels: 4 },
  { kind: 'scale', factor: [0.8, 1.2] },
  { kind: 'rotate', degrees: [-45, 45] },
]
/** The least and the largest number that is seen of a picture of the size that the transforms ask for, over many views. */
function seenOf(specs: Transform[], picture: (side: number) => tf.Tensor4D, background?: number[]): [least: number, most: number] {
  return tf.tidy(() => {
    const side = canvasSize(specs, size)
    const transform = transformOf(specs, side, size, background)
    const stream = random(1, 'canvas')
    const views = Array.from({ length: 20 }, () => transform.draw(stream))
    const image = tf.tile(picture(side), [20, 1, 1, 1])
    const seen = transform.apply(image, tf.tensor2d(Float32Array.from(views.flatMap((one) => [...one])), [20, transform.numbers]))
    expect(seen.shape).toEqual([20, size, size, 3])
    return [seen.min().dataSync()[0]!, seen.max().dataSync()[0]!]
  })
}
const white = (side: number): tf.Tensor4D => tf.ones([1, side, side, 3])

test('with room enough a window never looks beyond the picture; without it, it does', () => {
  // A corner of the window is at most 0.71 x 16 / 0.8 + 4 pixels away from the middle, so that 11 more on each side are enough.
  const [least] = seenOf([{ kind: 'canvas', margin: 11 }, ...turns], white)
  expect(least).toBeCloseTo(1, 5)
  expect(seenOf(turns, white)[0]).toBe(0)
})

test('what lies outside is the background, or grey where a padding says so', () => {
  const pad = (colour?: 'grey' | 'background'): Transform => ({ kind: 'pad', pixels: 6, ...(colour ? { colour } : {}) })
  expect(seenOf([pad('grey'), ...turns], white)[0]).toBeCloseTo(0.5, 5)
  expect(seenOf([pad('background'), ...turns], white, [0.25, 0.25, 0.25])[0]).toBeCloseTo(0.25, 5)
  expect(seenOf([pad(), ...turns], white)).toEqual(seenOf([pad('background'), ...turns], white))
})

test('alone it shows the middle of the picture, to the last bit', () => {
  tf.tidy(() => {
    const specs: Transform[] = [{ kind: 'canvas', margin: 3 }]
    const image = randomPictures(1, size + 6)
    const transform = transformOf(specs, canvasSize(specs, size), size)
    const seen = transform.apply(image, tf.tensor2d(transform.draw(random(1)), [1, transform.numbers]))
    expect(
      seen
        .sub(image.slice([0, 3, 3, 0], [1, size, size, 3]))
        .abs()
        .max()
        .dataSync()[0],
    ).toBe(0)
  })
})

test('pixels and waves are painted on all of it', () => {
  for (const parameterization of [{ kind: 'pixels' }, { kind: 'fourier', colour: 'imagenet' }] as const) {
    const recipe = ascendRecipe.parse({
      kind: 'ascend',
      model,
      objectives: [{ kind: 'logit', class: 1 }],
      parameterization,
      transforms: [{ kind: 'canvas', margin: 4 }],
    })
    const made = spaceOf(recipe, network, { blob: () => new Uint8Array() }, [])
    expect(made.canvas).toEqual([24, 24])
    tf.tidy(() => {
      const params = tf.tensor(made.parameterization.initial(random(1), 0), [1, ...made.parameterization.shape])
      expect(made.parameterization.image(params).shape).toEqual([1, 24, 24, 3])
    })
  }
})

test('a recipe that says no colour of a padding is the one it was', () => {
  expect(schema.parse({ kind: 'pad', pixels: 5 })).toEqual({ kind: 'pad', pixels: 5 })
  expect(schema.safeParse({ kind: 'canvas', margin: 0 }).success).toBe(false)
})
