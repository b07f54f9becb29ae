// Fig. 8: the synthetic dataset.
import type { DatasetSettings } from '../../../src-shared/recipe/recipe.ts'
import type { KeptFigure } from '../../../src-shared/run/results/reproduce.ts'
import type { Run } from '../../../src-shared/run/run.ts'
import { number, partsOf, type Pin } from '../figure-parts.ts'
import type { Picture } from '../../image/png.ts'

/** Fig. 8: the synthetic dataset. What the paper says of it are settings, not findings: nothing is judged. */
export function figure8(run: Run, wall: Picture, settings: DatasetSettings, pin: Pin): KeptFigure {
  const classes = settings.classes.length
  const drawn = `${settings.count.toLocaleString('en-US')} pictures of ${settings.size} × ${settings.size} pixels, ${classes} classes`
  return {
    number: 8,
    title: 'The synthetic dataset',
    caption: 'Synthetic dataset used for the experiments.',
    reading: `${drawn}, drawn from seed ${settings.seed}.`,
    panels: [
      pin('8/wall', wall, {
        label: 'All classes',
        row: 'One picture of each class',
        caption: 'Rows: line, square, circle, triangle. Columns: single, double, filled, each in white, blue, green, red and rainbow.',
        alt: `A sheet with one picture of each of ${classes} classes of shapes on black.`,
      }),
    ],
    numbers: [
      number('Pictures', settings.count, '', 'The paper has 24,000.'),
      number('Classes', classes, '', 'The paper has 60: one for each shape, style and colour.'),
    ],
    claims: [],
    remarks: [
      { paper: 'We created a synthetic dataset of 24000 48x48 images with 60 classes for the experiments.', ours: `We drew ${drawn}.` },
    ],
    parts: partsOf({ run }),
  }
}
