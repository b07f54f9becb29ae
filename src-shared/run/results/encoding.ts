// What an encoding of a dataset leaves: the latent vector of each picture, and a flat map of them.
import { z } from 'zod'
import { one } from './form.ts'
import { arrayMeta } from './pictures.ts'

const numbers = 'application/octet-stream'

export const encodingResults = {
  summary: z
    .object({
      count: z.int(),
      latent: z.int(),
      /** Share of the variance that the map shows. */
      explained: z.number(),
    })
    .partial(),
  artifacts: {
    /** [count, latent] */
    latents: one('latents', numbers, arrayMeta),
    /** [count, 2], along the principal axes, from the mean; with one latent number there is one axis. */
    map: one('map', numbers, arrayMeta.extend({ axes: z.array(z.array(z.number())).min(1), explained: z.array(z.number()).min(1) })),
  },
}
