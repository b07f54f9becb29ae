// Recipes that ask about a layer of a network, by one picture or by many: what does it make of them, and what does it not notice?
import { z } from 'zod'
import { split } from '../domains/splits.ts'
import { askedPicture } from './asked-picture.ts'
import { hash } from './hash.ts'
import { tap } from './objectives/kind.ts'
import { ascentOptimizer } from './optimizers/index.ts'
import { parameterization } from './parameterizations/index.ts'
import { seed } from './seed.ts'
import { transform } from './transforms/index.ts'

/** How directions of a layer are drawn: the part of an ascent's recipe that does not say what for. */
const drawing = {
  parameterization: parameterization.default({ kind: 'fourier', power: 1 }),
  transforms: z
    .array(transform)
    .max(8)
    .default([
      { kind: 'jitter', pixels: 2 },
      { kind: 'rotate', degrees: [-5, 5] },
    ]),
  optimizer: ascentOptimizer.default({ kind: 'adam', step: 0.05 }),
  steps: z.int().min(1).max(20_000).default(96),
  seed: seed.default(1),
}

/**
 * At each place of a layer, what the activations there stand for: their direction, drawn as a picture (Olah et al., The Building Blocks of
 * Interpretability, 2018). Of a layer with more places than `side` a side, neighbours are taken together by their mean.
 */
export const gridRecipe = z.strictObject({
  kind: z.literal('grid'),
  model: hash,
  layer: tap,
  picture: askedPicture,
  side: z.int().min(1).max(16).default(8),
  ...drawing,
})
export type GridRecipe = z.output<typeof gridRecipe>

/**
 * The activations of a layer at one place of each of many pictures, drawn by lot, laid out on a flat map by their two principal axes and
 * gathered into side x side cells, and the mean direction of each cell drawn as a picture (Carter et al., Activation Atlas, 2019).
 */
export const atlasRecipe = z.strictObject({
  kind: z.literal('atlas'),
  model: hash,
  layer: tap,
  split: split.default('test'),
  /** Pictures that are looked at, at most. */
  pictures: z.int().min(10).max(20_000).default(1000),
  side: z.int().min(2).max(16).default(8),
  /** A cell with fewer pictures than this is left empty. */
  fewest: z.int().min(1).max(1000).default(3),
  ...drawing,
})
export type AtlasRecipe = z.output<typeof atlasRecipe>

/**
 * Pictures that a layer can hardly tell from a given one: from noise, each pixel moves so that the layer's activations come to those of the
 * given picture (Freeman and Simoncelli 2011; Feather et al. 2019).
 */
export const metamersRecipe = z.strictObject({
  kind: z.literal('metamers'),
  model: hash,
  layer: tap,
  picture: askedPicture,
  starts: z.int().min(1).max(16).default(4),
  optimizer: ascentOptimizer.default({ kind: 'adam', step: 0.02, decay: 0.5 }),
  steps: z.int().min(1).max(20_000).default(600),
  seed: seed.default(1),
})
export type MetamersRecipe = z.output<typeof metamersRecipe>

/**
 * The changes of a picture that a layer notices most and least: eigenvectors of J'J with the largest and the smallest eigenvalue, J the
 * derivative of the layer's activations by the pixels (Berardino et al., Eigen-Distortions of Hierarchical Representations, 2017).
 */
export const eigendistortionsRecipe = z.strictObject({
  kind: z.literal('eigendistortions'),
  model: hash,
  layer: tap,
  picture: askedPicture,
  /**
   * Root mean square of the change over all pixels, where black is 0 and white is 1. The derivative holds for small changes alone: at 0.05
   * so many units of the starter's conv4 go on or off that the least noticed change moves it as far as a random one.
   */
  amount: z.number().min(0.001).max(1).default(0.01),
  seed: seed.default(1),
})
export type EigendistortionsRecipe = z.output<typeof eigendistortionsRecipe>

export const analysisRecipes = [gridRecipe, atlasRecipe, metamersRecipe, eigendistortionsRecipe] as const
