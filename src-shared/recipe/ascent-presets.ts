// Ways of making a visualization, as the parts of an ascent's recipe that do not depend on what is visualized.
import type { AscendRecipe, Transform } from './recipe.ts'

export type VisualizationPreset = 'paper-naive' | 'paper-robust' | 'naive' | 'robust'
type Method = Pick<AscendRecipe, 'parameterization' | 'transforms' | 'regularizers' | 'optimizer' | 'steps' | 'redirectedRelu'>

/**
 * Decay of an ascent in a latent space: the first half explores, the second comes to rest on the top it has found. There are few numbers to
 * move and each step moves all of them, so that without it the last step is as long as the first, and rounding decides where it lands.
 */
export const settling = 0.5

/** Free pixels from noise, with the rule of the paper's code: 0.01 times the gradient over its standard deviation, clipped to [0, 1]. */
const paper = {
  parameterization: { kind: 'pixels', start: 'noise' },
  regularizers: [],
  optimizer: { kind: 'normalized', step: 0.01 },
  steps: 2049,
} satisfies Partial<Method>

/**
 * Adam needs far fewer steps. On a classifier of 12,000 pictures and 4 epochs, 128 of them came to within 1 % of what the paper's 2,049
 * reach: in the median 2.7 times the mean activation of the best test picture, for the 8 channels of the third convolution; more for the
 * logits.
 */
const fast = {
  parameterization: { kind: 'pixels', start: 'noise' },
  regularizers: [],
  optimizer: { kind: 'adam', step: 0.05 },
} satisfies Partial<Method>

export const visualizationPresets: Record<VisualizationPreset, Method> = {
  'paper-naive': { ...paper, transforms: [] },
  /** On a canvas of 68 pixels: turned by any angle, then a window of 48 pixels shifted by 0 to 20, in the order of the author's code. */
  'paper-robust': { ...paper, transforms: [{ kind: 'paper', order: 'rotate-jitter' }] },
  naive: { ...fast, steps: 128, transforms: [] },
  /** lucid's standard transforms (pad 12, jitter 8, scale and rotate by a tenth, jitter 4, at 128 pixels) at the scale of 48 pixels. */
  robust: {
    ...fast,
    steps: 256,
    transforms: [
      { kind: 'pad', pixels: 5 },
      { kind: 'jitter', pixels: 3 },
      { kind: 'scale', factor: [0.9, 1.1] },
      { kind: 'rotate', degrees: [-10, 10] },
      { kind: 'jitter', pixels: 2 },
    ],
  },
}

/** What a preset has to know of the pictures that a network takes. */
export interface PresetInput {
  readonly height: number
  readonly width: number
  readonly channels: number
  /** Whether the lab has the pictures that the network was trained on, and so knows how their colours vary together. */
  readonly ownDataset: boolean
}

/** The size that the transforms above are made for, in pixels. */
const madeFor = 48
/**
 * Up to this side pixels that start from noise show as much as waves do: on the lab's shapes, no picture of a channel or of a class was
 * clearer with waves. In larger pictures free pixels turn into speckle, which the network answers to and nobody can read.
 */
const pixelsUpTo = { ownDataset: 96, foreign: 64 }
/** Pixels of margin for 224 pixels of a side: what a turn by 10 degrees needs along most of an edge. */
const marginShare = 16 / 224
const fewestPixels = 1
/** lucid's: the start is nearly grey, and some units of a deep network answer to no grey. */
export const redirectedSteps = 16
/** What a padding and a shift can be at most. */
const mostPixels = 48

/**
 * A preset for the pictures of a network. The paper's and "naive" are the same for all; "robust" is the one above at 48 pixels. At other
 * sizes its shifts go with the shorter side. In large pictures it moves waves, whose colours vary together as in the dataset, or in
 * photographs where the lab does not have it, on a picture with a margin; what lies outside of that is grey, as the start is, so that no
 * black corner is learnt from. A picture that no unit answers to at first is helped over it. These are lucid's defaults (Olah, Mordvintsev
 * and Schubert, Feature Visualization, 2017).
 */
export function presetFor(preset: VisualizationPreset, { height, width, channels, ownDataset }: PresetInput): Method {
  const method = visualizationPresets[preset]
  const side = Math.min(height, width)
  if (preset !== 'robust' || side === madeFor) return method
  const transforms = method.transforms.map((one) => scaled(one, side / madeFor))
  if (side <= (ownDataset ? pixelsUpTo.ownDataset : pixelsUpTo.foreign)) return { ...method, transforms }
  return {
    ...method,
    parameterization: { kind: 'fourier', power: 1, ...(channels === 3 ? { colour: ownDataset ? 'dataset' : 'imagenet' } : {}) },
    redirectedRelu: redirectedSteps,
    transforms: [
      { kind: 'canvas', margin: Math.round(marginShare * side) },
      ...transforms.map((one): Transform => (one.kind === 'pad' ? { ...one, colour: 'grey' } : one)),
    ],
  }
}

/** Pixels of a transform that are told for 48 pixels, for a picture `times` as large; angles and factors hold for every size. */
function scaled(transform: Transform, times: number): Transform {
  if (transform.kind !== 'pad' && transform.kind !== 'jitter') return transform
  return { ...transform, pixels: Math.min(mostPixels, Math.max(fewestPixels, Math.round(transform.pixels * times))) }
}
