// What every operation of a network of another make has in common: what it takes, what it reads of the file, and the shape of its answer.
import { z } from 'zod'

/** Without the batch: [height, width, channels], or [units]. */
export type Shape = readonly number[]

/** What the taps of a network are called; objectives name them. */
export const valueName = z.string().min(1).max(100)
/** The name of an array of weights in the file of a network. */
export const weightName = z.string().min(1).max(300)
/** Sides, strides and the like, along height and width. */
export const pair = z.tuple([z.int().min(1).max(4096), z.int().min(1).max(4096)])
/** Pixels that are added: above, below, left, right. */
export const pads = z.tuple([side(), side(), side(), side()])
export type Pads = z.output<typeof pads>
function side() {
  return z.int().min(0).max(4096)
}

/** A value goes in, another comes out. */
export const unary = { name: valueName, inputs: z.tuple([valueName]) }
/** Several values go in. */
export const several = { name: valueName, inputs: z.array(valueName).min(2).max(256) }

export interface OperationKind<S> {
  /** Names of the weights it reads. */
  weights?(node: S): string[]
  /** Shape of its answer. Throws a RangeError, in words, when its inputs or weights do not fit. */
  shape(node: S, inputs: readonly Shape[], weight: (name: string) => Shape): Shape
}

export const shapeWords = (shape: Shape): string => (shape.length === 0 ? 'one number' : shape.join(' x '))

/** [height, width, channels]. Throws a RangeError for anything else. */
export function spatial(shape: Shape): readonly [height: number, width: number, channels: number] {
  if (shape.length !== 3) throw new RangeError(`takes a picture of channels (height x width x channels), and is given ${shapeWords(shape)}`)
  return shape as [number, number, number]
}

/** Throws a RangeError unless an array of weights has this shape. */
export function expectShape(what: string, got: Shape, wanted: Shape): void {
  if (got.join() !== wanted.join())
    throw new RangeError(`its ${what} should have the shape ${shapeWords(wanted)}, and has ${shapeWords(got)}`)
}

/** A window that is moved over a picture. */
export interface Window {
  readonly size: readonly [number, number]
  readonly strides: readonly [number, number]
  readonly pads: Pads
  readonly dilations?: readonly [number, number] | undefined
}

/** [height, width] of what a moved window gives. Throws a RangeError when it finds no place. */
export function windowSides(
  [height, width]: Shape,
  { size, strides, pads: [top, bottom, left, right], dilations }: Window,
): [number, number] {
  const along = (side: number, at: 0 | 1, before: number, after: number): number => {
    const reach = (size[at] - 1) * (dilations?.[at] ?? 1) + 1
    const places = Math.floor((side + before + after - reach) / strides[at]) + 1
    if (places < 1) throw new RangeError(`its window of ${reach} pixels finds no place on ${side} pixels`)
    return places
  }
  return [along(height!, 0, top, bottom), along(width!, 1, left, right)]
}

/**
 * The pads that TensorFlow and Keras call "same" (and ONNX SAME_UPPER): so many that the window begins at every stride-th pixel; an odd one
 * comes after.
 */
export function samePads([height, width]: Shape, { size, strides, dilations }: Omit<Window, 'pads'>): Pads {
  const along = (side: number, at: 0 | 1): [before: number, after: number] => {
    const reach = (size[at] - 1) * (dilations?.[at] ?? 1) + 1
    const missing = Math.max(0, (Math.ceil(side / strides[at]) - 1) * strides[at] + reach - side)
    return [Math.floor(missing / 2), Math.ceil(missing / 2)]
  }
  return [...along(height!, 0), ...along(width!, 1)]
}
