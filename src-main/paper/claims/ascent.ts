// Fig. 11: what the paper says of ascent in the latent space, judged on the author's own generator, step and starts.
import type { Claim } from '../../../src-shared/run/figure.ts'
import { median } from '../measures.ts'
import { type Interval, shareInterval, signInterval } from '../statistics.ts'
import { judged, type Judgement, type Need, show, spread } from './judgement.ts'

/** One start of the author's way. */
export interface LatentStart {
  /**
   * Distance from start to end in whitened units of the same generator (standard deviations of its encoded training set); NaN where not
   * recorded.
   */
  moved: number
  /** Logit at the start and at the end, both of 8-bit pictures. */
  first: number
  last: number
  /** Length of the gradient before the first step, in logits for one standard deviation of the encoded training set. */
  slope: number
  /** Whether there was no gradient any more at the end. */
  dead: boolean
  /**
   * Lengths of the gradient at each layer before the first step, from the latent vector to the logits; null where they were not recorded.
   */
  perLayer: readonly { layer: string; norm: number }[] | null
}

const counted = (starts: readonly LatentStart[], of: (one: LatentStart) => boolean): number => starts.filter(of).length

/**
 * "Even with many training steps, the optimization will never move very far from the random starting position in the latent space."
 * `latent`: numbers in a latent vector. `best`: logit of the best dataset example, which says how much there is to gain.
 */
export function neverMovesFar(
  starts: readonly LatentStart[],
  { latent, best }: { latent: number; best: number },
  needs: readonly Need[],
): Claim {
  const [moves, gains] = [starts.map((one) => one.moved), starts.map((one) => one.last - one.first)]
  const [moved, gained] = [signInterval(moves), signInterval(gains)]
  const room = median(starts.map((one) => best - one.first))
  const radius = Math.sqrt(latent)
  return judged(
    {
      paper:
        'Even with many training steps, the optimization will never move very far from the random starting position in the latent space.',
      rule: {
        agrees:
          'the whole 95 % interval of the distance, over the starts, is below 1 standard deviation of the encoded pictures, and less ' +
          'than half of what there is to gain is gained',
        differs:
          `the whole interval is above ${show(radius, 1)}, the distance of a typical picture from the middle of all, and the ` +
          `logit rises`,
      },
      ours:
        `On the author’s generator with the author’s step, ` +
        `${starts.length} random starts move ${spread(moves, moved)} standard deviations and gain ` +
        `${spread(gains, gained, 1)} in logit; the best dataset example is ${show(room, 1)} above them.`,
      ...movement(moved, gained, radius, room),
    },
    needs,
  )
}

function movement(moved: Interval | null, gained: Interval | null, radius: number, room: number): Pick<Judgement, 'side' | 'why'> {
  if (!moved || !gained) return { side: 'open', why: 'How far they moved was not recorded, or there are too few starts to tell.' }
  if (moved.high < 1) {
    return gained.low > room / 2
      ? { side: 'open', why: 'They stay near, yet gain most of what there is to gain: the top is near, so this is not decisive.' }
      : { side: 'agrees' }
  }
  if (moved.low > radius) {
    return gained.low > 0
      ? { side: 'differs' }
      : { side: 'open', why: 'They are thrown far but get no higher: that is a long step, not an ascent, so this is not decisive.' }
  }
  return { side: 'open', why: 'That is neither near nor far for all of them, so this run cannot tell.' }
}

/**
 * Below this slope, in logits for a standard deviation, a gradient has vanished; from the other on it arrives. Between the two it is weak.
 */
const [vanished, arrives] = [1e-3, 0.1]

/**
 * "We believe this behaviour is due to the vanishing gradient problem ... 13 dense or convolutional layers ... likely too many for a
 * reliable gradient."
 */
export function gradientVanishes(starts: readonly LatentStart[], needs: readonly Need[]): Claim {
  const zero = counted(starts, (one) => one.slope === 0)
  const small = starts.filter((one) => one.slope > 0 && one.slope < vanished)
  const strong = counted(starts, (one) => one.slope >= arrives)
  const later = counted(starts, (one) => one.slope > 0 && one.dead)
  const most = (count: number): boolean => (shareInterval(count, starts.length)?.low ?? 0) > 0.5
  const layers = starts.flatMap((one) => (one.perLayer && one.perLayer.length > 1 ? [fallOf(one.perLayer)] : []))
  const many = starts.find((one) => one.perLayer)?.perLayer?.length
  return judged(
    {
      paper:
        'We believe this behaviour is due to the vanishing gradient problem: 13 dense or convolutional layers are likely too many for ' +
        'a reliable gradient.',
      rule: {
        agrees:
          `at most of the starts (95 % interval above half) the first gradient is below ` +
          `${vanished} logits for a standard deviation without being zero, and it fades little by little over the layers`,
        differs: `at most of the starts it is above ${arrives}, or exactly zero: then something blocks it, which many small factors do not`,
      },
      ours:
        `On the author’s generator, before the first step, the gradient is exactly zero at ` +
        `${zero} of ${starts.length} starts, below ${vanished} at ${small.length} and above ` +
        `${arrives} at ${strong}; its median is ${median(starts.map((one) => one.slope)).toPrecision(2)} logits for a standard deviation.` +
        `${later > 0 ? ` At ${later} more, it is zero after the last step.` : ''}` +
        `${
          layers.length > 0
            ? ` From the logits back through ${many} layers its median length becomes ` +
              `${median(layers.map((one) => one.share)).toPrecision(2)} times what it was.`
            : ' What arrives at each layer was not recorded.'
        }`,
      ...cause(),
    },
    needs,
  )

  function cause(): Pick<Judgement, 'side' | 'why'> {
    if (most(zero + strong)) return { side: 'differs' }
    if (!most(small.length)) return { side: 'open', why: 'None of these holds for most of the starts, so this run cannot tell.' }
    const falls = small.flatMap((one) => (one.perLayer && one.perLayer.length > 1 ? [fallOf(one.perLayer)] : []))
    if (falls.length < small.length)
      return { side: 'open', why: 'It is small, but without its length at each layer it is not known whether the layers are the cause.' }
    const gradual = falls.filter((one) => one.share < vanished && one.largest < 0.5).length
    return most(gradual)
      ? { side: 'agrees' }
      : {
          side: 'open',
          why:
            'It is small, but most of the loss is at a single layer or before the first: the number of layers alone does not ' +
            'explain it.',
        }
  }
}

/**
 * What is left of a gradient from the last layer back to the first, and which part of the fall (in powers of ten) the worst single layer
 * has.
 */
function fallOf(perLayer: readonly { norm: number }[]): { share: number; largest: number } {
  const norms = perLayer.map((one) => one.norm)
  const share = norms[0]! / norms.at(-1)!
  const drops = norms.slice(1).map((one, at) => Math.log10(one / norms[at]!))
  return { share, largest: Math.max(...drops) / -Math.log10(share) }
}
