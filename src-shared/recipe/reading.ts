// How activations of a network are read.

/**
 * How an activation is read: each channel's mean over space, each unit of a layer without space, each channel at one place, or all of it at
 * once as the mean of its squares, which is one number.
 */
export type Place = 'mean' | 'unit' | 'squares' | readonly [y: number, x: number]
/** An objective as weights on readings: score = sum of weight x value. */
export type Readout = readonly { readonly tap: string; readonly place: Place; readonly channel: number; readonly weight: number }[]

/** What is read of an activation: a place of it, or "map", all of it, which whatever is not linear in the channels' means needs. */
export interface Reading {
  readonly tap: string
  readonly as: Exclude<Place, 'squares'> | 'map'
}
