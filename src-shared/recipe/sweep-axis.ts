// What a sweep varies: a setting of an ascent, and the values that it takes.
import { z } from 'zod'
import { json } from '../rpc/json.ts'

/** A path that stands for the whole ascent: each value is an object of settings that take the place of the base's. */
export const wholePath = '*'

export const sweepAxis = z
  .strictObject({
    /** A setting of the ascent, such as "optimizer.step", "transforms.0.pixels" or "parameterization"; or "*". */
    path: z.string().min(1).max(200),
    values: z.array(json).min(1).max(64),
    /** What the values are called, if their own words do not do. */
    names: z.array(z.string().min(1).max(100)).optional(),
  })
  .refine(({ values, names }) => names === undefined || names.length === values.length, {
    message: 'each value has a name, or none has',
    path: ['names'],
  })
  .refine(({ path }) => !['kind', 'objectives'].includes(path.split('.')[0]!), {
    message: 'a sweep varies settings of ascents; what they are asked for is listed in its base',
    path: ['path'],
  })
