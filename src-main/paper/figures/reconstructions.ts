// Fig. 9: pictures after the autoencoder.
import type { KeptFigure } from '../../../src-shared/run/results/reproduce.ts'
import type { Run } from '../../../src-shared/run/run.ts'
import { percent } from '../claims/judgement.ts'
import { type Reconstructions, sixSuffice } from '../claims/reconstructions.ts'
import { number, partsOf, type Pin } from '../figure-parts.ts'
import type { Picture } from '../../image/png.ts'

export interface Quality extends Reconstructions {
  accuracy: number
  originalAccuracy: number
  /**
   * Of the test pictures named correctly (`of`), those whose reconstruction is named wrongly; null where they were not counted, or there
   * are none.
   */
  lost: { wrong: number; of: number } | null
}

/** Fewer pictures than this carry no share: half of them is uncertain by 18 percentage points and more (1.96 sqrt(p (1 - p) / n)). */
const fewestPictures = 30
/** What reconstructions lose, with the counts that the share is of. */
export function lostWords(lost: Quality['lost']): string {
  if (lost === null) return 'How many test pictures lose their class after the autoencoder is not known.'
  const { wrong, of } = lost
  const found =
    `Of the test pictures that the classifier names correctly, ` +
    `${percent(wrong / of)} (${wrong.toLocaleString('en-US')} of ${of.toLocaleString('en-US')}) are named wrongly after the autoencoder.`
  return of < fewestPictures ? `${found} So few pictures tell nothing about the others.` : found
}

/** Fig. 9: pictures after the autoencoder. */
export function figure9(runs: { judge: Run; autoencoder: Run }, sheet: Picture, quality: Quality, pin: Pin): KeptFigure {
  const share = quality.testError / quality.blackError
  return {
    number: 9,
    title: 'Autoencoder reconstructions',
    caption: 'Auto-encoder reconstructed images.',
    reading: `The error is ${percent(share)} of what answering black would give. ${lostWords(quality.lost)}`,
    panels: [
      pin('9/reconstructions', sheet, {
        label: 'Reconstructions',
        row: 'Original above its reconstruction',
        caption: 'One test picture of each class.',
        alt: 'A sheet of test pictures, each above what the autoencoder makes of it.',
      }),
    ],
    numbers: [
      number('Test error', quality.testError, 'MSE', 'Mean squared error over the test split; 0 is perfect.'),
      number('All-black error', quality.blackError, 'MSE', 'The error of answering black to everything: the baseline.'),
      number(
        'Lose their class',
        quality.lost === null ? Number.NaN : (100 * quality.lost.wrong) / quality.lost.of,
        '%',
        `Of the ${quality.lost?.of.toLocaleString('en-US') ?? ''} test pictures that the classifier names correctly: the share whose ` +
          `reconstruction it names wrongly.`,
      ),
      number(
        'Reconstructions named correctly',
        100 * quality.accuracy,
        '%',
        'Share of all test pictures whose reconstruction the classifier names correctly.',
      ),
      number('Originals named correctly', 100 * quality.originalAccuracy, '%', 'The same classifier on the test pictures themselves.'),
    ],
    claims: [sixSuffice(quality)],
    remarks: [],
    parts: partsOf(runs),
  }
}
