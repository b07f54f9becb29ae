// What the import of a network leaves: the network itself, as a list of operations with its weights, and its preprocessing.
import { z } from 'zod'
import { modelMedia } from '../../network/model-file.ts'
import { networkSource } from '../../recipe/imported-network.ts'
import { one } from './form.ts'

export const networkResults = {
  summary: z
    .object({
      /** Operations it consists of. */
      operations: z.int(),
      /** Weights of the file. */
      parameters: z.int(),
      /** Classes it tells; 0 for a network without. */
      classes: z.int(),
    })
    .partial(),
  artifacts: {
    model: one(
      'model',
      modelMedia,
      z.object({
        kind: z.literal('imported'),
        format: networkSource.shape.format,
        /** The picture it takes: height, width, channels. */
        input: z.tuple([z.int(), z.int(), z.int()]),
        classes: z.int(),
      }),
    ),
  },
}
