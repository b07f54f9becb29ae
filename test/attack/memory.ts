// Ascents one after the other in this process: what TensorFlow holds after each is what it held after the first.
import { ascendJob } from '../../src-main/engine/process/jobs/ascend.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { ascendRecipe } from '../../src-shared/recipe/recipe.ts'
import { recordingContext } from '../fixtures/job-context.ts'
import { smallModels } from '../fixtures/small-networks.ts'
import { type Attack, below, oneOf } from './report.ts'

export const memory: Attack = async ({ rounds, random, fell }) => {
  const [model, generator] = ['1'.repeat(64), '2'.repeat(64)]
  const models = smallModels()
  const before = tf.memory()
  let made = 0
  for (let round = 0; round < rounds; round++) {
    const recipe = ascendRecipe.parse({
      kind: 'ascend',
      model,
      objectives: Array.from({ length: 1 + below(random, 4) }, (_, channel) => ({
        kind: 'channel',
        layer: oneOf(random, ['conv1', 'conv2', 'conv2.relu']),
        channel: channel % 3,
      })),
      starts: 1 + below(random, 3),
      steps: 1 + below(random, 12),
      seed: round,
      frames: oneOf(random, [0, 2, 5]),
      optimizer: oneOf(random, [
        { kind: 'adam', step: 0.05 },
        { kind: 'normalized', step: 0.01 },
        { kind: 'unit', step: 0.1 },
      ]),
      transforms: oneOf(random, [[], [{ kind: 'jitter', pixels: 2 }], [{ kind: 'paper' }]]),
      parameterization: oneOf(random, [{ kind: 'pixels' }, { kind: 'decoder', generator }]),
    })
    const context = recordingContext({
      blobs: { [model]: models.classifier, [generator]: models.generator },
      ...(random.uniform() < 0.3 ? { stopAt: (turn) => (turn > 3 ? 'cancel' : null) } : {}),
    })
    await ascendJob(recipe, context)
    made += context.artifacts.size
    const now = tf.memory()
    if (now.numTensors !== before.numTensors || now.numBytes !== before.numBytes) {
      fell(
        `after ${round + 1} ascents ${now.numTensors} tensors of ` +
          `${now.numBytes} bytes, at first ${before.numTensors} of ${before.numBytes}`,
      )
      break
    }
  }
  return `${rounds} ascents, ${made} pictures and films, ${tf.memory().numTensors} tensors held`
}
