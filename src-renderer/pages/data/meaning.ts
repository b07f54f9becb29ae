// What dataset settings mean, in words and bytes.
import { indicesOf, splitOf } from '../../../src-shared/domains/shapes/dataset.ts'
import { splits } from '../../../src-shared/domains/splits.ts'
import { canvasWidth } from '../../../src-shared/domains/shapes/raster.ts'
import type { DatasetSettings } from '../../../src-shared/recipe/recipe.ts'
import { bytes, count, number } from '../../text/format.ts'

/** How many pictures go into each split. */
export function splitCounts(settings: DatasetSettings): { train: number; validation: number; test: number } {
  const split = splitOf(settings)
  const [train, validation, test] = splits.map((which) => indicesOf(split, which).length) as [number, number, number]
  return { train, validation, test }
}

export function meaningOf(settings: DatasetSettings): string[] {
  const { classes, size, radius } = settings
  const least = Math.floor(settings.count / classes.length)
  const most = Math.ceil(settings.count / classes.length)
  const dealt = splitCounts(settings)
  const unit = size / canvasWidth
  return [
    `${count(settings.count, 'picture')}: ${least === most ? number(least) : `${number(least)} or ${number(most)}`} of each of ` +
      `${count(classes.length, 'class', 'classes')}.`,
    `${number(dealt.train)} to learn from, ${number(dealt.validation)} to check, ${number(dealt.test)} for the test.`,
    `Shapes with a radius of ${(radius[0] * unit).toFixed(0)} to ${(radius[1] * unit).toFixed(0)} of ${size} pixels.`,
    `${bytes(settings.count * size * size * 3)} in memory while a network learns. On disk, only the settings, one sheet of pictures ` +
      `and checksums are kept; the rest is drawn again from the seed.`,
  ]
}

/** A length as it is set, in units of the canvas, and what it comes to in a picture of that many pixels: "24 units (5.8 px)". */
export function lengthWords(units: number, size: number): string {
  return `${count(units, 'unit')} (${((units * size) / canvasWidth).toFixed(1)}\u00a0px)`
}

/** What is allowed, but may not be what one wants. */
export function warningsOf({ count: pictures, classes, size, radius, margin, rotation, position }: DatasetSettings): string[] {
  const same = radius[0] === radius[1] && rotation[0] === rotation[1] && position[0] === position[1]
  return [
    ...(same ? ['Nothing varies within a class, so all its pictures are the same.'] : []),
    ...(radius[1] + margin >= canvasWidth / 2 ? ['The largest shapes have no room to move: they are all in the middle.'] : []),
    ...(pictures < 10 * classes.length ? ['With fewer than ten pictures of a class, some classes have none in the test split.'] : []),
    ...(size !== 48 ? [`Models trained on pictures of 48 × 48 cannot be used with these; train one on them.`] : []),
  ]
}
