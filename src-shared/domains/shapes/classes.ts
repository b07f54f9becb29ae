// The 60 classes of the synthetic dataset: one for each shape, style and colour.

export const shapes = ['line', 'square', 'circle', 'triangle'] as const
export const styles = ['single', 'double', 'filled'] as const
export const colours = ['white', 'blue', 'green', 'red', 'rainbow'] as const

/** Number of classes: 4 shapes x 3 styles x 5 colours. */
export const classCount = shapes.length * styles.length * colours.length

/** What a picture shows. Lengths in pixels of the picture, angle in radians in [0, 2 pi). */
export interface Factors {
  shape: number
  style: number
  colour: number
  x: number
  y: number
  angle: number
  radius: number
}

/** Index of a class, 0..59: 15 * shape + 5 * style + colour (the order of the paper's code). */
export function classIndex(shape: number, style: number, colour: number): number {
  return 15 * shape + 5 * style + colour
}

/** The three discrete factors of a class index 0..59. */
export function classFactors(index: number): { shape: number; style: number; colour: number } {
  if (!Number.isInteger(index) || index < 0 || index >= classCount)
    throw new RangeError(`There is no class ${index}: classes are 0 to ${classCount - 1}.`)
  return { shape: Math.floor(index / 15), style: Math.floor(index / 5) % 3, colour: index % 5 }
}

/**
 * The words for a class index, such as "rainbow double circle"; "unknown class 77" for an index that a record has and the dataset does not.
 */
export function className(index: number): string {
  if (!Number.isInteger(index) || index < 0 || index >= classCount) return `unknown class ${index}`
  const { shape, style, colour } = classFactors(index)
  return `${colours[colour]} ${styles[style]} ${shapes[shape]}`
}
