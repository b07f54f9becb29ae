// Fig. 11: a class, climbed in the latent space.
import { className } from '../../../src-shared/domains/shapes/classes.ts'
import type { FigureNumber, Panel } from '../../../src-shared/run/figure.ts'
import type { LatentStatistics } from '../../../src-shared/network/model-file.ts'
import { figure12Class } from '../../../src-shared/recipe/reproduction-presets.ts'
import type { KeptFigure } from '../../../src-shared/run/results/reproduce.ts'
import type { Run } from '../../../src-shared/run/run.ts'
import { gradientVanishes, type LatentStart, neverMovesFar } from '../claims/ascent.ts'
import { type Need, show } from '../claims/judgement.ts'
import { number, partsOf, type Pin } from '../figure-parts.ts'
import { bestOf, type Made } from '../findings.ts'
import type { Picture } from '../../image/png.ts'
import { strip, tilesOf } from '../../image/tiles.ts'
import { median } from '../measures.ts'
import { typicalDeviation, whitenedDistance } from '../whitened.ts'

export interface Climb {
  run: Run
  made: Made[]
  /** Where the encoded training pictures of its generator lie. */
  statistics: LatentStatistics
  film(one: Made): Picture
}

/**
 * What a climb in a generator's latent space found, in the units of that generator. A climb that walks in whitened units has its gradient
 * in them.
 */
export function latentStarts({ made, statistics }: Pick<Climb, 'made' | 'statistics'>, walks: 'whitened' | 'raw'): LatentStart[] {
  const unit = walks === 'raw' ? typicalDeviation(statistics) : 1
  return made.map(({ meta }) => ({
    moved:
      meta.latent && meta.latentFirst
        ? whitenedDistance(statistics, meta.latent, meta.latentFirst)
        : walks === 'whitened'
          ? meta.distance
          : Number.NaN,
    first: meta.scoreFirst,
    last: meta.score,
    slope: (meta.gradientNormFirst ?? Number.NaN) * unit,
    dead: meta.dead,
    perLayer: meta.gradientFirst ?? null,
  }))
}

function climbNumbers(whose: string, starts: LatentStart[]): FigureNumber[] {
  return [
    number(
      `${whose}: gains`,
      median(starts.map((one) => one.last - one.first)),
      'logit',
      `Median over ${starts.length} starts of the last score minus the first, both of the pictures in 8 bits.`,
    ),
    number(
      `${whose}: moves`,
      median(starts.map((one) => one.moved)),
      'standard deviations',
      'Median distance between start and end in the units of the same generator, whose encoded training pictures have standard ' +
        'deviation 1.',
    ),
    number(
      `${whose}: first gradient`,
      median(starts.map((one) => one.slope)),
      'logits for a standard deviation',
      'Median length of the gradient at the latent vector before the first step.',
    ),
    number(
      `${whose}: blocked at the start`,
      starts.filter((one) => one.slope === 0).length,
      `of ${starts.length}`,
      'Starts whose gradient is exactly zero before the first step.',
    ),
    number(
      `${whose}: blocked later`,
      starts.filter((one) => one.slope > 0 && one.dead).length,
      `of ${starts.length}`,
      'Starts that had a gradient at first and none after the last step.',
    ),
  ]
}

export interface AscentFindings {
  example: Picture
  /** Logits of 8-bit pictures: of the best training picture, and of the best of the search. */
  exampleScore: number
  searched: number
  samples: number
  steps: number
  search: Run
  /** What the claims on the author's generator need. */
  needs: Need[]
}

/** Fig. 11: gradient ascent in the latent space, the author's way and ours, against the best of the search. */
export function figure11(author: Climb | null, ours: Climb, found: AscentFindings, pin: Pin): KeptFigure {
  const name = className(figure12Class)
  const own = latentStarts(ours, 'whitened')
  const theirs = author && latentStarts(author, 'raw')
  const [best, improved] = [bestOf(ours.made), (starts: LatentStart[]): number => starts.filter((one) => one.last > one.first).length]
  const film = (climb: Climb, key: string, row: string): Panel[] => {
    const shown = bestOf(climb.made)
    const frames = tilesOf(climb.film(shown), climb.film(shown).height)
    // Eight fit beside each other.
    const count = Math.min(8, frames.length)
    const chosen = Array.from({ length: count }, (_, at) => frames[Math.round((at * (frames.length - 1)) / Math.max(1, count - 1))]!)
    const words = `logit ${show(shown.meta.scoreFirst, 1)} → ${show(shown.meta.score, 1)}`
    return [
      pin(`11/${key}`, strip(chosen), {
        label: 'Film',
        row,
        caption: `${words}, the best of ${climb.made.length} starts`,
        alt: `A latent ascent from left to right, ${row}: ${words}.`,
      }),
    ]
  }
  const claims =
    theirs && author
      ? [
          neverMovesFar(theirs, { latent: author.statistics.mean.length, best: found.exampleScore }, found.needs),
          gradientVanishes(theirs, found.needs),
        ]
      : []
  return {
    number: 11,
    title: 'Ascent in the latent space',
    caption: 'Optimizing a class output objective in the latent space of the decoder. Top left: target class example.',
    reading:
      `${
        theirs && author
          ? `The author’s way raises ${improved(theirs)} of ` +
            `${theirs.length} starts and reaches logit ${show(bestOf(author.made).meta.score, 1)}. `
          : ''
      }Ours, on our own generator, raises ` +
      `${improved(own)} of ${own.length} and reaches ${show(best.meta.score, 1)}; the best training picture has ` +
      `${show(found.exampleScore, 1)}.`,
    panels: [
      pin('11/example', found.example, {
        label: name,
        row: 'Best dataset example',
        caption: `logit ${show(found.exampleScore, 1)}`,
        alt: `A training picture of the class ${name}.`,
      }),
      ...(author ? film(author, 'author', 'The author’s decoder and step') : []),
      ...film(ours, 'ours', 'Ours'),
    ],
    numbers: [...(theirs ? climbNumbers('The author’s way', theirs) : []), ...climbNumbers('Ours', own)],
    claims,
    remarks: [
      {
        paper:
          'However, instead of making these changes, we simply used random sampling in the latent space to find good latent vectors, ' +
          'instead of gradient descent.',
        ours:
          `On our generator, the best of ${found.samples.toLocaleString('en-US')} random samples has logit ` +
          `${show(found.searched, 1)}; the best of ${own.length} ascents of ` +
          `${found.steps.toLocaleString('en-US')} steps each ` +
          `(${(own.length * found.steps).toLocaleString('en-US')} pictures looked at) has ` +
          `${show(best.meta.score, 1)}.` +
          `${
            theirs
              ? ' Our generator, step and start all differ from the author’s, so these two films cannot show which of them ' +
                'makes the difference.'
              : ''
          }`,
      },
    ],
    parts: partsOf({ ...(author ? { author: author.run } : {}), ours: ours.run, search: found.search }),
  }
}
