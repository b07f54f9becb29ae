// How the pictures of a dataset are drawn.
import { z } from 'zod'
import { range } from '../../recipe/ranges.ts'
import { seed } from '../../recipe/seed.ts'
import { classCount } from './classes.ts'

/** How the pictures are drawn. Lengths are in units of a 200-wide canvas, as in the paper's code. */
export const datasetSettings = z.strictObject({
  /** Other datasets have a kind. */
  kind: z.undefined().optional(),
  seed: seed.default(1),
  count: z.int().min(60).max(240_000).default(24_000),
  /** Width and height of a picture in pixels; a multiple of 16, since the networks halve it four times. */
  size: z.int().min(16).max(96).multipleOf(16).default(48),
  classes: z
    .array(
      z
        .int()
        .min(0)
        .max(classCount - 1),
    )
    .min(1)
    .max(classCount)
    .refine((list) => list.every((one, at) => at === 0 || one > list[at - 1]!), 'classes are listed once each, in rising order')
    .default(Array.from({ length: classCount }, (_, index) => index)),
  radius: range(8, 98).default([48, 72]),
  lineWidth: z.number().min(1).max(40).default(8),
  filledLineWidth: z.number().min(1).max(80).default(32),
  margin: z.number().min(0).max(50).default(2),
  /** Range of the rotation in degrees. */
  rotation: range(0, 360).default([0, 360]),
  /** Range of the centre, as a share of the room that the radius and margin leave: 0 is the left or top end. */
  position: range(0, 1).default([0, 1]),
  /**
   * The rule by which pictures are dealt to training, validation and test. 2: a picture's split depends on the seed, its class and its
   * number in it alone, so that a smaller dataset of the same seed shares its splits. Absent: the first rule, which depends on the count as
   * well; recipes and networks of before keep it.
   */
  split: z.literal(2).optional(),
})
/** The settings that a new dataset starts from. */
export const newDataset = (more: z.input<typeof datasetSettings> = {}): DatasetSettings => datasetSettings.parse({ split: 2, ...more })
export type DatasetSettings = z.output<typeof datasetSettings>
