// Fig. 7: what the paper says of naive and robust pictures of the same channel.
import type { Claim } from '../../../src-shared/run/figure.ts'
import { judgedByMedian, type Need } from './judgement.ts'

/** Of each channel that can be climbed, means over the starts. */
export interface ChannelPair {
  /**
   * Distance of the mean colours of its naive and robust pictures, and of its naive pictures and the robust ones of other channels; RMS, 0
   * to 1.
   */
  ownColour: number
  otherColour: number
  /** Distance of its naive and robust pictures seen coarsely, and the larger of the mean distances between two starts of one method. */
  methods: number
  starts: number
  /** Mean difference of neighbouring pixels over mean brightness. */
  speckleNaive: number
  speckleRobust: number
}

/** "We can see that the two images of each pair bear some relation, especially by color." */
export function pairsRelated(pairs: readonly ChannelPair[], needs: readonly Need[]): Claim {
  const ratios = pairs.map((one) => one.ownColour / one.otherColour)
  return judgedByMedian(
    ratios,
    {
      paper: 'We can see that the two images of each pair bear some relation, especially by color …',
      rule: {
        agrees:
          'the mean colours of a channel’s two pictures are nearer than 0.8 times those of different channels, with the whole 95 % ' +
          'interval over the channels',
        differs: 'the whole interval is above 0.95: a pair is hardly more alike than two different channels',
      },
      ours: (median) =>
        `Over ${pairs.length} channels, the mean colours of a naive picture and its robust partner are ` +
        `${median} times as far apart as those of different channels.`,
      bounds: { agrees: 0.8, differs: 0.95 },
    },
    needs,
  )
}

/** "... but are clearly different." */
export function pairsDifferent(pairs: readonly ChannelPair[], needs: readonly Need[]): Claim {
  const ratios = pairs.map((one) => one.methods / one.starts)
  return judgedByMedian(
    ratios,
    {
      paper: '… but are clearly different.',
      rule: {
        agrees:
          'seen coarsely (8 × 8 blocks), naive and robust pictures of a channel differ by more than 1.25 times what two starts of one ' +
          'method differ, with the whole 95 % interval over the channels',
        differs: 'the whole interval is below 1.1: the method changes a picture no more than another start does',
      },
      ours: (median) => `Over ${pairs.length} channels, the two methods differ by ${median} times what two starts differ.`,
      bounds: { agrees: 1.25, differs: 1.1 },
    },
    needs,
  )
}

/** "Naively, we end up with images with high-frequency patterns" that a network under random transformations "can no longer rely on". */
export function naiveSpeckles(pairs: readonly ChannelPair[], needs: readonly Need[]): Claim {
  const ratios = pairs.map((one) => one.speckleNaive / one.speckleRobust)
  return judgedByMedian(
    ratios,
    {
      paper:
        'Naively, we end up with images with high-frequency patterns; with transformation robustness, the network can no longer rely ' +
        'on localized high-frequency patterns.',
      rule: {
        agrees:
          'naive pictures have more than 1.1 times the speckle of robust ones of the same channel, with the whole 95 % interval over ' +
          'the channels',
        differs: 'the whole interval is below 1: robust pictures have more',
      },
      ours: (median) => `Over ${pairs.length} channels, naive pictures have ${median} times the speckle of robust ones.`,
      bounds: { agrees: 1.1, differs: 1 },
    },
    needs,
  )
}
