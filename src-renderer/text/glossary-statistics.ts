// Glossary: numbers that tell of many pictures at once.
import type { Word } from './glossary-word.ts'

export const statisticsWords = {
  probability: {
    term: 'Probability',
    plain: 'share of the votes',
    help: 'A class’s share of all votes; all classes together have 100 %. It says how sure the network is, not whether it is right.',
    also: 'softmax class share percentage',
  },
  'standard-deviation': {
    term: 'Standard deviation (σ)',
    plain: 'usual spread',
    help: 'How far numbers usually lie from their mean. To be one σ away is common; to be three away is rare.',
    also: 'sigma deviation',
  },
  variance: {
    term: 'Variance',
    plain: 'how much numbers differ',
    help: 'The mean squared distance from the mean. “40 % of the variance” means this share of all differences.',
  },
  explained: {
    term: 'Explained share',
    plain: 'how much goes along',
    help: 'The share of a number’s variance that goes along with a factor, such as colour. At 100 %, nothing else decides the number.',
    also: 'eta squared correlation ratio explains',
  },
  correlation: {
    term: 'Correlation (r)',
    plain: 'how well two lists agree',
    help: 'How well two lists of numbers rise and fall together: 1 is exactly, 0 is not at all, −1 is the other way round.',
  },
  'principal-axis': {
    term: 'Principal axis',
    plain: 'main direction',
    help: 'The direction in which the latent vectors of a dataset differ most. The second one is at a right angle to it.',
    also: 'principal component pca',
  },
  histogram: {
    term: 'Histogram',
    plain: 'bars that count',
    help: 'Each bar shows how many pictures have an activation in its range. With a log scale, small numbers of pictures can be seen too.',
    also: 'log scale distribution',
  },
  interval: {
    term: '95 % interval',
    plain: 'range of doubt',
    help: 'The true value most likely lies in this range. More pictures, or more starts, make it narrower.',
    also: 'confidence',
  },
  'normal-distribution': {
    term: 'Normal distribution',
    plain: 'bell curve',
    help: 'Random numbers that fall near the mean more often than far from it. Here they have the mean and spread of the encoded pictures.',
    also: 'gaussian covariance posterior',
  },
} satisfies Record<string, Word>
