// The figures of the dataset, the autoencoder and the pixels: 8, 9, 7 and 10. Each is read from finished runs; nothing is computed twice.
import { className } from '../../src-shared/domains/shapes/classes.ts'
import type { FigureNumber } from '../../src-shared/run/figure.ts'
import type { DatasetSettings } from '../../src-shared/recipe/recipe.ts'
import { figure7Layer, figure10Classes } from '../../src-shared/recipe/reproduction-presets.ts'
import type { ExampleRow } from '../../src-shared/run/results/examples.ts'
import type { NearestTable } from '../../src-shared/run/results/nearest.ts'
import type { KeptFigure } from '../../src-shared/run/results/reproduce.ts'
import type { Run } from '../../src-shared/run/run.ts'
import { type ChannelPair, naiveSpeckles, pairsDifferent, pairsRelated } from './claims/channels.ts'
import { littleResemblance, robustDistinct } from './claims/classes.ts'
import { type Need, percent, show } from './claims/judgement.ts'
import { type Reconstructions, sixSuffice } from './claims/reconstructions.ts'
import { against, number, partsOf, type Pin } from './figure-parts.ts'
import { type Made, stoodStill } from './findings.ts'
import { likeness } from './likeness.ts'
import type { Picture } from '../image/png.ts'
import { coarse, distance, mean, meanColour, median, overPairs, roughness } from './measures.ts'
import { silhouettes } from './statistics.ts'

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
    title: 'Auto-encoder reconstructions',
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

export interface PixelFindings {
  naive: Made[]
  robust: Made[]
  examples: Map<string, ExampleRow>
  example(key: string): Picture
  /** What every claim on these pictures needs. */
  needs: Need[]
}

/** Scores of one method against the best dataset example: medians over objectives of the mean over starts. */
function reached(made: Made[], examples: Map<string, ExampleRow>, of: (one: Made) => number): { median: number; spread: number } {
  const keys = [...new Set(made.map((one) => one.key))]
  const ratios = keys
    .map((key) => made.filter((one) => one.key === key).map((one) => against(of(one), examples.get(key)?.top[0]?.score)))
    .filter((row) => row.every(Number.isFinite))
  return { median: median(ratios.map(mean)), spread: median(ratios.map((row) => Math.max(...row) - Math.min(...row))) }
}

function activationNumbers({ naive, robust, examples }: PixelFindings): FigureNumber[] {
  const unit = '× best training picture'
  const [a, b] = [reached(naive, examples, (one) => one.meta.score), reached(robust, examples, (one) => one.meta.score)]
  return [
    number(
      'Naive reaches',
      a.median,
      unit,
      `Median over the objectives of the mean over the starts, as a multiple of the highest activation of all training pictures. It ` +
        `varies by ${show(a.spread)} between starts.`,
    ),
    number(
      'Robust reaches',
      b.median,
      unit,
      `The same with transformation robustness, measured on the picture as it is, untransformed. It varies by ` +
        `${show(b.spread)} between starts.`,
    ),
    number(
      'Noise reaches',
      reached(naive, examples, (one) => one.meta.scoreFirst).median,
      unit,
      'The random starting picture of the same ascent: the other baseline.',
    ),
  ]
}

/** Pictures of one method by objective, without those that never had a gradient. */
function climbed(made: Made[], key: string): Picture[] {
  return made.filter((one) => one.key === key && !stoodStill(one)).map((one) => one.picture)
}

const crossMean = <T>(some: readonly T[], others: readonly T[], of: (a: T, b: T) => number): number =>
  mean(some.flatMap((a) => others.map((b) => of(a, b))))

/** What is compared of each channel that both methods could climb from two starts at least. */
export function channelPairs(naive: Made[], robust: Made[]): ChannelPair[] {
  const channels = [...new Set(naive.map((one) => one.key))]
    .map((key) => ({ naive: climbed(naive, key), robust: climbed(robust, key) }))
    .filter((one) => one.naive.length > 1 && one.robust.length > 1)
  const looks = channels.map((one) => ({
    naive: one.naive.map((picture) => coarse(picture)),
    robust: one.robust.map((picture) => coarse(picture)),
  }))
  const colours = channels.map((one) => ({ naive: one.naive.map(meanColour), robust: one.robust.map(meanColour) }))
  return channels.map((one, at) => ({
    ownColour: crossMean(colours[at]!.naive, colours[at]!.robust, distance),
    otherColour: crossMean(
      colours[at]!.naive,
      colours.flatMap(({ robust: list }, other) => (other === at ? [] : list)),
      distance,
    ),
    methods: crossMean(looks[at]!.naive, looks[at]!.robust, distance),
    starts: Math.max(overPairs(looks[at]!.naive, distance), overPairs(looks[at]!.robust, distance)),
    speckleNaive: mean(one.naive.map(roughness)),
    speckleRobust: mean(one.robust.map(roughness)),
  }))
}

/** Fig. 7: channel objectives in pairs, without and with transformation robustness. */
export function figure7(runs: { naive: Run; robust: Run; examples: Run }, found: PixelFindings, pin: Pin): KeptFigure {
  const first = (made: Made[]): Made[] => made.filter((one) => one.start === 0)
  const [naive, robust] = [first(found.naive), first(found.robust)]
  const panels = naive.flatMap((one, at) => {
    const channel = one.key.split(':')[1]!
    const other = robust.find((candidate) => candidate.key === one.key)
    const best = found.examples.get(one.key)?.top[0]
    const words = (made: Made): string =>
      stoodStill(made)
        ? 'no gradient from the first step on, so the noise stays'
        : `${show(made.meta.score)} (best example ${show(best?.score ?? Number.NaN)})`
    return [
      pin(`7/${at}/naive`, one.picture, {
        label: `Channel ${channel}`,
        row: 'Naive',
        caption: words(one),
        alt: `Naive visualization of ${figure7Layer} channel ${channel}, ${words(one)}.`,
      }),
      ...(other
        ? [
            pin(`7/${at}/robust`, other.picture, {
              label: `Channel ${channel}`,
              row: 'Robust',
              caption: words(other),
              alt: `Visualization of ${figure7Layer} channel ${channel} with transformation robustness, ${words(other)}.`,
            }),
          ]
        : []),
      ...(best
        ? [
            pin(`7/${at}/example`, found.example(one.key), {
              label: `Channel ${channel}`,
              row: 'Best dataset example',
              caption: `${show(best.score)}, ${className(best.label)}`,
              alt: `The training picture that drives channel ${channel} most: ${className(best.label)}.`,
            }),
          ]
        : []),
    ]
  })
  const pairs = channelPairs(found.naive, found.robust)
  const [speckleNaive, speckleRobust] = [median(pairs.map((one) => one.speckleNaive)), median(pairs.map((one) => one.speckleRobust))]
  const still = naive.length - pairs.length
  return {
    number: 7,
    title: 'Channel objectives',
    caption: 'Channel objectives on our classifier, without (left) and with (right) transformation robustness regularization.',
    reading:
      `Naive pictures have ${show(speckleNaive / speckleRobust, 1)} times the speckle of robust ` +
      `ones.${
        still > 0
          ? ` ${still} of ${naive.length} channels ${still === 1 ? 'has' : 'have'} no gradient at most of the noise pictures; ` +
            `${still === 1 ? 'it cannot be climbed and is' : 'they cannot be climbed and are'} left out of the comparison.`
          : ''
      }`,
    panels,
    numbers: [
      ...activationNumbers(found),
      number(
        'Speckle, naive',
        speckleNaive,
        '',
        'Mean difference between neighbouring pixels over mean brightness, median over the channels: 0 for a flat picture, 0.67 for noise.',
      ),
      number('Speckle, robust', speckleRobust, '', 'The same for the robust pictures.'),
    ],
    claims: [pairsRelated(pairs, found.needs), pairsDifferent(pairs, found.needs), naiveSpeckles(pairs, found.needs)],
    remarks: [],
    parts: partsOf(runs),
  }
}

/** Fig. 10: class output objectives; the target class above, then naive, then robust. */
export function figure10(
  runs: { naive: Run; robust: Run; nearest: Run },
  found: PixelFindings,
  nearest: NearestTable,
  pin: Pin,
): KeptFigure {
  const columns = figure10Classes.map((label) => {
    const key = `logit:${label}`
    const pick = (made: Made[]): Made => made.find((one) => one.key === key && one.start === 0)!
    return { label, key, naive: pick(found.naive), robust: pick(found.robust), best: found.examples.get(key)!.top[0]! }
  })
  const panels = columns.flatMap(({ label, key, naive, robust, best }) => {
    const name = className(label)
    return [
      pin(`10/${label}/example`, found.example(key), {
        label: name,
        row: 'Best dataset example',
        caption: `logit ${show(best.score, 1)}`,
        alt: `A training picture of the class ${name}.`,
      }),
      pin(`10/${label}/naive`, naive.picture, {
        label: name,
        row: 'Naive',
        caption: `logit ${show(naive.meta.score, 1)}`,
        alt: `Naive visualization of the class ${name}, logit ${show(naive.meta.score, 1)}.`,
      }),
      pin(`10/${label}/robust`, robust.picture, {
        label: name,
        row: 'Robust',
        caption: `logit ${show(robust.meta.score, 1)}`,
        alt: `Visualization of the class ${name} with transformation robustness, logit ${show(robust.meta.score, 1)}.`,
      }),
    ]
  })
  const targets = (made: Made[]) =>
    made.filter((one) => !stoodStill(one)).map((one) => ({ hash: one.hash, label: Number(one.key.split(':')[1]) }))
  const like = { naive: likeness(nearest, targets(found.naive)), robust: likeness(nearest, targets(found.robust)) }
  // In the order of class and start, so that a naive picture is compared with the robust one of the same class and start.
  const apart = (made: Made[]): number[] =>
    silhouettes(
      columns.map(({ key }) =>
        made
          .filter((one) => one.key === key)
          .sort((a, b) => a.start - b.start)
          .map((one) => coarse(one.picture)),
      ),
      distance,
    ).flat()
  const [naiveApart, robustApart] = [apart(found.naive), apart(found.robust)]
  return {
    number: 10,
    title: 'Class output objectives',
    caption:
      'Class output objectives on our classifier. Top: target class example. Middle: no regularization. Bottom: transformation ' +
      'robustness regularization.',
    reading:
      `The training picture most like them is of the target class for ` +
      `${like.naive.right} of ${like.naive.count} naive and ${like.robust.right} of ${like.robust.count} robust pictures.`,
    panels,
    numbers: [
      ...activationNumbers(found),
      number(
        'Naive, resemblance',
        median(like.naive.resemblance),
        'of a test picture’s',
        'Median over classes and starts. Correlation with the training picture most like it, by means of 4 × 4 pixels: 0 is as like ' +
          'as noise, 1 as an unseen test picture.',
      ),
      number('Robust, resemblance', median(like.robust.resemblance), 'of a test picture’s', 'The same for the robust pictures.'),
      number(
        'Naive, silhouette',
        median(naiveApart),
        '',
        'How well the classes’ pictures stand apart: 1 is each class by itself, 0 as near to another class as to another start of its own.',
      ),
      number('Robust, silhouette', median(robustApart), '', 'The same for the robust pictures.'),
    ],
    claims: [
      littleResemblance([...like.naive.resemblance, ...like.robust.resemblance], found.needs),
      robustDistinct(naiveApart, robustApart, found.needs),
    ],
    remarks: [],
    parts: partsOf(runs),
  }
}
