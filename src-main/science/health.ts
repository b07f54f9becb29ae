// Watches a training for the ways in which it fails without an error, and says in words what happened and what to change.
//
// The measure is the loss of the best answer that does not look at the picture: the mean of all pictures for an autoencoder, an even
// guess for a classifier (ln of the number of classes). Who is no better than that has learnt nothing.
import type { AutoencoderRecipe } from '../../src-shared/recipe.ts'

export type SignCode = 'not-finite' | 'dead' | 'stalled' | 'recovered'

export interface Sign {
  code: SignCode
  /** What happened, why, and what to do. */
  message: string
  /** Settings of the recipe that avoid it; empty when there is nothing to change. */
  fix: { learningRate?: number; output?: NonNullable<AutoencoderRecipe['output']> }
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
  /** Activation of an autoencoder's last layer. */
  output?: string
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
/** This many steps without a gradient in a row, each on other pictures, and nothing will ever change again. (Unless all is learnt: see the loss.) */
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
  const codes: readonly (SignCode | null)[] = [null, 'not-finite', 'dead', 'stalled', 'recovered']
  const judgeAt = Math.max(patience.least, Math.min(patience.most, settings.steps * patience.share))

  function tell(code: SignCode): Sign {
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

function signOf(code: SignCode, { kind, baseline, blackError, learningRate, output }: HealthSettings, step: number, mean: number): Sign {
  const black = blackError === undefined ? '' : `; all-black pictures have ${blackError.toPrecision(3)}`
  const blind = kind === 'autoencoder' ? `the mean of all pictures as the only answer, ${baseline.toPrecision(3)}${black}` : `an even guess, ${baseline.toPrecision(3)}`
  const lower = learningRate / 4
  const usual = kind === 'autoencoder' ? 1e-3 : 4e-3
  switch (code) {
    case 'not-finite':
      return {
        code,
        message: `The loss is no longer a number at step ${step}: the weights have grown beyond all bounds. The learning rate of ${number(learningRate)} is too high for this network. Run it again with ${number(lower)}.`,
        fix: { learningRate: lower },
      }
    case 'dead': {
      const slower = learningRate > usual ? { learningRate: usual } : {}
      if (output === 'relu') {
        return {
          code,
          message: `The network has died: the ReLU at the end of the decoder is off for every pixel of every picture, so its pictures are black, no gradient passes, and no further step changes anything. Its loss of ${mean.toPrecision(3)} is that of all-black pictures${blackError === undefined ? '' : ` (${blackError.toPrecision(3)})`}. The published network can do this in its first steps. Run it again with a sigmoid at the end, which always passes a gradient${learningRate > usual ? `, and a learning rate of ${number(usual)}` : ', or with another seed'}.`,
          fix: { output: 'sigmoid', ...slower },
        }
      }
      return {
        code,
        message: `The network has died: its activations are so far from zero that no gradient passes, and no further step changes anything. Its loss is ${mean.toPrecision(3)} (${blind}). The steps were too large. Run it again with a learning rate of ${number(Math.min(usual, lower))}.`,
        fix: { learningRate: Math.min(usual, lower) },
      }
    }
    case 'stalled': {
      const opening = `The network is not learning: after ${step} steps its loss of ${mean.toPrecision(3)} is no better than that of an answer that does not look at the picture (${blind}).`
      if (learningRate < usual / 5) return { code, message: `${opening} The learning rate of ${number(learningRate)} is very small. Run it again with ${number(usual)}.`, fix: { learningRate: usual } }
      if (learningRate > usual) return { code, message: `${opening} The learning rate of ${number(learningRate)} threw it there at the start. Run it again with ${number(usual)}.`, fix: { learningRate: usual } }
      if (kind === 'autoencoder' && output !== 'linear') return { code, message: `${opening} Its last layer, a ${output ?? 'sigmoid'}, passes too little gradient there. Run it again with a linear last layer, clipped only for display.`, fix: { output: 'linear' } }
      return { code, message: `${opening} It may yet leave this level. If it does not, run it again with a learning rate of ${number(lower)}.`, fix: { learningRate: lower } }
    }
    case 'recovered':
      return { code, message: `The network has begun to learn after all: by step ${step} its loss is ${mean.toPrecision(3)}, below that of an answer that does not look at the picture (${blind}).`, fix: {} }
  }
}

function number(value: number): string {
  return String(Number(value.toPrecision(2)))
}
