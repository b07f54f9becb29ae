// What an ascent leaves: of each objective and start a picture, and its film.
import { z } from 'zod'
import { objectiveSpec } from '../../recipe/objective.ts'
import { gradientCause } from '../dead-gradient.ts'
import { several } from './form.ts'

/**
 * The contrast at which pictures are compared: about that of the lab's own, of which 1,000 have 0.19 in the mean, nine in ten of them 0.09
 * to 0.33.
 */
export const equalContrast = 0.2
const score = z.number()
const perLayer = z.array(z.object({ layer: z.string(), norm: z.number() }))
/** What a picture is of, by which rule it was made, and from which start. */
const about = z.object({
  objective: objectiveSpec,
  key: z.string(),
  name: z.string(),
  start: z.int(),
  seed: z.number(),
  /** The rule in words. */
  method: z.string(),
})

export const ascentMeta = about.extend({
  /** Scores are of the kept 8-bit picture, without a transform: of the last one, and of the start. */
  score,
  scoreFirst: score,
  /** Of the kept picture: standard deviation of all values about their mean, black 0 and white 1. */
  contrast: z.number().optional(),
  /** The score of the same picture at `equalContrast`, the same for all pictures; null where it cannot have it. */
  scoreAtEqualContrast: score.nullable().optional(),
  /** From the start: in pixels, or in standard deviations of the encoded dataset. */
  distance: z.number(),
  /** Absent where no gradient was taken. */
  gradientNormFirst: z.number().optional(),
  gradientNormLast: z.number().optional(),
  steps: z.int(),
  /** No step moves it any more; `deadFrom` is the first step without a gradient. */
  dead: z.boolean(),
  deadFrom: z.int().optional(),
  /** Why nothing arrives, or as good as nothing, after the last step; `at` is the layer that stops it. */
  gradient: z.object({ cause: gradientCause, at: z.string().nullable(), perLayer: perLayer.optional() }).optional(),
  /** What arrives at each layer before the first step, where a generator lies on the way. */
  gradientFirst: perLayer.optional(),
  /** In a latent space: where it ended, and where it began. */
  latent: z.array(z.number()).optional(),
  latentFirst: z.array(z.number()).optional(),
})
export type AscentMeta = z.output<typeof ascentMeta>
/** One number for each frame; of the gradients one less where the last step was not followed by another, and none without gradients. */
const filmMeta = about.extend({
  steps: z.array(z.int()).min(1),
  scores: z.array(score),
  distances: z.array(z.number()),
  gradientNorms: z.array(z.number()),
})
export type FilmMeta = z.output<typeof filmMeta>

/** The place of a picture among those of its run: "conv3:5/0". */
export const ascentPlace = (key: string, start: number): string => `${key}/${start}`

export const ascendResults = {
  summary: z
    .object({
      pictures: z.int(),
      /** The highest score of each objective. */
      best: z.array(z.object({ key: z.string(), score })),
      /** Pictures that no step moves any more. */
      dead: z.int(),
    })
    .partial(),
  artifacts: {
    picture: several('pictures', 'image/png', ascentMeta),
    /** The same with all of the canvas, where that is larger than what the network sees. */
    canvas: several('canvases', 'image/png', ascentMeta),
    /** The same, drawn at a larger size by what it is a function of. */
    large: several('large', 'image/png', ascentMeta),
    /** The picture on the way that scored more than the last one, where there is one. */
    best: several('best', 'image/png', about.extend({ score, step: z.int() })),
    /** Frames side by side. */
    film: several('films', 'image/png', filmMeta),
  },
}
