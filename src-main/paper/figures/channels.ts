// Fig. 7: channels, climbed in pixels.
import { className } from '../../../src-shared/domains/shapes/classes.ts'
import { figure7Layer } from '../../../src-shared/recipe/reproduction-presets.ts'
import type { KeptFigure } from '../../../src-shared/run/results/reproduce.ts'
import type { Run } from '../../../src-shared/run/run.ts'
import { type ChannelPair, naiveSpeckles, pairsDifferent, pairsRelated } from '../claims/channels.ts'
import { show } from '../claims/judgement.ts'
import { number, partsOf, type Pin } from '../figure-parts.ts'
import { type Made, stoodStill } from '../findings.ts'
import type { Picture } from '../../image/png.ts'
import { coarse, distance, mean, meanColour, median, overPairs, roughness } from '../measures.ts'
import { type PixelFindings, activationNumbers } from './pixel-findings.ts'

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
