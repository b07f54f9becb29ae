// Fig. 12: a class, searched for in the latent space.
import { className } from '../../../src-shared/domains/shapes/classes.ts'
import { figure12Class } from '../../../src-shared/recipe/reproduction-presets.ts'
import type { NearestTable } from '../../../src-shared/run/results/nearest.ts'
import type { KeptFigure } from '../../../src-shared/run/results/reproduce.ts'
import type { Run } from '../../../src-shared/run/run.ts'
import { type Need, show } from '../claims/judgement.ts'
import { generatorHelps } from '../claims/search.ts'
import { against, number, partsOf, type Pin } from '../figure-parts.ts'
import type { Tops } from '../findings.ts'
import { likeness, type Target, testNamed } from '../likeness.ts'
import type { Picture } from '../../image/png.ts'
import { tilesOf } from '../../image/tiles.ts'
import { median } from '../measures.ts'

/** A search for the class of Fig. 12: how its samples were drawn, in words, how many there were, and the best of them. */
export interface Draw {
  row: string
  tops: Tops
  samples: number
}
export interface ClassFindings {
  example: Picture
  exampleScore: number
  nearest: NearestTable
  /** The pixel pictures of Fig. 10 for the same class, all starts of both methods, and the steps of each. */
  pixels: Target[]
  steps: number
  /** Error of the generator's reconstructions over that of an all-black picture. */
  generatorError: number
  needs: Need[]
}

/** Fig. 12: the best latent vectors for a class, drawn as the paper did (uniformly in a box) and from where the encoded pictures lie. */
export function figure12(
  runs: { search: Run; near: Run; nearest: Run },
  draws: { box: Draw; near: Draw },
  found: ClassFindings,
  pin: Pin,
): KeptFigure {
  const name = className(figure12Class)
  const pixels = likeness(found.nearest, found.pixels)
  const measured = (['box', 'near'] as const).map((key) => ({
    key,
    ...draws[key],
    ...likeness(found.nearest, [{ hash: draws[key].tops.hash, label: figure12Class }]),
  }))
  const [box, near] = measured as [(typeof measured)[0], (typeof measured)[0]]
  return {
    number: 12,
    title: 'The best of the latent space for a class',
    caption:
      'Generated images corresponding to the best 8 latent vectors for a class output objective. Found by random sampling, not ' +
      'gradient descent. Top left: Target class example.',
    reading:
      `Drawn uniformly from the box, as in the paper, ` +
      `${box.right} of the ${box.count} best are most like a training picture of a ` +
      `${name}; drawn from where the data lie, ${near.right} of ${near.count}; of the pixel pictures of this class, ` +
      `${pixels.right} of ${pixels.count}.`,
    panels: [
      pin('12/example', found.example, {
        label: name,
        row: 'Best dataset example',
        caption: `logit ${show(found.exampleScore, 1)}`,
        alt: `A training picture of the class ${name}.`,
      }),
      ...measured.flatMap(({ key, row, tops }) =>
        tilesOf(tops.picture, tops.picture.height)
          .slice(0, tops.scores.length)
          .map((tile, at) =>
            pin(`12/${key}/${at}`, tile, {
              label: `Rank ${at + 1}`,
              row,
              caption: `logit ${show(tops.scores[at]!, 1)}`,
              alt: `Generated picture of rank ${at + 1} for ${name}, ${row.toLowerCase()}, logit ${show(tops.scores[at]!, 1)}.`,
            }),
          ),
      ),
    ],
    numbers: measured.flatMap(({ row, tops, samples, count, right, resemblance }) => [
      number(
        `${row}: reaches`,
        against(Math.max(...tops.scores), found.exampleScore),
        '× best training picture',
        `Logit of the best of ${samples.toLocaleString('en-US')} samples over that of the best training picture, both in 8 bits.`,
      ),
      number(
        `${row}: most like the class`,
        right,
        `of ${count}`,
        'Generated pictures whose most similar training picture is of the target class.',
      ),
      number(
        `${row}: resemblance`,
        median(resemblance),
        'of a test picture’s',
        'Median correlation with the training picture most like it: 0 is as like as noise, 1 as an unseen test picture.',
      ),
    ]),
    claims: [
      generatorHelps(
        {
          box,
          pixels,
          samples: draws.box.samples,
          steps: found.steps,
          testNamed: testNamed(found.nearest),
          generatorError: found.generatorError,
        },
        found.needs,
      ),
    ],
    remarks: [],
    parts: partsOf(runs),
  }
}
