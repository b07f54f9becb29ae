// Values joined number by number, and values joined with numbers of the file.
import { z } from 'zod'
import { type OperationKind, type Shape, several, shapeWords, unary, weightName } from './kind.ts'

/** The shape that two shapes broadcast to, the last sides aligned. Throws a RangeError when they do not. */
function broadcast(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length)
  return Array.from({ length: rank }, (_, at) => {
    const [x, y] = [a[a.length - rank + at] ?? 1, b[b.length - rank + at] ?? 1]
    if (x !== y && x !== 1 && y !== 1) throw new RangeError(`it joins ${shapeWords(a)} with ${shapeWords(b)}`)
    return Math.max(x, y)
  })
}

export const combine = z.strictObject({
  ...several,
  op: z.literal('combine'),
  by: z.enum(['add', 'subtract', 'multiply', 'divide', 'maximum', 'minimum', 'average']),
})
export type Combine = z.output<typeof combine>
export const combineKind: OperationKind<Combine> = {
  shape({ by }, inputs) {
    if ((by === 'subtract' || by === 'divide') && inputs.length !== 2)
      throw new RangeError(`it takes two values, and is given ${inputs.length}`)
    return inputs.reduce(broadcast)
  },
}

export const constant = z.strictObject({
  ...unary,
  op: z.literal('constant'),
  by: z.enum(['add', 'subtract', 'multiply', 'divide', 'maximum', 'minimum', 'power']),
  /** Numbers of the file, broadcast to the value without its batch. */
  constant: weightName,
  /** Whether they stand on the left: 1 - x instead of x - 1. */
  first: z.boolean(),
})
export type Constant = z.output<typeof constant>
export const constantKind: OperationKind<Constant> = {
  weights: ({ constant: name }) => [name],
  shape({ constant: name }, [input], weight) {
    const joined = broadcast(input!, weight(name))
    if (joined.length !== input!.length) throw new RangeError(`it joins ${shapeWords(input!)} with ${shapeWords(weight(name))}`)
    return joined
  },
}
