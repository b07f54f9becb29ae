// A classifier learns by softmax cross-entropy, with its accuracy as a measure beside it.
import { answersOf } from '../../../../src-shared/domains/dataset.ts'
import type { ClassifierRecipe } from '../../../../src-shared/recipe/recipe.ts'
import { classifierArchitecture, classifierWeights } from '../../networks/presets.ts'
import { forward, weightSpecs } from '../../networks/sequential.ts'
import { adamLearner, type Learner } from '../learner.ts'
import { accuracy, crossEntropy } from '../losses.ts'

export function classifierLearner({ preset, dataset, seed }: ClassifierRecipe): Learner {
  const architecture = classifierArchitecture(preset, dataset.size, answersOf(dataset).length)
  return adamLearner(
    (weights, pictures, labels) => {
      const logits = forward(architecture, weights, pictures).logits!
      return { loss: crossEntropy(logits, labels), measures: [accuracy(logits, labels)] }
    },
    weightSpecs(architecture),
    classifierWeights(architecture, seed),
    ['train/loss', 'train/accuracy'],
  )
}
