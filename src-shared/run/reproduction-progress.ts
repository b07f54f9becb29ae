// How far a reproduction is: over all its parts by the work in each, with those to come, and the time left of the whole.
import type { ReproduceRecipe } from '../recipe/recipe.ts'
import { figure7Objectives, figure10Objectives, trainShare } from '../recipe/reproduction-presets.ts'
import type { Run } from './run.ts'

export interface PlannedPart {
  /** The name of the run that it becomes. */
  name: string
  /** Its work in training steps of the classifier for one picture. */
  work: number
}

/**
 * What parts cost in training steps of the classifier for one picture, as `npm run bench` has it on a processor with AVX2: an autoencoder's
 * step for a picture, a step of a pixel ascent, one through a generator and the classifier, and a sample of the search.
 */
const [redraws, pixelStep, latentStep, sample] = [3, 1.6, 2.5, 0.28]
/** Reading, compiling and writing of any part. */
const overhead = 2000
/**
 * Starts of each pixel picture and of a latent ascent; samples of both searches in those of the first; looks at a picture of the dataset.
 */
const [starts, latentStarts, near, looks] = [3, 16, 0.2, 0.5]

/** The parts of a reproduction in the order in which they are carried out. */
export function plannedParts({
  dataset,
  classifier,
  autoencoder,
  authorEpochs,
  pixelSteps,
  latentSteps,
  samples,
}: ReproduceRecipe): PlannedPart[] {
  const learning = trainShare * dataset.count
  const pixels = (name: string, objectives: number): PlannedPart => ({ name, work: pixelSteps * starts * objectives * pixelStep })
  const parts: PlannedPart[] = [
    { name: 'Dataset', work: 0.1 * dataset.count },
    { name: 'Classifier', work: classifier.epochs * learning },
    { name: 'Autoencoder (ours)', work: autoencoder.epochs * learning * redraws },
    { name: 'Reconstructions', work: 0.1 * dataset.count },
    { name: 'Dataset examples', work: looks * dataset.count },
    pixels('Channels, naive', figure7Objectives.length),
    pixels('Channels, robust', figure7Objectives.length),
    pixels('Classes, naive', figure10Objectives.length),
    pixels('Classes, robust', figure10Objectives.length),
    { name: 'Nearest training pictures, classes', work: looks * dataset.count },
    ...(authorEpochs > 0
      ? [
          { name: 'Autoencoder (the author’s)', work: authorEpochs * learning * redraws },
          { name: 'Latent ascent, the author’s way', work: latentSteps * latentStarts * latentStep },
        ]
      : []),
    { name: 'Latent ascent, ours', work: latentSteps * latentStarts * latentStep },
    { name: 'Latent search', work: samples * sample },
    { name: 'Latent search, where the data lie', work: near * samples * sample },
    { name: 'Nearest training pictures, generated', work: looks * dataset.count },
  ]
  return parts.map(({ name, work }) => ({ name, work: work + overhead }))
}

export interface PartProgress {
  name: string
  state: Run['state'] | 'to come' /** Id of its run; null before it begins. */
  id: string | null
  seconds: number
}
export interface ReproductionProgress {
  parts: PartProgress[]
  /** Share of the whole work that is done, 0 to 1. */
  share: number
  /** By the speed of what was carried out, or before a tenth of it was, by `expected`; null when neither tells. */
  secondsLeft: number | null
}
type Part = Pick<Run, 'id' | 'name' | 'state' | 'seconds' | 'started' | 'progress' | 'notices'>

/**
 * `now` in milliseconds since 1970; `expected`: seconds of the whole by earlier runs. Parts taken from earlier runs are done, and tell no
 * speed.
 */
export function reproductionProgress(
  recipe: ReproduceRecipe,
  children: readonly Part[],
  now: number,
  expected: number | null,
): ReproductionProgress {
  const planned = plannedParts(recipe)
  const whole = planned.reduce((sum, one) => sum + one.work, 0)
  const parts: PartProgress[] = []
  let [done, carriedOut, spent] = [0, 0, 0]
  for (const { name, work } of planned) {
    const run = children.findLast((one) => one.name === name)
    const share =
      run === undefined
        ? 0
        : run.state === 'finished'
          ? 1
          : run.progress && run.progress.total > 0
            ? Math.min(1, run.progress.done / run.progress.total)
            : 0
    const seconds =
      run === undefined
        ? 0
        : run.state === 'running' && run.started !== null
          ? Math.max(run.seconds, (now - run.started) / 1000)
          : run.seconds
    parts.push({ name, state: run?.state ?? 'to come', id: run?.id ?? null, seconds })
    done += share * work
    if (run && !run.notices.some(({ code }) => code === 'reused')) {
      carriedOut += share * work
      spent += Math.max(0, seconds)
    }
  }
  const left = whole - done
  const secondsLeft =
    carriedOut >= whole / 10 && spent > 0 ? (spent * left) / carriedOut : expected === null ? null : (expected * left) / whole
  return { parts, share: Math.min(1, done / whole), secondsLeft }
}
