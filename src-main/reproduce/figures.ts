// The figures of the dataset, the autoencoder and the pixels: 8, 9, 7 and 10. Each is read from finished runs; nothing is computed twice.
import { className } from '../../src-shared/classes.ts'
import type { FigureNumber, Panel, Verdict } from '../../src-shared/figure.ts'
import type { DatasetSettings } from '../../src-shared/recipe.ts'
import { figure7Layer, figure10Classes } from '../../src-shared/reproduction.ts'
import type { Run } from '../../src-shared/run.ts'
import type { ExampleRow, KeptFigure, Made, NearestTable } from './findings.ts'
import { coarse, distance, mean, meanColour, median, overPairs, type Picture, roughness } from './picture.ts'

/** Puts a picture into the library under the whole run and says how it is shown. */
export type Pin = (name: string, picture: Picture, words: Omit<Panel, 'hash' | 'width' | 'height'>) => Panel

export const number = (label: string, value: number, unit: string, help: string): FigureNumber => ({ label, value, unit, help })
export const partsOf = (runs: Record<string, Run>): string[] => Object.values(runs).map((run) => run.recipeHash)
/** A comparison with a number that is not known (NaN) is false both ways, which leaves the claim open. */
export const judge = (agrees: boolean, differs: boolean): Verdict => (agrees ? 'agrees' : differs ? 'differs' : 'open')
/** A score as a multiple of the best dataset example's; NaN when no example drives the unit at all, since there is nothing to measure by. */
export const against = (score: number, example: number | undefined): number => (example !== undefined && example > 0 ? score / example : Number.NaN)
export const show = (value: number, digits = 2): string => (Number.isFinite(value) ? value.toFixed(digits) : 'not known')
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

/** Fig. 8: the synthetic dataset. */
export function figure8(run: Run, wall: Picture, settings: DatasetSettings, pin: Pin): KeptFigure {
  const classes = settings.classes.length
  const same = settings.count === 24_000 && classes === 60 && settings.size === 48
  return {
    number: 8, title: 'The synthetic dataset', caption: 'Synthetic dataset used for the experiments.',
    reading: `${settings.count.toLocaleString('en-US')} pictures of ${settings.size} × ${settings.size} pixels, ${classes} classes, drawn from seed ${settings.seed}.`,
    panels: [pin('panel/8/wall', wall, { label: 'All classes', row: 'One picture of each class', caption: 'Rows: line, square, circle, triangle. Columns: single, double, filled, each in white, blue, green, red and rainbow.', alt: `A sheet with one picture of each of ${classes} classes of shapes on black.` })],
    numbers: [number('Pictures', settings.count, '', 'The paper has 24,000.'), number('Classes', classes, '', 'One for each shape, style and colour.')],
    claims: [{
      paper: 'A synthetic dataset of 24,000 48 × 48 images with 60 classes.',
      ours: same ? 'The same.' : `${settings.count.toLocaleString('en-US')} pictures of ${settings.size} × ${settings.size}, ${classes} classes.`,
      verdict: judge(same, false),
    }],
    parts: partsOf({ run }),
  }
}

export interface Quality { testError: number; blackError: number; accuracy: number; originalAccuracy: number }

/** Fig. 9: pictures after the autoencoder. */
export function figure9(runs: { judge: Run; autoencoder: Run }, sheet: Picture, quality: Quality, pin: Pin): KeptFigure {
  const share = quality.testError / quality.blackError
  return {
    number: 9, title: 'Auto-encoder reconstructions', caption: 'Auto-encoder reconstructed images.',
    reading: `The error is ${percent(share)} of that of an all-black picture, and the classifier names ${percent(quality.accuracy)} of the reconstructions rightly (${percent(quality.originalAccuracy)} of the originals).`,
    panels: [pin('panel/9/reconstructions', sheet, { label: 'Reconstructions', row: 'Original above its reconstruction', caption: 'One test picture of each class.', alt: 'A sheet of test pictures, each above what the autoencoder makes of it.' })],
    numbers: [
      number('Test error', quality.testError, 'MSE', 'Mean squared error over the test split; 0 is perfect.'),
      number('All-black error', quality.blackError, 'MSE', 'The error of answering black to everything: the baseline.'),
      number('Named rightly', 100 * quality.accuracy, '%', 'Share of reconstructed test pictures whose class the classifier still names.'),
      number('Originals named rightly', 100 * quality.originalAccuracy, '%', 'The same classifier on the test pictures themselves: the most that can be reached.'),
    ],
    claims: [{
      paper: 'A 6-dimensional latent space proves sufficient to get good reconstruction error.',
      ours: `The error falls to ${percent(share)} of the all-black error, but ${percent(1 - quality.accuracy)} of the reconstructions lose their class.`,
      verdict: judge(share < 0.25, share > 0.6),
    }],
    parts: partsOf(runs),
  }
}

export interface PixelFindings { naive: Made[]; robust: Made[]; examples: Map<string, ExampleRow>; example(key: string): Picture }

/** Scores of one method against the best dataset example: medians over objectives of the mean over starts. */
function reached(made: Made[], examples: Map<string, ExampleRow>, of: (one: Made) => number): { median: number; spread: number } {
  const keys = [...new Set(made.map((one) => one.key))]
  const ratios = keys.map((key) => made.filter((one) => one.key === key).map((one) => against(of(one), examples.get(key)?.top[0]?.score))).filter((row) => row.every(Number.isFinite))
  return { median: median(ratios.map(mean)), spread: median(ratios.map((row) => Math.max(...row) - Math.min(...row))) }
}

function activationNumbers({ naive, robust, examples }: PixelFindings): FigureNumber[] {
  const unit = '× best dataset example'
  const [a, b] = [reached(naive, examples, (one) => one.meta.score), reached(robust, examples, (one) => one.meta.score)]
  return [
    number('Naive reaches', a.median, unit, `Median over the objectives of the activation reached, as a multiple of the best dataset picture’s. It varies by ${show(a.spread)} between starts.`),
    number('Robust reaches', b.median, unit, `The same with transformation robustness, measured on the picture as it is, untransformed. It varies by ${show(b.spread)} between starts.`),
    number('Noise has', reached(naive, examples, (one) => one.meta.scoreFirst).median, unit, 'The random starting picture of the same ascent: the other baseline.'),
  ]
}

/** Fig. 7: channel objectives in pairs, without and with transformation robustness. */
export function figure7(runs: { naive: Run; robust: Run; examples: Run }, found: PixelFindings, pin: Pin): KeptFigure {
  const first = (made: Made[]): Made[] => made.filter((one) => one.start === 0)
  const [naive, robust] = [first(found.naive), first(found.robust)]
  const panels = naive.flatMap((one, at) => {
    const channel = one.key.split(':')[1]!
    const other = robust.find((candidate) => candidate.key === one.key)
    const best = found.examples.get(one.key)?.top[0]
    const words = (made: Made): string => (made.meta.dead ? 'dead: no gradient at the start, so the noise stays' : `${show(made.meta.score)} (best example ${show(best?.score ?? Number.NaN)})`)
    return [
      pin(`panel/7/${at}/naive`, one.picture, { label: `Channel ${channel}`, row: 'Naive', caption: words(one), alt: `Naive visualization of ${figure7Layer} channel ${channel}, ${words(one)}.` }),
      ...(other ? [pin(`panel/7/${at}/robust`, other.picture, { label: `Channel ${channel}`, row: 'Robust', caption: words(other), alt: `Visualization of ${figure7Layer} channel ${channel} with transformation robustness, ${words(other)}.` })] : []),
      ...(best ? [pin(`panel/7/${at}/example`, found.example(one.key), { label: `Channel ${channel}`, row: 'Best dataset example', caption: `${show(best.score)}, ${className(best.label)}`, alt: `The dataset picture that drives channel ${channel} most: ${className(best.label)}.` })] : []),
    ]
  })
  const alive = naive.flatMap((one) => {
    const other = robust.find((candidate) => candidate.key === one.key)
    return other && !one.meta.dead && !other.meta.dead ? [{ a: meanColour(one.picture), b: meanColour(other.picture) }] : []
  })
  const within = mean(alive.map(({ a, b }) => distance(a, b)))
  const between = mean(alive.flatMap(({ a }, i) => alive.flatMap(({ b }, j) => (i === j ? [] : [distance(a, b)]))))
  const [speckleNaive, speckleRobust] = [median(found.naive.map((one) => roughness(one.picture))), median(found.robust.map((one) => roughness(one.picture)))]
  const dead = naive.filter((one) => one.meta.dead).length
  return {
    number: 7, title: 'Channel objectives', caption: 'Channel objectives on our classifier, without (left) and with (right) transformation robustness regularization.',
    reading: `Naive pictures have ${show(speckleNaive / speckleRobust, 1)} times the speckle of robust ones.${dead > 0 ? ` ${dead} of ${naive.length} channels are dead at a noise picture and cannot be climbed.` : ''}`,
    panels,
    numbers: [
      ...activationNumbers(found),
      number('Speckle, naive', speckleNaive, '', 'Mean difference between neighbouring pixels over mean brightness, median over the pictures.'),
      number('Speckle, robust', speckleRobust, '', 'The same for the robust pictures.'),
    ],
    claims: [
      {
        paper: 'The two images of each pair bear some relation, especially by colour, but are clearly different.',
        ours: `The mean colours of a pair differ by ${show(within)} (of 1), those of unlike channels by ${show(between)}.`,
        verdict: alive.length < 3 ? 'open' : judge(within < 0.8 * between, within >= 0.8 * between),
      },
      {
        paper: 'Naive optimisation gives high-frequency patterns; transformation robustness keeps the network from relying on them.',
        ours: `Speckle ${show(speckleNaive)} without, ${show(speckleRobust)} with transformation robustness.`,
        verdict: judge(speckleNaive > 1.1 * speckleRobust, speckleNaive <= 1.1 * speckleRobust),
      },
    ],
    parts: partsOf(runs),
  }
}

/** How many of some pictures have a training picture of their own class as the nearest, and how near it is. */
export function likeness(table: NearestTable, made: { hash: string; label: number }[]): { right: number; count: number; distance: number } {
  const rows = made.map((one) => ({ label: one.label, row: table.rows.find((row) => row.picture === one.hash)! }))
  return { right: rows.filter(({ label, row }) => row.label === label).length, count: rows.length, distance: median(rows.map(({ row }) => row.distance)) / table.baseline.median }
}

/** Fig. 10: class output objectives; the target class above, then naive, then robust. */
export function figure10(runs: { naive: Run; robust: Run; nearest: Run }, found: PixelFindings, nearest: NearestTable, pin: Pin): KeptFigure {
  const columns = figure10Classes.map((label) => {
    const key = `logit:${label}`
    const pick = (made: Made[]): Made => made.find((one) => one.key === key && one.start === 0)!
    return { label, key, naive: pick(found.naive), robust: pick(found.robust), best: found.examples.get(key)!.top[0]! }
  })
  const panels = columns.flatMap(({ label, key, naive, robust, best }) => {
    const name = className(label)
    return [
      pin(`panel/10/${label}/example`, found.example(key), { label: name, row: 'Best dataset example', caption: `logit ${show(best.score, 1)}`, alt: `A dataset picture of the class ${name}.` }),
      pin(`panel/10/${label}/naive`, naive.picture, { label: name, row: 'Naive', caption: `logit ${show(naive.meta.score, 1)}`, alt: `Naive visualization of the class ${name}, logit ${show(naive.meta.score, 1)}.` }),
      pin(`panel/10/${label}/robust`, robust.picture, { label: name, row: 'Robust', caption: `logit ${show(robust.meta.score, 1)}`, alt: `Visualization of the class ${name} with transformation robustness, logit ${show(robust.meta.score, 1)}.` }),
    ]
  })
  const apart = (made: Picture[]): number => overPairs(made.map((one) => coarse(one)), distance)
  const [naiveApart, robustApart] = [apart(columns.map((one) => one.naive.picture)), apart(columns.map((one) => one.robust.picture))]
  const like = {
    naive: likeness(nearest, columns.map((one) => ({ hash: one.naive.hash, label: one.label }))),
    robust: likeness(nearest, columns.map((one) => ({ hash: one.robust.hash, label: one.label }))),
  }
  const nearer = Math.min(like.naive.distance, like.robust.distance)
  return {
    number: 10, title: 'Class output objectives', caption: 'Class output objectives on our classifier. Top: target class example. Middle: no regularization. Bottom: transformation robustness regularization.',
    reading: `The nearest training picture is of the target class for ${like.naive.right} of ${like.naive.count} naive and ${like.robust.right} of ${like.robust.count} robust pictures.`,
    panels,
    numbers: [
      ...activationNumbers(found),
      number('Naive, distance to the data', like.naive.distance, '× a test picture’s', 'Distance to the nearest training picture; 1 is as near as an unseen picture of the dataset.'),
      number('Robust, distance to the data', like.robust.distance, '× a test picture’s', 'The same for the robust pictures.'),
    ],
    claims: [
      {
        paper: 'These visualizations bear little resemblance to shapes.',
        ours: `They lie ${show(nearer, 1)} to ${show(Math.max(like.naive.distance, like.robust.distance), 1)} times as far from the training pictures as an unseen picture does.`,
        verdict: judge(nearer > 1.5, nearer <= 1.5),
      },
      {
        paper: 'Transformation robustness helps to make them visually distinct.',
        ours: `Seen coarsely (8 × 8 blocks) the four pictures differ by ${show(naiveApart, 3)} without and ${show(robustApart, 3)} with it.`,
        verdict: judge(robustApart > 1.1 * naiveApart, robustApart <= 1.1 * naiveApart),
      },
    ],
    parts: partsOf(runs),
  }
}
