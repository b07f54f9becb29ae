// Whether pictures look alike where a unit fires: the patches that its strongest place sees, laid over each other.
import type { Field } from '../../../src-shared/network/receptive-field.ts'
import type { PictureSize } from '../../visualization/subject.ts'
import { correlation } from './profiles.ts'

export interface Patched {
  rgb: Uint8Array
  field: Field
}

/**
 * Means over blocks of a patch, about eight to a side: how finely it is looked at. Outside of the picture is black, as the network pads.
 */
export function coarse({ rgb, field }: Patched, size: PictureSize): number[] {
  const block = Math.max(1, Math.floor(Math.max(field.width, field.height) / 8))
  const [across, down] = [Math.ceil(field.width / block), Math.ceil(field.height / block)]
  const sums = new Array<number>(across * down * 3).fill(0)
  for (let row = 0; row < field.height; row++) {
    for (let column = 0; column < field.width; column++) {
      const [x, y] = [field.x + column, field.y + row]
      if (x < 0 || y < 0 || x >= size.width || y >= size.height) continue
      const to = (Math.floor(row / block) * across + Math.floor(column / block)) * 3
      for (let channel = 0; channel < 3; channel++) sums[to + channel]! += rgb[(y * size.width + x) * 3 + channel]! / 255 / block ** 2
    }
  }
  return sums
}

/** Correlation of a patch with the real patch most like it; null without real ones. All fields must have one size. */
export function likeReal(made: Patched, real: readonly Patched[], size: PictureSize): number | null {
  const own = coarse(made, size)
  const fitting = real.filter(({ field }) => field.width === made.field.width && field.height === made.field.height)
  return fitting.length === 0 ? null : Math.max(...fitting.map((one) => correlation(own, coarse(one, size))))
}

/** Patches at the same places of other pictures, which says how like unrelated ones are; one for each, as far as there are pictures. */
export function withOthers(patches: readonly Patched[], rgbs: readonly Uint8Array[]): Patched[] {
  return rgbs.slice(0, patches.length).map((rgb, at) => ({ rgb, field: patches[at]!.field }))
}
