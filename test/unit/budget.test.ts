// Laws of budgets: every picture has the same contrast or the same light, while it climbs and where it is kept; of the gradient's blur; and
// of scores at one contrast.
import { expect, test } from 'vitest'
import { ascentWords } from '../../src-shared/recipe/ascent-description.ts'
import { type Budget, budget as schema } from '../../src-shared/recipe/budgets/index.ts'
import { random } from '../../src-shared/math/random.ts'
import { ascendRecipe } from '../../src-shared/recipe/recipe.ts'
import { adjustTo, withBlurredGradient, withBudget } from '../../src-main/science/visualization/budgets/index.ts'
import { gaussianBlur } from '../../src-main/science/visualization/gaussian.ts'
import { fourier } from '../../src-main/science/visualization/parameterizations/fourier.ts'
import { pixels } from '../../src-main/science/visualization/parameterizations/pixels.ts'
import { scoreOfEach, scoresAtContrast } from '../../src-main/science/visualization/picture-scores.ts'
import { startAscent } from '../../src-main/science/visualization/ascent.ts'
import { ascentProgram } from '../../src-main/science/visualization/ascent-program.ts'
import { atContrast, contrastOf } from '../../src-main/image/contrast.ts'
import { compileStep } from '../../src-main/tensorflow/compile.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { climbOf, network, objectives } from '../fixtures/small-ascent.ts'
import { randomPictures, slopes } from '../fixtures/small-networks.ts'

const specs: Budget[] = [
  { kind: 'contrast', contrast: 0.2 },
  { kind: 'brightness', brightness: 0.3 },
]
const largest = (one: tf.Tensor): number => one.abs().max().dataSync()[0]!
/** What a budget holds, of the values of one picture, in double precision. */
function amountOf({ kind }: Budget, values: readonly number[]): number {
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length
  return kind === 'brightness' ? mean : Math.sqrt(values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / values.length)
}
const wanted = (spec: Budget): number => (spec.kind === 'contrast' ? spec.contrast : spec.brightness)
const each = (pictures: tf.Tensor): number[][] => pictures.reshape([pictures.shape[0]!, -1]).arraySync() as number[][]

test.each(specs)('$kind: each picture is brought to it; differentiable, as a graph as eagerly', (spec) => {
  tf.tidy(() => {
    const adjust = adjustTo(spec)
    const image = randomPictures(3)
      .mul(tf.tensor4d([1, 0.3, 0.05], [3, 1, 1, 1]))
      .add(0.05) as tf.Tensor4D
    for (const values of each(adjust(image))) expect(amountOf(spec, values)).toBeCloseTo(wanted(spec), 4)
    const y = randomPictures(1, 16, 5)
    const one = image.slice([0], [1])
    const score = (x: tf.Tensor): tf.Tensor =>
      adjust(x as tf.Tensor4D)
        .mul(y)
        .sum()
    const { gradient, difference } = slopes(score, one, 2, 0.05)
    expect(Math.abs(gradient - difference)).toBeLessThan(5e-3 * Math.abs(difference) + 1e-3)
    // No gradient along what the budget takes back: more contrast, or more light.
    const slope = tf.grad(score)(one)
    const along = spec.kind === 'contrast' ? one.sub(one.mean()) : one
    expect(Math.abs(slope.mul(along).sum().dataSync()[0]!)).toBeLessThan(1e-3 * slope.norm().dataSync()[0]! * along.norm().dataSync()[0]!)
    const graph = compileStep((x) => [adjust(x as tf.Tensor4D), tf.grad(score)(x)], [one])
    const [picture, back] = graph.run([one])
    expect(largest(picture!.sub(adjust(one)))).toBeLessThan(1e-5)
    expect(largest(back!.sub(slope))).toBeLessThan(1e-4 * largest(slope))
    graph.dispose()
    // A picture without any has none to bring there, and no number that is not finite.
    const none = tf.fill([1, 16, 16, 3], spec.kind === 'contrast' ? 0.4 : 0) as tf.Tensor4D
    expect(largest(adjust(none).sub(none))).toBeLessThan(2e-4)
    expect(each(tf.grad(score)(none))[0]!.every(Number.isFinite)).toBe(true)
  })
})

test.each(specs)('$kind: pixels stay at it and within 0 to 1 after each step of an ascent; waves are at it too', (spec) => {
  const plain = climbOf({ starts: 2, optimizer: { kind: 'adam', step: 0.05 } })
  const climb = { ...plain, parameterization: withBudget(plain.parameterization, spec, true) }
  const program = ascentProgram(climb)
  const ascent = startAscent(climb, program)
  const reports = Array.from({ length: 25 }, () => ascent.advance())
  const params = ascent.params('last')
  const numbers = params.length / 8
  for (let at = 0; at < 8; at++) {
    const values = [...params.subarray(at * numbers, (at + 1) * numbers)]
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...values)).toBeLessThanOrEqual(1)
    expect(Math.abs(amountOf(spec, values) - wanted(spec))).toBeLessThan(0.005)
  }
  const sum = (score: Float32Array): number => score.reduce((all, one) => all + one, 0)
  expect(sum(reports.at(-1)!.score)).toBeGreaterThan(sum(reports[0]!.score))
  ascent.dispose()
  program.dispose()
  tf.tidy(() => {
    const waves = withBudget(fourier({ power: 1 }, 16), spec, false)
    const picture = waves.image(tf.tensor2d(waves.initial(random(1), 0), [1, waves.shape[0]!]))
    expect(amountOf(spec, each(picture)[0]!)).toBeCloseTo(wanted(spec), 3)
  })
})

test('the gradient is blurred on its way to the picture, which stays as it is', () => {
  tf.tidy(() => {
    const plain = pixels({ kind: 'pixels', start: 'noise' }, 16)
    const blurred = withBlurredGradient(plain, 1.2)
    const [image, y] = [randomPictures(2), randomPictures(2, 16, 7)]
    expect(largest(blurred.image(image).sub(image))).toBe(0)
    const score = (x: tf.Tensor): tf.Tensor => blurred.image(x).square().mul(y).sum()
    const straight = tf.grad((x: tf.Tensor) => plain.image(x).square().mul(y).sum())(image)
    expect(
      largest(
        tf
          .grad(score)(image)
          .sub(gaussianBlur(straight as tf.Tensor4D, 1.2)),
      ),
    ).toBeLessThan(1e-5)
    const graph = compileStep((x) => [tf.grad(score)(x)], [image])
    expect(largest(graph.run([image])[0]!.sub(tf.grad(score)(image)))).toBeLessThan(1e-5)
    graph.dispose()
    expect(withBlurredGradient(plain, undefined)).toBe(plain)
  })
})

test('a kept picture is brought to one contrast, and is asked for its score there', () => {
  const lot = random(5)
  const picture = Uint8Array.from({ length: 16 * 16 * 3 }, () => 100 + lot.integer(30))
  const stretched = atContrast(picture, 0.2)!
  expect(Math.abs(contrastOf(stretched) - 0.2)).toBeLessThan(0.5 / 255)
  expect(Math.abs(contrastOf(atContrast(stretched, 0.05)!) - 0.05)).toBeLessThan(0.5 / 255)
  // Half black, half white; all of one grey; a single bright pixel.
  expect(contrastOf(Uint8Array.of(0, 255, 0, 255))).toBe(0.5)
  expect(atContrast(new Uint8Array(48).fill(90), 0.2)).toBeNull()
  expect(atContrast(new Uint8Array(768).fill(9, 0, 1), 0.2)).toBeNull()
  const even = new Uint8Array(768).fill(90)
  const both = new Uint8Array([...picture, ...even])
  const of = { network, objectives: objectives.slice(0, 1) }
  const [first, second] = scoresAtContrast(of, both, 0.2)
  expect(first!.contrast).toBe(contrastOf(picture))
  expect(first!.score).toBeCloseTo(scoreOfEach(of, stretched)[0]!, 4)
  expect(second).toEqual({ contrast: 0, score: null })
})

test('budgets and the blur are told in words, and have limits', () => {
  const recipe = { kind: 'ascend', model: 'a'.repeat(64), objectives: [{ kind: 'logit', class: 1 }] }
  const told = ascentWords(ascendRecipe.parse({ ...recipe, budget: specs[0], gradientBlur: 1 }))
  expect(told).toContain('; each picture at a contrast of 0.2; the gradient blurred by 1 pixel.')
  expect(ascendRecipe.parse(recipe)).not.toHaveProperty('budget')
  for (const wrong of [
    { kind: 'contrast', contrast: 0 },
    { kind: 'contrast', contrast: 0.6 },
    { kind: 'brightness', brightness: 1.1 },
  ])
    expect(schema.safeParse(wrong).success).toBe(false)
})
