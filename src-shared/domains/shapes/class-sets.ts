// A set of classes in words: as shapes, styles and colours where it holds all their combinations.
import { classCount, classFactors, classIndex, className, colours, shapes, styles } from './classes.ts'
import { listed } from '../../text/phrase.ts'

/** Up to so many classes are named one by one. */
const fewClasses = 6

interface Product {
  shape: number[]
  style: number[]
  colour: number[]
}

/**
 * The shapes, styles and colours whose combinations are exactly these classes; null where they are no such product, or name a class that is
 * none.
 */
function productOf(classes: readonly number[]): Product | null {
  if (classes.length === 0 || classes.some((one) => !Number.isInteger(one) || one < 0 || one >= classCount)) return null
  const used = (factor: keyof Product): number[] => [...new Set(classes.map((one) => classFactors(one)[factor]))].sort((a, b) => a - b)
  const product = { shape: used('shape'), style: used('style'), colour: used('colour') }
  const held = new Set(classes)
  const every = product.shape.every((shape) =>
    product.style.every((style) => product.colour.every((colour) => held.has(classIndex(shape, style, colour)))),
  )
  return every ? product : null
}

/**
 * Which classes these are: "all 60 classes", "12 classes: lines, squares, circles and triangles; filled; white, green and red", or their
 * names. Indices 0 to 59, in any order; another index is named as unknown.
 */
export function classesWords(classes: readonly number[]): string {
  const held = new Set(classes)
  if (held.size === classCount) return `all ${classCount} classes`
  const left = Array.from({ length: classCount }, (_, at) => at).filter((one) => !held.has(one))
  if (held.size + left.length === classCount && left.length <= fewClasses)
    return `${held.size} classes: all but ${listed(left.map(className))}`
  if (held.size <= fewClasses) return classes.map(className).join(', ')
  const product = productOf(classes)
  if (!product) return `${held.size} classes: ${classes.map(className).join(', ')}`
  const part = (levels: readonly string[], which: readonly number[]): string => listed(which.map((one) => levels[one]!))
  return (
    `${held.size} classes: ${listed(product.shape.map((one) => `${shapes[one]}s`))}; ` +
    `${part(styles, product.style)}; ${part(colours, product.colour)}`
  )
}

/**
 * What a product of classes leaves out, in a few words for a name: "single; blue, red, rainbow"; empty where that says nothing or is no
 * product.
 */
export function classesMark(classes: readonly number[]): string {
  const product = productOf(classes)
  if (!product) return ''
  const part = (levels: readonly string[], which: readonly number[], end = ''): string[] =>
    which.length === levels.length ? [] : [which.map((one) => `${levels[one]}${end}`).join(', ')]
  return [...part(shapes, product.shape, 's'), ...part(styles, product.style), ...part(colours, product.colour)].join('; ')
}
