// Watches a training for the ways in which it fails without an error, and says in words what happened and what to change.
//
// The measure is the loss of the best answer that does not look at the picture: the mean of all pictures for an autoencoder, an even
// guess for a classifier (ln of the number of classes). Who is no better than that has learnt nothing.
import type { LatentUse } from '../latent/use.ts'
import type { AutoencoderRecipe } from '../../../src-shared/recipe/recipe.ts'

export type SignCode = 'not-finite' | 'dead' | 'stalled' | 'recovered' | 'guessing' | 'collapsed'

export interface Sign {
  code: SignCode
  /** What happened, why, and what to do. */
  message: string
  /** Settings of the recipe that avoid it; empty when there is nothing to change. */
  fix: { learningRate?: number; output?: NonNullable<AutoencoderRecipe['output']>; beta?: number }
}

export interface HealthSettings {
  kind: 'classifier' | 'autoencoder'
  /** Loss of the answer that does not look. */
  baseline: number
  /** Of an autoencoder: the loss of all-black pictures, which is where a dead one stays. */
  blackError?: number
  /** Steps of the whole training. */
  steps: number
  learningRate: number
  /** The learning rate that such a network is usually trained with. */
  usual: number
  /** Activation of an autoencoder's last layer. */
  output?: string
  /**
   * Weight of the KL divergence in the loss of a variational autoencoder. What is observed of one is the error of its pictures, since
   * only that can be set beside the error of an answer that does not look.
   */
  beta?: number
}

export interface HealthWatch {
  /** Hears of each step, in order; answers when something is to be told, and does not repeat itself. */
  observe(loss: number, gradient: number): Sign | null
  /** What holds now: the last thing told, unless it has passed. */
  present(): Sign | null
  /** Where the watch stands, as plain numbers, for a checkpoint. */
  state(): number[]
}

/** A gradient shorter than this is none: float32 has nothing left to add to a weight. */
const noGradient = 1e-9
/**
 * This many steps without a gradient in a row, each on other pictures, and nothing will ever change again. (Unless all is learnt: see the
 * loss.)
 */
const deadSteps = 10
/** Above this share of the baseline nothing has been learnt; below the other one something has. Between them nothing new is said. */
const nothing = 0.95
const something = 0.8
/** The loss is judged as a mean over about this many steps, since single batches differ. */
const memory = 20
/** By an eighth of the training, or by this many steps if that is sooner, a healthy one has left the baseline well behind. */
const patience = { share: 1 / 8, most: 600, least: 100 }

/** Starts to watch; with `state` it goes on from where another watch stood. */
export function watchHealth(settings: HealthSettings, state?: number[]): HealthWatch {
  let [step, mean, without, told] = (state ?? [0, settings.baseline, 0, 0]) as [number, number, number, number]
  const codes: readonly (Exclude<SignCode, 'guessing' | 'collapsed'> | null)[] = [null, 'not-finite', 'dead', 'stalled', 'recovered']
  const judgeAt = Math.max(patience.least, Math.min(patience.most, settings.steps * patience.share))

  function tell(code: Exclude<SignCode, 'guessing' | 'collapsed'>): Sign {
    told = codes.indexOf(code)
    return signOf(code, settings, step, mean)
  }

  return {
    observe(loss, gradient) {
      step++
      const before = codes[told]
      if (!Number.isFinite(loss) || !Number.isFinite(gradient)) return before === 'not-finite' ? null : tell('not-finite')
      mean += (loss - mean) / memory
      without = gradient < noGradient ? without + 1 : 0
      if (without >= deadSteps && mean > nothing * settings.baseline) return before === 'dead' ? null : tell('dead')
      if (step >= judgeAt && mean > nothing * settings.baseline && before === null) return tell('stalled')
      if ((before === 'stalled' || before === 'dead') && mean < something * settings.baseline) return tell('recovered')
      return null
    },
    present() {
      const code = codes[told]
      return code === null || code === undefined || code === 'recovered' ? null : signOf(code, settings, step, mean)
    },
    state: () => [step, mean, without, told],
  }
}

/**
 * Chance of at least `correct` right answers out of `count` by guessing among `classes`: the upper tail of the binomial distribution,
 * summed in logarithms so that no factor leaves the range of numbers.
 */
export function chanceOfGuessing(correct: number, count: number, classes: number): number {
  const [right, wrong] = [Math.log(1 / classes), Math.log1p(-1 / classes)]
  let ways = 0
  let tail = 0
  for (let at = 0; at <= count; at++) {
    if (at >= correct) tail += Math.exp(ways + at * right + (count - at) * wrong)
    ways += Math.log(count - at) - Math.log(at + 1)
  }
  return Math.min(1, tail)
}

/** A result that guessing reaches more often than this, by chance, is no sign of having learnt. */
const likely = 0.05
/** Above this multiple of an even guess the answers are not undecided but sure of what is wrong. */
const flownOff = 3
/** Fewer steps than this teach no network anything. */
const fewSteps = 100

export interface FinalResult {
  correct: number
  count: number
  classes: number
  loss: number
  steps: number
  learningRate: number
  usual: number
}

/** What is to be said of a finished classifier whose right answers on unseen pictures guessing could have given; null if it has learnt. */
export function guessing({ correct, count, classes, loss, steps, learningRate, usual }: FinalResult): Sign | null {
  if (classes > 1 && chanceOfGuessing(correct, count, classes) <= likely) return null
  const expected = count / classes
  const opening =
    `The network has learnt nothing measurable: it names ` +
    `${correct} of ${count} test pictures correctly, and guessing among ${classes} classes would get about ${number(expected)}.`
  const even = Math.log(classes)
  if (!(loss <= flownOff * even)) {
    const fix = learningRate > usual ? usual : learningRate / 4
    return {
      code: 'guessing',
      message:
        `${opening} Its loss of ${loss.toPrecision(3)} on them is far above that of an even guess, ` +
        `${even.toPrecision(3)}: the steps were so large that its weights grew out of bounds. Run it again with a learning rate of ` +
        `${number(fix)}.`,
      fix: { learningRate: fix },
    }
  }
  if (steps < fewSteps)
    return {
      code: 'guessing',
      message:
        `${opening} ${steps} ${steps === 1 ? 'step is' : 'steps are'} too few to learn from. Run it again with more epochs or ` +
        `more pictures.`,
      fix: {},
    }
  if (learningRate < usual / 5 || learningRate > usual)
    return { code: 'guessing', message: `${opening} Run it again with a learning rate of ${number(usual)}.`, fix: { learningRate: usual } }
  return { code: 'guessing', message: `${opening} Run it again with more epochs or more pictures.`, fix: {} }
}

/**
 * What is to be said of a finished variational autoencoder whose latent numbers do not depend on the picture (posterior collapse: the prior
 * has won, and every picture is redrawn alike); null where some do.
 */
export function collapsed({ active, kl, perNumber, beta }: LatentUse & { beta: number }): Sign | null {
  if (active > 0) return null
  const opening =
    `The latent numbers have collapsed: none of the ${perNumber.length} depends on the picture (KL divergence ${number(kl)} nats), so ` +
    `every picture is redrawn alike.`
  if (beta === 0) return { code: 'collapsed', message: `${opening} Run it again with more epochs or another seed.`, fix: {} }
  return {
    code: 'collapsed',
    message: `${opening} A beta of ${number(beta)} holds them to the prior too strongly. Run it again with ${number(beta / 10)}.`,
    fix: { beta: beta / 10 },
  }
}

function signOf(
  code: Exclude<SignCode, 'guessing' | 'collapsed'>,
  { kind, baseline, blackError, learningRate, usual, output, beta }: HealthSettings,
  step: number,
  mean: number,
): Sign {
  const black = blackError === undefined ? '' : `; all-black pictures have ${blackError.toPrecision(3)}`
  const blind =
    kind === 'autoencoder'
      ? `the mean of all pictures as the only answer, ${baseline.toPrecision(3)}${black}`
      : `an even guess, ${baseline.toPrecision(3)}`
  const lower = learningRate / 4
  const measure = beta === undefined ? 'loss' : 'error'
  switch (code) {
    case 'not-finite':
      return {
        code,
        message:
          `The loss is no longer a number at step ${step}: the weights have grown out of bounds. The learning rate of ` +
          `${number(learningRate)} is too high for this network. Run it again with ${number(lower)}.`,
        fix: { learningRate: lower },
      }
    case 'dead': {
      const slower = learningRate > usual ? { learningRate: usual } : {}
      if (output === 'relu') {
        return {
          code,
          message:
            `The network has died: the ReLU at the end of the decoder is off for every pixel of every picture, so its pictures ` +
            `are black, no gradient passes, and no further step changes anything. Its ${measure} of ` +
            `${mean.toPrecision(3)} is that of all-black pictures${blackError === undefined ? '' : ` (${blackError.toPrecision(3)})`}. ` +
            `The published network can do this in its first steps. Run it again with a sigmoid at the end, which always passes a ` +
            `gradient${learningRate > usual ? `, and a learning rate of ${number(usual)}` : ', or with another seed'}.`,
          fix: { output: 'sigmoid', ...slower },
        }
      }
      return {
        code,
        message:
          `The network has died: its activations are so far from zero that no gradient passes, and no further step changes ` +
          `anything. Its ${measure} is ${mean.toPrecision(3)} (${blind}). The steps were too large. Run it again with a learning rate of ` +
          `${number(Math.min(usual, lower))}.`,
        fix: { learningRate: Math.min(usual, lower) },
      }
    }
    case 'stalled': {
      const opening =
        `The network is not learning: after ${step} steps its ${measure} of ` +
        `${mean.toPrecision(3)} is no better than that of an answer that does not look at the picture (${blind}).`
      if (learningRate < usual / 5)
        return {
          code,
          message: `${opening} The learning rate of ${number(learningRate)} is very small. Run it again with ${number(usual)}.`,
          fix: { learningRate: usual },
        }
      if (learningRate > usual)
        return {
          code,
          message:
            `${opening} The learning rate of ${number(learningRate)} pushed it there at the start. Run it again with ` +
            `${number(usual)}.`,
          fix: { learningRate: usual },
        }
      if (beta !== undefined && beta > 1)
        return {
          code,
          message:
            `${opening} A beta of ${number(beta)} can hold its latent numbers so near to the prior that none of them depends on the ` +
            `picture. Run it again with ${number(beta / 10)}.`,
          fix: { beta: beta / 10 },
        }
      if (kind === 'autoencoder' && output !== 'linear')
        return {
          code,
          message:
            `${opening} Its last layer, a ${output ?? 'sigmoid'}, passes too little gradient there. Run it again with a linear ` +
            `last layer, clipped only for display.`,
          fix: { output: 'linear' },
        }
      return {
        code,
        message: `${opening} It may still start to learn. If it does not, run it again with a learning rate of ${number(lower)}.`,
        fix: { learningRate: lower },
      }
    }
    case 'recovered':
      return {
        code,
        message:
          `The network has begun to learn after all: by step ` +
          `${step} its ${measure} is ${mean.toPrecision(3)}, below that of an answer that does not look at the picture (${blind}).`,
        fix: {},
      }
  }
}

function number(value: number): string {
  return String(Number(value.toPrecision(2)))
}
