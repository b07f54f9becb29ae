// What a classifier calls a few validation pictures while it learns. Read off the check after each epoch, so that it costs the training
// nothing.
import { classNameOf, type DatasetSpec, type LoadedDataset } from '../../../src-shared/domains/dataset.ts'
import { indicesOf } from '../../../src-shared/domains/shapes/dataset.ts'
import type { LivePicture } from '../../../src-shared/run/event.ts'
import { random } from '../../../src-shared/math/random.ts'
import type { Mistake } from '../../science/evaluation/evaluate.ts'

/** So few that each can be looked at, so many that their share says something. */
const mostPictures = 12

export interface Guesses {
  /** `wrong`: all mistakes of a check of the whole validation split. */
  take(epoch: number, wrong: readonly Mistake[]): void
  /** Each picture with what it was called at the last check; none before the first. */
  pictures(): LivePicture[]
}

/** The same pictures at every check, and in every training with this dataset and seed. */
export function createGuesses(dataset: LoadedDataset, spec: DatasetSpec, seed: number): Guesses {
  const chosen = [...random(seed, 'guesses').shuffle(indicesOf(dataset.split, 'validation')).subarray(0, mostPictures)]
  const { size } = spec
  const each = size * size * 3
  let shown: LivePicture[] = []
  return {
    take(epoch, wrong) {
      const said = new Map(wrong.map((one) => [one.index, one.said]))
      shown = chosen.map((index, at) => {
        const truth = dataset.labels[index]!
        return {
          name: `guess:${at}`,
          label: classNameOf(spec, truth),
          width: size,
          height: size,
          rgb: dataset.images.slice(index * each, (index + 1) * each),
          guess: { epoch, truth, said: said.get(index) ?? truth },
        }
      })
    },
    pictures: () => shown,
  }
}
