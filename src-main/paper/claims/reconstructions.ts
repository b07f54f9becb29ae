// Fig. 9: what the paper says of the autoencoder's reconstructions.
import type { Claim } from '../../../src-shared/run/figure.ts'
import { authorTraining } from '../../../src-shared/recipe/reproduction-presets.ts'
import { goodError, judged, type Need, percent, sideOf } from './judgement.ts'

/** The paper's latent space; its sentence speaks of no other. */
const paperLatent = 6

export interface Reconstructions {
  /** Numbers in a latent vector. */
  latent: number
  /** Mean squared error on unseen pictures, and that of answering black to all of them. */
  testError: number
  blackError: number
  /** Pictures the training has seen, each time counted. */
  seen: number
}

/** "A 6-dimensional latent space, which proves sufficient to get good reconstruction error on this dataset." */
export function sixSuffice({ latent, testError, blackError, seen }: Reconstructions): Claim {
  const share = testError / blackError
  const found = sideOf(Number.isFinite(share) ? { low: share, middle: share, high: share } : null, { agrees: goodError, differs: 0.5 })
  const trained: Need = {
    met: found.side === 'agrees' || seen >= authorTraining.autoencoder,
    lack:
      `The autoencoder has seen ${seen.toLocaleString('en-US')} pictures in training, the author’s ` +
      `${authorTraining.autoencoder.toLocaleString('en-US')}; a longer training may still lower the error.`,
  }
  return judged(
    {
      paper: 'We use a 6-dimensional latent space, which proves sufficient to get good reconstruction error on this dataset.',
      rule: {
        agrees: 'with 6 latent numbers the error on unseen pictures is below 25 % of what answering black would give',
        differs: 'it is above 50 % after as many training pictures as the author’s',
      },
      ours:
        `With ${latent} latent ${latent === 1 ? 'number' : 'numbers'} the error on unseen pictures is ` +
        `${percent(share)} of what answering black would give.`,
      ...(latent === paperLatent
        ? found
        : { side: 'open', why: `This says nothing about ${paperLatent}: set the latent numbers to ${paperLatent} to judge the claim.` }),
    },
    latent === paperLatent ? [trained] : [],
  )
}
