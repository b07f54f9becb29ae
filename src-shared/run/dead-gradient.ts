// Why a gradient is zero or nearly so, in words.
import { z } from 'zod'

/**
 * - "relu": at one layer, each unit that the gradient reaches has a ReLU below zero. It is exactly zero from there on.
 * - "ceiling": at one layer, each unit that the gradient reaches is at the most that its function lets through, such as a ReLU6 at 6.
 * - "saturated": a sigmoid, or another smooth function, so far out that less than a millionth gets through.
 * - "cancelling": the terms of the objective, or the objective and its penalty, have gradients of their own that add up to nothing.
 * - "vanishing": small, and smaller with each layer; no layer stops it alone. May end below the smallest number of float32.
 * - "out-of-range": the parameters, the score or the gradient are beyond what float32 can hold, or at the bound of the space.
 * - "passing": there is one again: the last view or the last place had none, the next one has.
 * - "zero": exactly zero for none of these reasons, such as weights of zero.
 */
export const gradientCause = z.enum(['relu', 'ceiling', 'saturated', 'cancelling', 'vanishing', 'out-of-range', 'passing', 'zero'])
export type GradientCause = z.output<typeof gradientCause>

/** A sentence that says what the cause is; `at` is the layer that stops the gradient, such as "classifier.conv3". */
export function causeWords(cause: GradientCause, at: string | null): string {
  // The layer of a network that was brought may have points in its name.
  const point = at?.indexOf('.') ?? -1
  const where = at === null || point < 0 ? 'one layer' : `layer ${at.slice(point + 1)} of the ${at.slice(0, point)}`
  switch (cause) {
    case 'relu':
      return `The gradient is exactly zero: in ${where}, every unit on the way is off (a ReLU below zero).`
    case 'ceiling':
      return `The gradient is exactly zero: in ${where}, every unit on the way is at the most that its function lets through.`
    case 'saturated':
      return `The activation function of ${where} is saturated: so far out that less than a millionth of the gradient gets through.`
    case 'cancelling':
      return 'The parts of the objective cancel out: each has a gradient, or would have, and together they add up to nothing.'
    case 'vanishing':
      return 'The gradient vanishes: it is not blocked anywhere, but gets smaller with each layer until hardly anything is left.'
    case 'out-of-range':
      return 'The numbers have grown beyond what can be computed, so there is no gradient that means anything.'
    case 'passing':
      return 'The gradient was zero in the last random view or at the last place; in the next there is one again.'
    case 'zero':
      return (
        'The gradient is exactly zero, and no activation function is to blame: weights on the way are zero, or the objective ' +
        'does not see the picture.'
      )
  }
}

/** What can be done about it. */
export function causeRemedy(cause: GradientCause, afterRelu: boolean): string {
  switch (cause) {
    case 'relu': {
      const before = afterRelu ? ', or the objective before its activation function: "conv3", not "conv3.relu"' : ''
      return `Switch the units on in the first steps, or try another start or seed${before}.`
    }
    case 'ceiling':
      return 'More is not possible there. Ask for the activation before the function, or keep this picture.'
    case 'saturated':
      return 'Try another start or seed, or a model trained with a lower learning rate.'
    case 'cancelling':
      return 'Change the weights of the objective, or lower the penalty.'
    case 'vanishing':
      return (
        'Steps of a fixed length follow a gradient down to about 1e-20, Adam only down to about 1e-12. Try another start, or a ' +
        'layer nearer to the picture.'
      )
    case 'out-of-range':
      return 'Take smaller steps, or keep the ascent within a ball.'
    case 'passing':
      return 'More steps can move it further.'
    case 'zero':
      return 'Try another objective or start.'
  }
}
