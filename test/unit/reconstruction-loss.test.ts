import { expect, it } from 'vitest'
import { createReconstructionEvaluator, finish } from '../../src-main/science/evaluation/evaluate.ts'
import { sequentialGenerator } from '../../src-main/science/generators/sequential-generator.ts'
import { forward, weightSpecs } from '../../src-main/science/networks/sequential.ts'
import { asTensors, randomWeights, smallDecoder, smallEncoder } from '../fixtures/small-networks.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'

it('gives the loss as training counts it, not clipped, beside the error of what is shown', () => {
  const architecture = { encoder: smallEncoder(), decoder: smallDecoder(3, 'linear') }
  const [encoder, decoder] = [randomWeights(architecture.encoder, 2), randomWeights(architecture.decoder, 3)]
  const pictures = Uint8Array.from({ length: 5 * 768 }, (_, at) => (at * 37) % 256)
  const specs = [...weightSpecs(architecture.encoder), ...weightSpecs(architecture.decoder)]
  const weights = [...encoder, ...decoder].map((values, at) => tf.tensor(values, specs[at]!.shape))
  const evaluator = createReconstructionEvaluator(sequentialGenerator(architecture, weights))
  const { loss, error } = finish(
    evaluator.evaluate(weights, { pictures, labels: new Uint8Array(5), shape: [16, 16, 3] }, Uint32Array.of(0, 1, 2, 3, 4)),
  )
  evaluator.dispose()
  const truth = tf.tensor4d(
    Float32Array.from(pictures, (byte) => byte / 255),
    [5, 16, 16, 3],
  )
  const code = forward(architecture.encoder, asTensors(architecture.encoder, encoder), truth)['latent']!
  const again = forward(architecture.decoder, asTensors(architecture.decoder, decoder), code)['conv1']!.dataSync<'float32'>()
  const mean = (value: (at: number) => number): number =>
    again.reduce((sum, _, at) => sum + (value(at) - pictures[at]! / 255) ** 2, 0) / again.length
  expect(loss).toBeCloseTo(
    mean((at) => again[at]!),
    3,
  )
  expect(error).toBeCloseTo(
    mean((at) => Math.min(1, Math.max(0, again[at]!))),
    3,
  )
  expect(loss).toBeGreaterThan(error)
})
