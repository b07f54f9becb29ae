// Fig. 10: what the paper says of pictures that were made for a class.
import type { Claim } from '../../../src-shared/run/figure.ts'
import { judgedByMedian, type Need } from './judgement.ts'

/**
 * "These visualizations bear little resemblance to shapes." `resemblance`, of each picture: its correlation with the training picture most
 * like it, on a scale where noise has 0 and a test picture 1 (medians of both).
 */
export function littleResemblance(resemblance: readonly number[], needs: readonly Need[]): Claim {
  return judgedByMedian(
    resemblance,
    {
      paper: 'These visualizations bear little resemblance to shapes.',
      rule: {
        agrees:
          'on a scale from 0 (as like a training picture as noise is) to 1 (as an unseen test picture is), the whole 95 % interval ' +
          'over the pictures is below 1/3',
        differs: 'the whole interval is above 2/3',
      },
      ours: (median) =>
        `Naive and robust pictures together (${resemblance.length} of them) reach ` +
        `${median} on that scale. Pictures are compared by the means of small blocks, so that speckle does not count.`,
      bounds: { agrees: 1 / 3, differs: 2 / 3 },
    },
    needs,
  )
}

/**
 * "Transformation robustness regularization helps to make them visually distinct." Silhouettes of the pictures of both methods, in the same
 * order of class and start.
 */
export function robustDistinct(naive: readonly number[], robust: readonly number[], needs: readonly Need[]): Claim {
  const gains = robust.map((one, at) => one - naive[at]!)
  return judgedByMedian(
    gains,
    {
      paper: 'We can see that transformation robustness regularization helps to make them visually distinct.',
      rule: {
        agrees:
          'the classes’ pictures stand apart better with it: their silhouettes (1: each class by itself, 0: as near to another class ' +
          'as to another start of its own) rise, with the whole 95 % interval over classes and starts',
        differs: 'the whole interval of the change is below 0',
      },
      ours: (median) =>
        `Seen coarsely (8 × 8 blocks), the silhouette changes by ` +
        `${median} from naive to robust pictures of the same class and start (${gains.length} pairs).`,
      bounds: { agrees: 0, differs: 0 },
    },
    needs,
  )
}
