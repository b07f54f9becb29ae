// A dense layer: a matrix product along the last side, and a bias.
import { z } from 'zod'
import { expectShape, type OperationKind, unary, weightName } from './kind.ts'

export const dense = z.strictObject({
  ...unary,
  op: z.literal('dense'),
  /** [numbers in, numbers out]. */
  kernel: weightName,
  bias: weightName.optional(),
})
export type Dense = z.output<typeof dense>

export const denseKind: OperationKind<Dense> = {
  weights: ({ kernel, bias }) => (bias === undefined ? [kernel] : [kernel, bias]),
  shape({ kernel, bias }, [input], weight) {
    const matrix = weight(kernel)
    if (matrix.length !== 2) throw new RangeError(`its kernel should have two sides, and has ${matrix.length}`)
    const given = input!.at(-1) ?? 0
    if (matrix[0] !== given) throw new RangeError(`its kernel is for ${matrix[0]} numbers, and it is given ${given}`)
    if (bias !== undefined) expectShape('bias', weight(bias), [matrix[1]!])
    return [...input!.slice(0, -1), matrix[1]!]
  },
}
