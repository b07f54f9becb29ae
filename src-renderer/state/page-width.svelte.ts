/**
 * The column that every page stands in: its width in CSS pixels, 0 until it is known. Watched once, so that no page has to measure itself
 * as it appears.
 */
export const pageColumn = $state({ width: 0 })
