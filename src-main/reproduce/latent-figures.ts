// The figures of the latent space: 11 (ascent), 12 and 13 (search).
import { className } from '../../src-shared/classes.ts'
import type { Panel } from '../../src-shared/figure.ts'
import { figure7Layer, figure7Objectives, figure12Class } from '../../src-shared/reproduction.ts'
import { objectiveKey } from '../../src-shared/objective.ts'
import type { Run } from '../../src-shared/run.ts'
import { against, judge, likeness, number, partsOf, type Pin, show } from './figures.ts'
import type { ExampleRow, KeptFigure, Made, NearestTable } from './findings.ts'
import { mean, median, type Picture, strip, tilesOf } from './picture.ts'

/** Rank by rank, what a search found for one objective. */
export interface Tops { hash: string; picture: Picture; scores: number[] }
export interface Climb { run: Run; made: Made[]; film(one: Made): Picture }

/** Frames of a film that a figure shows. */
const shownFrames = 8

function climbWords(climb: Climb): { moved: number; gained: number; improved: number; dead: number; best: Made; gradient: number } {
  const { made } = climb
  return {
    moved: median(made.map((one) => one.meta.distance)), gained: median(made.map((one) => one.meta.score - one.meta.scoreFirst)),
    improved: made.filter((one) => one.meta.score > one.meta.scoreFirst).length / made.length, dead: made.filter((one) => one.meta.dead).length,
    best: made.reduce((a, b) => (b.meta.score > a.meta.score ? b : a)), gradient: median(made.map((one) => one.meta.gradientNormFirst)),
  }
}

/** Fig. 11: gradient ascent in the latent space, the author's way and ours, against the best of the search. */
export function figure11(author: Climb | null, ours: Climb, found: { example: Picture; exampleScore: number; searched: number; search: Run }, pin: Pin): KeptFigure {
  const name = className(figure12Class)
  const own = climbWords(ours)
  const theirs = author && climbWords(author)
  const film = (climb: Climb, key: string, row: string): Panel[] => {
    const { best } = climbWords(climb)
    const frames = tilesOf(climb.film(best), climb.film(best).height)
    const count = Math.min(shownFrames, frames.length)
    const chosen = Array.from({ length: count }, (_, at) => frames[Math.round((at * (frames.length - 1)) / Math.max(1, count - 1))]!)
    return [pin(`panel/11/${key}`, strip(chosen), { label: 'Film', row, caption: `logit ${show(best.meta.scoreFirst, 1)} → ${show(best.meta.score, 1)}, moved ${show(best.meta.distance)}`, alt: `A latent ascent from left to right, ${row}: logit ${show(best.meta.scoreFirst, 1)} to ${show(best.meta.score, 1)}.` })]
  }
  return {
    number: 11, title: 'Ascent in the latent space', caption: 'Optimizing a class output objective in the latent space of the decoder. Top left: target class example.',
    reading: `Ours improves ${show(100 * own.improved, 0)} % of its starts and reaches logit ${show(own.best.meta.score, 1)}; the best dataset example has ${show(found.exampleScore, 1)}, the best of the search ${show(found.searched, 1)}.${theirs ? ` The author’s way improves ${show(100 * theirs.improved, 0)} % and reaches ${show(theirs.best.meta.score, 1)}.` : ''}`,
    panels: [
      pin('panel/11/example', found.example, { label: name, row: 'Best dataset example', caption: `logit ${show(found.exampleScore, 1)}`, alt: `A dataset picture of the class ${name}.` }),
      ...(author ? film(author, 'author', 'The author’s decoder and step') : []),
      ...film(ours, 'ours', 'Ours'),
    ],
    numbers: [
      number('Ours reaches', own.best.meta.score, 'logit', 'The best of all starts.'),
      number('Search reaches', found.searched, 'logit', 'The best of the random search: the baseline the paper fell back to.'),
      number('Best dataset example', found.exampleScore, 'logit', 'The highest logit of the class in the training split.'),
      number('Ours gains', own.gained, 'logit', 'Median over the starts of the last score minus the first.'),
      number('Ours moves', own.moved, 'whitened units', 'Median distance between start and end; the encoded training set has standard deviation 1.'),
      ...(theirs ? [
        number('The author’s gains', theirs.gained, 'logit', 'The same for the author’s decoder, step rule and start.'),
        number('The author’s gradient at the start', theirs.gradient, '', 'Median length of the gradient at the latent vector; 0 would be a dead start.'),
        number('Dead starts, the author’s', theirs.dead, `of ${author.made.length}`, 'Starts whose gradient is exactly zero: a ReLU blocks all of it.'),
      ] : []),
    ],
    claims: [
      ...(theirs && author ? [{
        paper: 'The optimization will never move very far from the random starting position.',
        ours: `The author’s step is ${theirs.dead} of ${author.made.length} times blocked at the start; elsewhere it improves ${show(100 * theirs.improved, 0)} % of the starts, by ${show(theirs.gained, 1)} in the median.`,
        // Where ours does not climb either there is nothing to measure by.
        verdict: own.gained > 0 ? judge(theirs.gained < 0.25 * own.gained, theirs.gained > 0.75 * own.gained) : 'open' as const,
      }, {
        paper: 'We believe this behaviour is due to the vanishing gradient problem: 13 layers are likely too many for a reliable gradient.',
        ours: `Ours goes through as many layers and climbs: ${show(100 * own.improved, 0)} % of the starts improve. The median gradient of the author’s at the start is ${theirs.gradient.toExponential(1)}.`,
        verdict: judge(false, own.improved > 0.8 && own.gained > 0),
      }] : []),
      {
        paper: 'Instead, we simply used random sampling in the latent space to find good latent vectors.',
        ours: `Ascent reaches ${show(own.best.meta.score, 1)}, the search ${show(found.searched, 1)}.`,
        verdict: judge(own.best.meta.score < found.searched, own.best.meta.score >= found.searched),
      },
    ],
    parts: partsOf({ ...(author ? { author: author.run } : {}), ours: ours.run, search: found.search }),
  }
}

/** A search for the class of Fig. 12: how its samples were drawn, in words, how many there were, and the best of them. */
export interface Draw { row: string; tops: Tops; samples: number }

/**
 * Fig. 12: the best latent vectors for a class, drawn as the paper did (uniformly in a box) and from where the encoded pictures lie.
 * `pixels`: how the pixel methods of Fig. 10 did for the same class.
 */
export function figure12(runs: { search: Run; near: Run; nearest: Run }, draws: { box: Draw; near: Draw }, found: { example: Picture; exampleScore: number; nearest: NearestTable; pixels: { hash: string; label: number }[] }, pin: Pin): KeptFigure {
  const name = className(figure12Class)
  const pixels = likeness(found.nearest, found.pixels)
  const measured = (['box', 'near'] as const).map((key) => {
    const { row, tops, samples } = draws[key]
    const rows = found.nearest.rows.filter((one) => one.picture === tops.hash)
    return { key, row, tops, samples, count: rows.length, right: rows.filter((one) => one.label === figure12Class).length, away: median(rows.map((one) => one.distance)) / found.nearest.baseline.median }
  })
  const [box, near] = measured as [(typeof measured)[0], (typeof measured)[0]]
  return {
    number: 12, title: 'The best of the latent space for a class', caption: 'Generated images corresponding to the best 8 latent vectors for a class output objective. Found by random sampling, not gradient descent. Top left: Target class example.',
    reading: `Drawn uniformly from the box, ${box.right} of ${box.count} have a ${name} as their nearest training picture; drawn from where the data lie, ${near.right} of ${near.count}; of the pixel pictures of this class in Fig. 10, ${pixels.right} of ${pixels.count}.`,
    panels: [
      pin('panel/12/example', found.example, { label: name, row: 'Best dataset example', caption: `logit ${show(found.exampleScore, 1)}`, alt: `A dataset picture of the class ${name}.` }),
      ...measured.flatMap(({ key, row, tops }) => tilesOf(tops.picture, tops.picture.height).slice(0, tops.scores.length).map((tile, at) => pin(`panel/12/${key}/${at}`, tile, { label: `Rank ${at + 1}`, row, caption: `logit ${show(tops.scores[at]!, 1)}`, alt: `Generated picture of rank ${at + 1} for ${name}, ${row.toLowerCase()}, logit ${show(tops.scores[at]!, 1)}.` }))),
    ],
    numbers: measured.flatMap(({ row, tops, samples, count, right, away }) => [
      number(`${row}: reaches`, against(tops.scores[0]!, found.exampleScore), '× best dataset example', `Logit of the best of ${samples.toLocaleString('en-US')} samples over that of the best dataset example.`),
      number(`${row}: nearest is of the class`, right, `of ${count}`, 'Generated pictures whose nearest training picture is of the target class.'),
      number(`${row}: distance to the data`, away, '× a test picture’s', 'Distance to the nearest training picture; 1 is as near as an unseen picture of the dataset.'),
    ]),
    claims: [{
      paper: 'Using the generative model is much more helpful for visualizing the class outputs.',
      ours: `Nearest training picture of the class: ${box.right} of ${box.count} from the box, ${near.right} of ${near.count} from where the data lie, ${pixels.right} of ${pixels.count} pixel pictures; ${show(box.away, 1)}, ${show(near.away, 1)} and ${show(pixels.distance, 1)} times a test picture’s distance from the data.`,
      verdict: judge(near.right / near.count > pixels.right / pixels.count && near.away < pixels.distance, box.right + near.right === 0),
    }],
    parts: partsOf(runs),
  }
}

/** Fig. 13: the best latent vectors for each channel of Fig. 7. */
export function figure13(runs: { search: Run; robust: Run }, topsOf: (key: string) => Tops, found: { examples: Map<string, ExampleRow>; robust: Made[]; naive: Made[] }, pin: Pin): KeptFigure {
  const rows = figure7Objectives.map((objective, channel) => {
    const key = objectiveKey(objective)
    const best = found.examples.get(key)?.top[0]?.score
    const score = (made: Made[]): number => against(mean(made.filter((one) => one.key === key).map((one) => one.meta.score)), best)
    const tops = topsOf(key)
    return { channel, tops, generated: against(tops.scores[0]!, best), naive: score(found.naive), robust: score(found.robust) }
  })
  const usable = rows.filter((row) => [row.generated, row.robust, row.naive].every(Number.isFinite))
  const [generated, robust, naive] = [median(usable.map((row) => row.generated)), median(usable.map((row) => row.robust)), median(usable.map((row) => row.naive))]
  return {
    number: 13, title: 'The best of the latent space for channels', caption: 'Generated images corresponding to the best 4 latent vectors for each of 8 different channel objectives. Found by random sampling, not gradient descent.',
    reading: `Generated pictures drive a channel ${show(generated)} times as much as its best dataset example; robust pixel pictures ${show(robust)} times.`,
    panels: rows.map(({ channel, tops, generated: ratio }) => pin(`panel/13/${channel}`, strip(tilesOf(tops.picture, tops.picture.height).slice(0, 4)), {
      label: `Channel ${channel}`, row: 'Best 4', caption: `${show(tops.scores[0]!)}${Number.isFinite(ratio) ? `, ${show(ratio)} × the best example` : ''}`, alt: `The four best generated pictures for ${figure7Layer} channel ${channel}.`,
    })),
    numbers: [
      number('Generated reaches', generated, '× best dataset example', 'Median over the channels of the best sample.'),
      number('Robust reaches', robust, '× best dataset example', 'Median over the same channels of Fig. 7’s robust pictures.'),
      number('Naive reaches', naive, '× best dataset example', 'Median over the same channels of Fig. 7’s naive pictures.'),
    ],
    claims: [{
      paper: 'The generative model is terrible for visualizing the lower-level channel objectives.',
      ours: `It reaches ${show(generated)} times the best dataset example where robust pixels reach ${show(robust)} and naive pixels ${show(naive)}.`,
      verdict: judge(generated < 0.5 * Math.max(robust, naive), generated >= Math.max(robust, naive)),
    }],
    parts: partsOf(runs),
  }
}
