// How fast a network learns on this machine, found out by letting it learn for a moment: nobody has to start a training to know how long it
// takes.
import { setImmediate as turn } from 'node:timers/promises'
import { generateDataset } from '../../../src-shared/domains/shapes/dataset.ts'
import { answersOf } from '../../../src-shared/domains/dataset.ts'
import { newDataset, type TrainingRecipe } from '../../../src-shared/recipe/recipe.ts'
import { trainingOf } from '../../science/training/learners/index.ts'

/** Pictures to learn from; which they are does not change the time. */
const pictures = 600
/** The first steps trace the graph and warm the caches. */
const warmUp = 3
const milliseconds = 800

/**
 * Pictures a second that a training of this recipe learns from here, by its own step on a few pictures of their size. Takes about a second
 * and a half.
 */
export async function timeTraining(recipe: TrainingRecipe): Promise<number> {
  const drawn = generateDataset({ ...newDataset(), size: recipe.dataset.size, count: pictures })
  const dataset = { ...drawn, labels: drawn.labels.map((label) => label % answersOf(recipe.dataset).length) }
  // Enough epochs never to come to the end of the schedule.
  const { training } = trainingOf({ ...recipe, epochs: 10_000 }, dataset)
  try {
    for (let step = 0; step < warmUp; step++) training.advance()
    const began = performance.now()
    let seen = 0
    while (performance.now() - began < milliseconds) {
      training.advance()
      seen += training.batchSize
      // Questions of the page are answered in between.
      await turn()
    }
    return (seen * 1000) / (performance.now() - began)
  } finally {
    training.dispose()
  }
}
