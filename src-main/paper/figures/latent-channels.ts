// Fig. 13: channels, searched for in the latent space.
import { objectiveKey } from '../../../src-shared/recipe/objective.ts'
import { figure7Layer, figure7Objectives } from '../../../src-shared/recipe/reproduction-presets.ts'
import type { ExampleRow } from '../../../src-shared/run/results/examples.ts'
import type { KeptFigure } from '../../../src-shared/run/results/reproduce.ts'
import type { Run } from '../../../src-shared/run/run.ts'
import { type Need, show } from '../claims/judgement.ts'
import { type ChannelSearch, terribleForChannels } from '../claims/search.ts'
import { against, number, partsOf, type Pin } from '../figure-parts.ts'
import { type Made, stoodStill, type Tops } from '../findings.ts'
import type { Picture } from '../../image/png.ts'
import { strip, tilesOf } from '../../image/tiles.ts'
import { coarse, distance, mean, median } from '../measures.ts'
import { silhouettes } from '../statistics.ts'

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
