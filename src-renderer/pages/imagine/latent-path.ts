// A walk through the latent space, as the latent vectors of its frames.
import type { EncodedDataset } from './encoding.svelte.ts'
import type { LatentSpace } from './space.svelte.ts'

export interface Walk {
  /** One latent vector for each frame, both ends included. */
  frames: number[][]
  /** Pictures of the dataset it goes through, and the frame nearest to each. */
  stops: { index: number; frame: number }[]
}

const mix = (a: readonly number[], b: readonly number[], share: number): number[] => a.map((value, at) => value + (b[at]! - value) * share)

/** Frames at equal distances along the line from a to b. */
export function straight(a: readonly number[], b: readonly number[], count: number): Walk {
  return { frames: Array.from({ length: count }, (_, at) => mix(a, b, at / (count - 1))), stops: [] }
}

/**
 * From a to b by way of real pictures: the line's points at equal shares are each moved to the nearest latent vector of the dataset, and
 * the frames are spread over the pieces by their length, in standard deviations of the dataset. A picture that was passed is not passed
 * again.
 */
export function throughReal(
  space: LatentSpace,
  data: EncodedDataset,
  a: readonly number[],
  b: readonly number[],
  count: number,
  stops = 4,
): Walk {
  const indices: number[] = []
  for (let at = 1; at <= stops; at++) {
    const [near] = space.nearestMany(mix(a, b, at / (stops + 1)), data.latents, 1)
    if (near && !indices.includes(near.index)) indices.push(near.index)
  }
  const corners = [[...a], ...indices.map((index) => [...data.latents.subarray(index * data.latent, (index + 1) * data.latent)]), [...b]]
  const ends = [0]
  for (let at = 1; at < corners.length; at++) ends.push(ends[at - 1]! + space.distance(corners[at - 1]!, corners[at]!))
  const whole = ends.at(-1)!
  const frames = Array.from({ length: count }, (_, at) => {
    const place = (whole * at) / (count - 1)
    const piece = Math.min(
      corners.length - 2,
      Math.max(
        0,
        ends.findLastIndex((end) => end <= place),
      ),
    )
    const length = ends[piece + 1]! - ends[piece]!
    return mix(corners[piece]!, corners[piece + 1]!, length === 0 ? 0 : (place - ends[piece]!) / length)
  })
  return {
    frames,
    stops: indices.map((index, at) => ({ index, frame: whole === 0 ? 0 : Math.round((ends[at + 1]! / whole) * (count - 1)) })),
  }
}

/**
 * Classes to follow along the way: the likeliest at both ends first, then every other that is the likeliest at some frame, in the order of
 * the frames, and up to `usual` in all those that are ever likely (20 % or more), most present first.
 */
export function classesAlong(probabilities: readonly (readonly number[])[], usual: number): number[] {
  const [first, last] = [probabilities[0], probabilities.at(-1)]
  if (!first || !last) return []
  const likeliest = (row: readonly number[]): number => row.reduce((best, one, label) => (one > row[best]! ? label : best), 0)
  const winners = [...new Set([first, last, ...probabilities].map(likeliest))]
  const between = first
    .map((_, label) => ({
      label,
      peak: Math.max(...probabilities.map((row) => row[label]!)),
      sum: probabilities.reduce((total, row) => total + row[label]!, 0),
    }))
    .filter((one) => one.peak >= 0.2 && !winners.includes(one.label))
    .sort((a, b) => b.sum - a.sum)
    .map((one) => one.label)
  return [...winners, ...between.slice(0, Math.max(0, usual - winners.length))]
}

/**
 * `count` of `frames` frames at even distances along the way, both ends among them, and `shown` in the place of the nearest that is no end.
 */
export function framesInRow(frames: number, count: number, shown: number): number[] {
  const row = Array.from({ length: count }, (_, tile) => (count === 1 ? 0 : Math.round((tile * (frames - 1)) / (count - 1))))
  if (row.includes(shown)) return row
  const inner = row.map((_, tile) => tile).slice(1, -1)
  const [first] = inner
  if (first === undefined) return row
  return row.with(
    inner.reduce((best, tile) => (Math.abs(row[tile]! - shown) < Math.abs(row[best]! - shown) ? tile : best), first),
    shown,
  )
}
