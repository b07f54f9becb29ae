// The figures of the latent space: 11 (ascent), 12 and 13 (search).
import { className } from '../../src-shared/domains/shapes/classes.ts'
import type { FigureNumber, Panel } from '../../src-shared/run/figure.ts'
import type { LatentStatistics } from '../../src-shared/network/model-file.ts'
import { objectiveKey } from '../../src-shared/recipe/objective.ts'
import { figure7Layer, figure7Objectives, figure12Class } from '../../src-shared/recipe/reproduction-presets.ts'
import type { ExampleRow } from '../../src-shared/run/results/examples.ts'
import type { NearestTable } from '../../src-shared/run/results/nearest.ts'
import type { KeptFigure } from '../../src-shared/run/results/reproduce.ts'
import type { Run } from '../../src-shared/run/run.ts'
import { gradientVanishes, type LatentStart, neverMovesFar } from './claims/ascent.ts'
import { type Need, show } from './claims/judgement.ts'
import { type ChannelSearch, generatorHelps, terribleForChannels } from './claims/search.ts'
import { against, number, partsOf, type Pin } from './figure-parts.ts'
import { bestOf, type Made, stoodStill, type Tops } from './findings.ts'
import { likeness, type Target, testNamed } from './likeness.ts'
import type { Picture } from '../image/png.ts'
import { strip, tilesOf } from '../image/tiles.ts'
import { coarse, distance, mean, median } from './measures.ts'
import { silhouettes } from './statistics.ts'
import { typicalDeviation, whitenedDistance } from './whitened.ts'

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
    slope: meta.gradientNormFirst * unit,
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

export interface ChannelFindings {
  examples: Map<string, ExampleRow>
  robust: Made[]
  naive: Made[]
  samples: number
  steps: number
  generatorError: number
  needs: Need[]
}

/** Generated pictures of a channel that the figure shows, as many as the paper. */
const shownBest = 4

/** Fig. 13: the best latent vectors for each channel of Fig. 7. */
export function figure13(runs: { search: Run; robust: Run }, topsOf: (key: string) => Tops, found: ChannelFindings, pin: Pin): KeptFigure {
  const rows = figure7Objectives.map((objective, channel) => {
    const key = objectiveKey(objective)
    const tops = topsOf(key)
    const own = (made: Made[]): Made[] => made.filter((one) => one.key === key && !stoodStill(one))
    return {
      channel,
      tops,
      best: found.examples.get(key)?.top[0]?.score,
      generated: Math.max(...tops.scores),
      naive: own(found.naive),
      robust: own(found.robust),
      tiles: tilesOf(tops.picture, tops.picture.height).slice(0, Math.min(shownBest, tops.scores.length)),
    }
  })
  const highest = (made: Made[]): number => Math.max(...made.map((one) => one.meta.score))
  const usable = rows.filter((row) => row.robust.length > 1 && highest(row.robust) > 0)
  const apart = (of: (row: (typeof rows)[0]) => Picture[]): number[] =>
    silhouettes(
      usable.map((row) => of(row).map((picture) => coarse(picture))),
      distance,
    ).map(mean)
  const [generatedApart, robustApart] = [apart((row) => row.tiles), apart((row) => row.robust.map((one) => one.picture))]
  const channels = usable.map(
    (row, at): ChannelSearch => ({
      generated: row.generated,
      robust: highest(row.robust),
      generatedApart: generatedApart[at]!,
      robustApart: robustApart[at]!,
    }),
  )
  const multiple = (of: (row: (typeof rows)[0]) => number): number =>
    median(usable.map((row) => against(of(row), row.best)).filter(Number.isFinite))
  const starts = Math.max(1, ...usable.map((row) => row.robust.length))
  return {
    number: 13,
    title: 'The best of the latent space for channels',
    caption:
      'Generated images corresponding to the best 4 latent vectors for each of 8 different channel objectives. Found by random ' +
      'sampling, not gradient descent.',
    reading:
      `The best generated picture drives a channel ${show(multiple((row) => row.generated))} times as much as its best ` +
      `training picture; the best robust pixel picture ${show(multiple((row) => highest(row.robust)))} times.`,
    panels: rows.map(({ channel, tops, tiles, generated, best }) =>
      pin(`13/${channel}`, strip(tiles), {
        label: `Channel ${channel}`,
        row: 'Best 4',
        caption: `${show(tops.scores[0]!)}${
          Number.isFinite(against(generated, best)) ? `, ${show(against(generated, best))} × the best training picture` : ''
        }`,
        alt: `The four best generated pictures for ${figure7Layer} channel ${channel}.`,
      }),
    ),
    numbers: [
      number(
        'Generated reaches',
        multiple((row) => row.generated),
        '× best training picture',
        `Median over the channels of the best of ${found.samples.toLocaleString('en-US')} samples, in 8 bits.`,
      ),
      number(
        'Robust reaches',
        multiple((row) => highest(row.robust)),
        '× best training picture',
        `Median over the same channels of the best of ${starts} robust pictures of Fig. 7.`,
      ),
      number(
        'Naive reaches',
        multiple((row) => (row.naive.length > 0 ? highest(row.naive) : Number.NaN)),
        '× best training picture',
        `Median over the same channels of the best of ${starts} naive pictures of Fig. 7.`,
      ),
      number(
        'Generated, silhouette',
        median(generatedApart),
        '',
        'How well the channels’ pictures stand apart, seen coarsely: 1 is each channel by itself, 0 as near to another channel as to ' +
          'its own others.',
      ),
      number('Robust, silhouette', median(robustApart), '', 'The same for the robust pictures.'),
    ],
    claims: [
      terribleForChannels(
        channels,
        { samples: found.samples, starts, steps: found.steps, generatorError: found.generatorError },
        found.needs,
      ),
    ],
    remarks: [],
    parts: partsOf(runs),
  }
}
