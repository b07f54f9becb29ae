// Fig. 12 and 13: what the paper says of the best pictures among many random latent vectors.
import type { Claim } from '../../../src-shared/run/figure.ts'
import { paperSamples } from '../../../src-shared/recipe/reproduction-presets.ts'
import { median } from '../measures.ts'
import { differenceInterval, shareInterval, signInterval } from '../statistics.ts'
import { drawsWell, goodError, judged, type Judgement, type Need, percent, show, sideOf, spread } from './judgement.ts'

/** Pictures whose most similar training picture is of the class they were made for, of how many. */
export interface Named {
  right: number
  count: number
}

/** What a finding against generated pictures needs, so that it is not the doing of a short search or training. */
const wholeSearch =
  `and the search had ${paperSamples.toLocaleString('en-US')} samples of a generator whose error is at most ` +
  `${percent(goodError, 0)} of what answering black would give`

/** The number of samples a search had, where too few of them would explain the finding. */
const enoughSamples = (samples: number, matters: boolean): Need => ({
  met: !matters || samples >= paperSamples,
  lack:
    `The search had ${samples.toLocaleString('en-US')} of the paper’s ` +
    `${paperSamples.toLocaleString('en-US')} samples, and more may find better pictures.`,
})

export interface ClassSearch {
  /** The best of the paper's own box. */
  box: Named
  /** All naive and robust pixel pictures of the same class. */
  pixels: Named
  samples: number
  /** Steps of each pixel picture. */
  steps: number
  /** Share of unseen test pictures whose most similar training picture is of their class: how well that can tell a class at all. */
  testNamed: number
  /** Error of the generator's reconstructions over that of an all-black picture. */
  generatorError: number
}

/**
 * "Comparing to the rainbow square visualization from Figure 10, using the generative model is much more helpful for visualizing the class
 * outputs."
 */
export function generatorHelps({ box, pixels, samples, steps, testNamed, generatorError }: ClassSearch, needs: readonly Need[]): Claim {
  const [own, other] = [shareInterval(box.right, box.count), shareInterval(pixels.right, pixels.count)]
  const { side, why } = ((): Pick<Judgement, 'side' | 'why'> => {
    if (!own || !other) return { side: 'open', why: 'There are no pictures to compare.' }
    const more = differenceInterval(own, other)
    if (own.middle >= 0.5 && more.low > 0) return { side: 'agrees' }
    if (own.high < 0.5 || more.high < 0) return { side: 'differs' }
    return { side: 'open', why: 'With so few pictures, that difference may be random.' }
  })()
  const tellable: Need = {
    met: testNamed >= 0.6,
    lack:
      `Only ${percent(testNamed)} of unseen test pictures are most like a training picture of their own class, so this measure ` +
      `cannot tell classes apart here; at least 60 % are needed.`,
  }
  return judged(
    {
      paper:
        'Comparing to the rainbow square visualization from Figure 10, we can see that using the generative model is much more ' +
        'helpful for visualizing the class outputs.',
      rule: {
        agrees:
          'at least half of the paper’s 8 best pictures are most like a training picture of the class, and more than of the pixel ' +
          'pictures (95 % interval of the difference above 0)',
        differs: `fewer than half are (95 % interval below half), or fewer than of the pixel pictures (interval below 0), ${wholeSearch}`,
      },
      ours:
        `Most like a training picture of the class: ${box.right} of the ` +
        `${box.count} best of ${samples.toLocaleString('en-US')} samples from the box, ` +
        `${pixels.right} of ${pixels.count} pixel pictures of ${steps.toLocaleString('en-US')} steps each, ` +
        `${percent(testNamed)} of unseen test pictures.`,
      side,
      ...(why ? { why } : {}),
    },
    [...needs, tellable, enoughSamples(samples, side === 'differs'), drawsWell(generatorError, side === 'differs')],
  )
}

/** One channel of Fig. 7. */
export interface ChannelSearch {
  /** Scores of the kept 8-bit pictures: the best of the search, and the best of the robust starts. */
  generated: number
  robust: number
  /** Mean silhouettes of its pictures among those of the other channels: the best few of the search, and the robust starts. */
  generatedApart: number
  robustApart: number
}

/** "However, it is terrible for visualizing the lower-level channel objectives that we saw earlier." */
export function terribleForChannels(
  channels: readonly ChannelSearch[],
  budget: { samples: number; starts: number; steps: number; generatorError: number },
  needs: readonly Need[],
): Claim {
  const ratios = channels.map((one) => one.generated / one.robust)
  const apart = channels.map((one) => one.generatedApart - one.robustApart)
  const [drive, gain] = [signInterval(ratios), signInterval(apart)]
  const strength = sideOf(drive, { agrees: 0.5, differs: 0.8 })
  const { side, why } = ((): Pick<Judgement, 'side' | 'why'> => {
    if (!drive || !gain) return { side: 'open', why: 'There are too few channels to tell.' }
    if (strength.side === 'agrees')
      return gain.low > 0
        ? { side: 'open', why: 'They drive the channels less, but tell them apart better: the two do not point the same way.' }
        : { side: 'agrees' }
    if (strength.side === 'differs')
      return gain.high < 0
        ? { side: 'open', why: 'They drive the channels as well, but tell them apart less: the two do not point the same way.' }
        : { side: 'differs' }
    return { side: 'open', ...(strength.why ? { why: strength.why } : {}) }
  })()
  return judged(
    {
      paper:
        'However, it is terrible for visualizing the lower-level channel objectives, comparing to the corresponding objectives in ' +
        'Figure 7.',
      rule: {
        agrees:
          `the best generated picture drives a channel less than half as much as the best robust pixel picture (whole 95 % ` +
          `interval over the channels), generated pictures do not tell the channels apart better, ${wholeSearch}`,
        differs:
          'it drives the channel more than 0.8 times as much (whole interval), and generated pictures do not tell the channels apart less',
      },
      ours:
        `Over ${channels.length} channels, the best of ${budget.samples.toLocaleString('en-US')} samples reaches ` +
        `${spread(ratios, drive)} times what the best of ${budget.starts} robust pictures of ` +
        `${budget.steps.toLocaleString('en-US')} steps reaches, both as kept in 8 bits; by the number of pictures looked at, the ` +
        `comparison favours the search. ` +
        `Silhouettes of the channels’ pictures: ${show(median(channels.map((one) => one.generatedApart)))} generated, ` +
        `${show(median(channels.map((one) => one.robustApart)))} robust.`,
      side,
      ...(why ? { why } : {}),
    },
    [...needs, enoughSamples(budget.samples, side === 'agrees'), drawsWell(budget.generatorError, side === 'agrees')],
  )
}
